//! Everybody who can sign in.

use domain::{
    ids::{LinkId, TenantId, UserId},
    person::{Email, Role},
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

/// One person in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Id.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: Email,
    /// Role.
    pub role: Role,
    /// State.
    pub status: MemberStatus,
    /// Bakeries of an owner.
    pub tenants: Vec<(TenantId, String)>,
    /// Whether a second factor is confirmed.
    pub second_factor: bool,
    /// Last sign-in.
    pub last_sign_in_at: Option<Millis>,
    /// An invitation or reset that is still open: id and end.
    pub open_link: Option<(LinkId, Millis)>,
}

/// State of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberStatus {
    /// Has not used the invitation yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in.
    Disabled,
}

/// Which people to list.
#[derive(Debug, Clone, Default)]
pub struct TeamQuery {
    /// Part of a name or address.
    pub q: Option<String>,
    /// Only this role.
    pub role: Option<Role>,
}

/// Lists people by name.
pub async fn list(svc: &Services, call: &Call, query: &TeamQuery) -> ServiceResult<Vec<Member>> {
    let _ = (svc, call, query);
    todo!()
}

/// One person.
pub async fn get(svc: &Services, call: &Call, user: &UserId) -> ServiceResult<Member> {
    let _ = (svc, call, user);
    todo!()
}

/// Changes role and bakeries. Refuses to take the last platform admin away
/// (`WrongState last_admin`). Ends the person's sessions when the role changes.
pub async fn update(
    svc: &Services,
    call: &Call,
    user: &UserId,
    role: Role,
    tenants: Vec<TenantId>,
) -> ServiceResult<()> {
    let _ = (svc, call, user, role, tenants);
    todo!()
}

/// Stops somebody from signing in, ending their sessions, or lets them again.
pub async fn set_disabled(svc: &Services, call: &Call, user: &UserId, disabled: bool) -> ServiceResult<()> {
    let _ = (svc, call, user, disabled);
    todo!()
}

/// Removes somebody's second factor, for a lost phone without recovery codes;
/// ends their sessions.
pub async fn clear_second_factor(svc: &Services, call: &Call, user: &UserId) -> ServiceResult<()> {
    let _ = (svc, call, user);
    todo!()
}

/// Creates a platform admin with a password; `tahona admin create`. An
/// existing address gets the password and the role.
pub async fn create_admin(svc: &Services, call: &Call, email: &str, password: &str) -> ServiceResult<UserId> {
    let _ = (svc, call, email, password);
    todo!()
}
