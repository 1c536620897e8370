//! Keys for programs.

use domain::{
    ids::{ApiKeyId, TenantId},
    permission::{Actor, Permission},
    tenant::clean_name,
    time::Millis,
};
use serde_json::json;
use store::api_keys as rows;

use super::{demo, finish, sha256, token};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
};

/// How much of a key lists show: enough to recognise it, too little to use it.
pub(super) const PREFIX: usize = 10;

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

impl From<rows::ApiKey> for KeyRow {
    fn from(key: rows::ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            prefix: key.prefix,
            tenant: key.tenant,
            created_at: key.created_at,
            last_used_at: key.last_used_at,
            revoked_at: key.revoked_at,
        }
    }
}

/// A new key, shown once. `Debug` leaves the key out.
#[derive(Clone)]
pub struct NewKey {
    /// Its row.
    pub row: KeyRow,
    /// The key: `tk_` and 43 characters.
    pub key: String,
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// Lists keys, newest first.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<KeyRow>> {
    call.allow(Permission::ManageTeam)?;
    let mut tx = svc.db.read().await?;
    Ok(rows::list(&mut tx).await?.into_iter().map(KeyRow::from).collect())
}

/// Makes a key for the platform or for one bakery.
pub async fn create(
    svc: &Services,
    call: &Call,
    name: &str,
    tenant: Option<TenantId>,
) -> ServiceResult<NewKey> {
    call.allow(Permission::ManageTeam)?;
    let name = clean_name(name).map_err(|bad| FieldError::only("name", bad.into()))?;
    let key = format!("tk_{}", token(svc));
    let at = svc.clock.now();
    let id: ApiKeyId = svc.random.id(at);
    let new = rows::NewApiKey {
        id: &id,
        name: &name,
        prefix: &key[..PREFIX],
        key_hash: &sha256(&key),
        tenant: tenant.as_ref(),
        created_by: call.actor.id(),
        created_at: at,
    };
    let mut tx = svc.db.write().await?;
    if !rows::insert(&mut tx, &new).await? {
        return Err(FieldError::only("tenant", Problem::NotAChoice));
    }
    let row = rows::by_id(&mut tx, &id)
        .await?
        .map(KeyRow::from)
        .ok_or(ServiceError::NotFound)?;
    let states = (
        None,
        Some(json!({ "prefix": row.prefix, "tenant": row.tenant.as_ref().map(|(_, name)| name) })),
    );
    let mut entry = call.change(svc, "api_key.create", "api_key", id.as_str(), &name, states);
    entry.tenant_id = tenant.map(String::from);
    finish(svc, tx, entry).await?;
    Ok(NewKey { row, key })
}

/// Revokes a key at once and for good. Revoking it twice is fine.
pub async fn revoke(svc: &Services, call: &Call, key: &ApiKeyId) -> ServiceResult<()> {
    call.allow(Permission::ManageTeam)?;
    let mut tx = svc.db.write().await?;
    let row = rows::by_id(&mut tx, key).await?.ok_or(ServiceError::NotFound)?;
    if !rows::revoke(&mut tx, key, svc.clock.now()).await? {
        return Ok(());
    }
    let mut entry = call.entry(svc, "api_key.revoke", "api_key", key.as_str(), &row.name);
    entry.tenant_id = row.tenant.map(|(id, _)| String::from(id));
    finish(svc, tx, entry).await
}

/// Whose key this is; `None` when it is not valid (any more).
pub async fn authenticate(svc: &Services, key: &str) -> ServiceResult<Option<Actor>> {
    if !key.starts_with("tk_") || (key == demo::API_KEY && !svc.settings.demo) {
        return Ok(None);
    }
    let found = rows::by_hash(&mut svc.db.read().await?, &sha256(key)).await?;
    let Some(found) = found.filter(|key| key.revoked_at.is_none()) else {
        return Ok(None);
    };
    let now = svc.clock.now();
    if rows::touch_is_due(found.last_used_at, now) {
        let mut tx = svc.db.write().await?;
        rows::touch(&mut tx, &found.id, now).await?;
        tx.commit().await?;
    }
    let rows::ApiKey { id, name, tenant, .. } = found;
    Ok(Some(match tenant {
        None => Actor::PlatformKey { id, name },
        Some((tenant, _)) => Actor::TenantKey { id, name, tenant },
    }))
}
