//! Everybody who can sign in.

mod change;

pub use change::{clear_second_factor, create_admin, set_disabled, update};
pub use store::users::Status as MemberStatus;

use std::collections::HashMap;

use domain::{
    ids::{LinkId, TenantId, UserId},
    permission::Permission,
    person::{Email, Role},
    time::Millis,
};
use store::{
    links,
    users::{self, User},
};

use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

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
    call.allow(Permission::ManageTeam)?;
    let mut tx = svc.db.read().await?;
    let text = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let people = users::list(&mut tx, text, query.role).await?;
    let mut tenants: HashMap<String, Vec<(TenantId, String)>> = HashMap::new();
    for (user, tenant, name) in users::memberships(&mut tx).await? {
        tenants.entry(user).or_default().push((tenant, name));
    }
    // Oldest first, so that the newest one stays.
    let open: HashMap<UserId, (LinkId, Millis)> = links::open(&mut tx, svc.clock.now())
        .await?
        .into_iter()
        .map(|link| (link.user_id, (link.id, link.expires_at)))
        .collect();
    Ok(people
        .into_iter()
        .map(|user| {
            let tenants = tenants.remove(user.id.as_str()).unwrap_or_default();
            let open_link = open.get(&user.id).cloned();
            member(user, tenants, open_link)
        })
        .collect())
}

/// One person.
pub async fn get(svc: &Services, call: &Call, user: &UserId) -> ServiceResult<Member> {
    call.allow(Permission::ManageTeam)?;
    let mut tx = svc.db.read().await?;
    let user = users::by_id(&mut tx, user).await?.ok_or(ServiceError::NotFound)?;
    let tenants = users::tenants_of(&mut tx, &user.id).await?;
    let open = links::open(&mut tx, svc.clock.now()).await?;
    let open_link = open
        .into_iter()
        .rfind(|link| link.user_id == user.id)
        .map(|link| (link.id, link.expires_at));
    Ok(member(user, tenants, open_link))
}

fn member(user: User, tenants: Vec<(TenantId, String)>, open_link: Option<(LinkId, Millis)>) -> Member {
    Member {
        second_factor: user.has_second_factor(),
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
        status: user.status,
        tenants,
        last_sign_in_at: user.last_sign_in_at,
        open_link,
    }
}
