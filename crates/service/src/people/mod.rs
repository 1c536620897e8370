//! People: signing in, passwords, second factors, sessions, links, keys, team.

pub mod api_keys;
pub mod demo;
mod hashing;
pub mod links;
pub mod mail;
pub mod password;
pub mod profile;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod team;
pub mod throttle;
mod totp;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    ids::{TenantId, UserId},
    permission::Actor,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{
    Tx,
    audit::{self, NewEntry},
    users::{self, User},
};

use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    events::Topic,
};

/// The person who calls; programs and jobs have no account of their own.
fn caller(call: &Call) -> ServiceResult<&UserId> {
    match &call.actor {
        Actor::Person { id, .. } => Ok(id),
        _ => Err(ServiceError::Forbidden),
    }
}

/// Writes the audit row, makes the change last and tells open pages.
async fn finish(svc: &Services, mut tx: Tx, entry: NewEntry) -> ServiceResult<()> {
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::People);
    Ok(())
}

/// As [`finish`], for a change that takes an admin away: refused, leaving
/// everything as it was, when nobody would be left to run the platform.
async fn finish_unless_last_admin(svc: &Services, mut tx: Tx, entry: NewEntry) -> ServiceResult<()> {
    audit::append(&mut tx, entry).await?;
    if users::active_admins(&mut tx).await? == 0 {
        return Err(ServiceError::Conflict(crate::error::Conflict::WrongState {
            key: "last_admin",
        }));
    }
    tx.commit().await?;
    svc.events.publish(Topic::People);
    Ok(())
}

/// A person as the audit log keeps them.
fn state(user: &User, tenants: &[(TenantId, String)]) -> Value {
    json!({
        "email": user.email.as_str(),
        "name": user.name,
        "role": user.role.key(),
        "status": user.status.key(),
        "tenants": tenants.iter().map(|(_, name)| name).collect::<Vec<_>>(),
    })
}

/// The actor that a stored person is.
fn actor(user: &User, tenants: &[(TenantId, String)]) -> Actor {
    Actor::Person {
        id: user.id.clone(),
        name: user.name.clone(),
        role: user.role,
        tenants: tenants.iter().map(|(id, _)| id.clone()).collect(),
    }
}

/// The bakery of an audit row about a person who belongs to exactly one.
fn only_tenant(tenants: &[(TenantId, String)]) -> Option<String> {
    match tenants {
        [(id, _)] => Some(id.as_str().to_owned()),
        _ => None,
    }
}

/// SHA-256 in hex: how links, keys and session ids are stored. They are long
/// and random, so that a slow hash would add nothing.
fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// 256 random bits in 43 characters that need no escaping in an address.
fn token(svc: &Services) -> String {
    URL_SAFE_NO_PAD.encode(svc.random.bytes::<32>())
}
