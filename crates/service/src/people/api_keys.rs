//! Keys for programs.

use domain::{
    ids::{ApiKeyId, TenantId},
    permission::Actor,
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

/// One key in the list; never the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Id.
    pub id: ApiKeyId,
    /// What it is for, in the words of who made it.
    pub name: String,
    /// The start of the key, to recognise it.
    pub prefix: String,
    /// The bakery that it is limited to; `None` for the whole platform.
    pub tenant: Option<(TenantId, String)>,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Millis>,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

/// A new key, shown once.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Its row.
    pub row: KeyRow,
    /// The key: `tk_` and 43 characters.
    pub key: String,
}

/// Lists keys, newest first.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<KeyRow>> {
    let _ = (svc, call);
    todo!()
}

/// Makes a key for the platform or for one bakery.
pub async fn create(svc: &Services, call: &Call, name: &str, tenant: Option<TenantId>) -> ServiceResult<NewKey> {
    let _ = (svc, call, name, tenant);
    todo!()
}

/// Revokes a key at once and for good.
pub async fn revoke(svc: &Services, call: &Call, key: &ApiKeyId) -> ServiceResult<()> {
    let _ = (svc, call, key);
    todo!()
}

/// Whose key this is; `None` when it is not valid (any more).
pub async fn authenticate(svc: &Services, key: &str) -> ServiceResult<Option<Actor>> {
    let _ = (svc, key);
    todo!()
}
