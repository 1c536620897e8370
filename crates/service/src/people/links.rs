//! Invitations and password resets: single-use links that expire, made to be
//! copied, because no mail server is assumed.

use domain::{
    ids::{LinkId, TenantId, UserId},
    person::{Email, Role},
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

/// An invitation can be used this long.
pub const INVITE_LASTS: i64 = 7 * domain::time::DAY;
/// A reset link can be used this long.
pub const RESET_LASTS: i64 = domain::time::HOUR;

/// A link, shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownLink {
    /// Id, for withdrawing it.
    pub id: LinkId,
    /// The whole address.
    pub url: String,
    /// Whom it is for.
    pub email: Email,
    /// Until when it works.
    pub expires_at: Millis,
    /// Whether it was also sent by e-mail.
    pub mailed: bool,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// First password of a new person.
    Invite,
    /// New password of a known person.
    Reset,
}

/// What the page behind a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// What it is for.
    pub kind: LinkKind,
    /// Whom it is for.
    pub email: Email,
    /// Their name so far.
    pub name: String,
    /// Their bakeries' names.
    pub tenants: Vec<String>,
    /// Until when it works.
    pub expires_at: Millis,
}

/// An invitation to be made.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Bakeries, for owners (at least one).
    pub tenants: Vec<TenantId>,
}

/// Invites a person; inviting somebody who was invited but never came makes a
/// new link and withdraws the old one. Owners need `ManageTenants`, other
/// roles `ManageTeam`.
pub async fn invite(svc: &Services, call: &Call, invite: Invite) -> ServiceResult<ShownLink> {
    let _ = (svc, call, invite);
    todo!()
}

/// Makes a reset link for somebody (`ManageTeam`); withdraws older ones.
pub async fn reset_for(svc: &Services, call: &Call, user: &UserId) -> ServiceResult<ShownLink> {
    let _ = (svc, call, user);
    todo!()
}

/// "I forgot my password": sends a link if SMTP is configured and the address
/// is known. The answer never says whether it is.
pub async fn request_reset(svc: &Services, origin: &super::sign_in::Origin, email: &str) -> ServiceResult<()> {
    let _ = (svc, origin, email);
    todo!()
}

/// What a link is for; `Invalid([token: BadLink])` when it does not work (any more).
pub async fn open(svc: &Services, token: &str) -> ServiceResult<OpenLink> {
    let _ = (svc, token);
    todo!()
}

/// Uses a link: sets name (invitations) and password, ends all sessions of
/// the person, answers whom to sign in (through the second factor, if set up).
pub async fn accept(
    svc: &Services,
    origin: &super::sign_in::Origin,
    token: &str,
    name: &str,
    password: &str,
    repeat: &str,
) -> ServiceResult<super::sign_in::Step> {
    let _ = (svc, origin, token, name, password, repeat);
    todo!()
}

/// Withdraws a link that was not used.
pub async fn withdraw(svc: &Services, call: &Call, link: &LinkId) -> ServiceResult<()> {
    let _ = (svc, call, link);
    todo!()
}
