//! The people of a bakery.

use domain::{
    ids::{LinkId, TenantId},
    person::{Email, Role},
    time::Millis,
};
use store::{
    Tx,
    tenants::{self as rows, OwnerRecord},
};

use crate::{
    error::{ServiceError, ServiceResult},
    people::team::{Member, MemberStatus},
    stored,
};

/// People of a bakery by name.
pub(super) async fn owners(tx: &mut Tx, tenant: &TenantId, now: Millis) -> ServiceResult<Vec<Member>> {
    let people = rows::owners(tx, tenant.as_str(), now).await?;
    let mut bakeries = rows::of_owners(tx, tenant.as_str()).await?;
    people
        .into_iter()
        .map(|person| member(person, &mut bakeries))
        .collect()
}

fn member(person: OwnerRecord, bakeries: &mut Vec<(String, String, String)>) -> ServiceResult<Member> {
    let unreadable = |column: &str| ServiceError::Internal(format!("users.{column} cannot be read"));
    let tenants = bakeries
        .extract_if(.., |(user, ..)| *user == person.id)
        .map(|(_, id, name)| Ok((stored::id(id)?, name)))
        .collect::<ServiceResult<_>>()?;
    let open_link = match (person.link_id, person.link_expires_at) {
        (Some(link), Some(end)) => Some((stored::id::<LinkId>(link)?, Millis(end))),
        _ => None,
    };
    Ok(Member {
        id: stored::id(person.id)?,
        name: person.name,
        email: Email::parse(&person.email).map_err(|_| unreadable("email"))?,
        role: Role::from_key(&person.role).ok_or_else(|| unreadable("role"))?,
        status: match person.status.as_str() {
            "invited" => MemberStatus::Invited,
            "active" => MemberStatus::Active,
            "disabled" => MemberStatus::Disabled,
            _ => return Err(unreadable("status")),
        },
        tenants,
        second_factor: person.totp_confirmed_at.is_some(),
        last_sign_in_at: person.last_sign_in_at.map(Millis),
        open_link,
    })
}
