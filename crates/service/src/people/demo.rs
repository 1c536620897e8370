//! People and the key of `tahona demo`. Their passwords are printed in the
//! manual, so all of them are refused wherever the demo is not running, even
//! on a database that the demo once wrote.

use domain::{
    ids::{ApiKeyId, TenantId, UserId},
    person::{Email, Role},
};
use store::{
    api_keys as keys,
    users::{self, NewUser, Status},
};

use super::{hashing, sha256};
use crate::{
    Services,
    error::{ServiceError, ServiceResult},
};

/// Password of everybody in the demo.
pub const PASSWORD: &str = "tahona-demo";
/// The platform's API key in the demo.
pub const API_KEY: &str = "tk_demo_platform";
/// Who signs in to the demo: address, name, role.
pub const PEOPLE: [(&str, &str, Role); 3] = [
    ("admin@demo.test", "Marta Molina", Role::PlatformAdmin),
    ("support@demo.test", "Iker Alonso", Role::Support),
    ("owner@demo.test", "Amaia Goiko", Role::Owner),
];

/// Makes the people and the key that are not there yet; the owner belongs to
/// `owner_of`. Refused (`Forbidden`) outside the demo. The password passes no
/// rule and needs none.
pub async fn seed(svc: &Services, owner_of: &[TenantId]) -> ServiceResult<()> {
    if !svc.settings.demo {
        return Err(ServiceError::Forbidden);
    }
    let at = svc.clock.now();
    let phc = hashing::hash(svc, PASSWORD).await?;
    let mut tx = svc.db.write().await?;
    for (email, name, role) in PEOPLE {
        let email = Email::parse(email).map_err(|e| ServiceError::Internal(e.to_string()))?;
        if users::by_email(&mut tx, &email).await?.is_some() {
            continue;
        }
        let id: UserId = svc.random.id(at);
        let new = NewUser {
            id: id.clone(),
            email,
            name: name.to_owned(),
            role,
            status: Status::Active,
            at,
        };
        users::insert(&mut tx, &new).await?;
        users::set_password(&mut tx, &id, &phc, at).await?;
        if role == Role::Owner && !users::set_tenants(&mut tx, &id, owner_of).await? {
            return Err(ServiceError::NotFound);
        }
    }
    if keys::by_hash(&mut tx, &sha256(API_KEY)).await?.is_none() {
        let id: ApiKeyId = svc.random.id(at);
        let key = keys::NewApiKey {
            id: &id,
            name: "Demo",
            prefix: &API_KEY[..super::api_keys::PREFIX],
            key_hash: &sha256(API_KEY),
            tenant: None,
            created_by: None,
            created_at: at,
        };
        keys::insert(&mut tx, &key).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether this address is one of the demo's.
pub(super) fn is_person(email: &Email) -> bool {
    PEOPLE.iter().any(|(address, ..)| *address == email.as_str())
}

/// Whether somebody may sign in as far as the demo is concerned: outside of
/// it, neither its people nor its password are good for anything.
pub(super) fn allowed(svc: &Services, email: &Email, password: &str) -> bool {
    svc.settings.demo || (password != PASSWORD && !is_person(email))
}
