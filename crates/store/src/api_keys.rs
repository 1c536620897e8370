//! API keys. Only the SHA-256 of a key is kept.

use domain::{
    ids::{ApiKeyId, TenantId},
    time::{MINUTE, Millis},
};
use sqlx::FromRow;

use crate::{
    db::Tx,
    error::{StoreError, StoreResult},
};

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// The part that lists show.
    pub prefix: String,
    /// The bakery that it is limited to, with its name.
    pub tenant: Option<(TenantId, String)>,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Millis>,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    prefix: String,
    tenant_id: Option<String>,
    tenant_name: Option<String>,
    created_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for ApiKey {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let corrupt = |column, value: &str| StoreError::Corrupt {
            table: "api_keys",
            column,
            value: value.to_owned(),
        };
        // A key of a bakery that is gone must never pass for a platform key.
        let tenant = match (row.tenant_id, row.tenant_name) {
            (None, _) => None,
            (Some(id), Some(name)) => {
                Some((TenantId::parse(&id).map_err(|_| corrupt("tenant_id", &id))?, name))
            }
            (Some(id), None) => return Err(corrupt("tenant_id", &id)),
        };
        Ok(Self {
            id: ApiKeyId::parse(&row.id).map_err(|_| corrupt("id", &row.id))?,
            name: row.name,
            prefix: row.prefix,
            tenant,
            created_at: Millis(row.created_at),
            last_used_at: row.last_used_at.map(Millis),
            revoked_at: row.revoked_at.map(Millis),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT k.id, k.name, k.prefix, k.tenant_id, t.name AS tenant_name, k.created_at, k.last_used_at, \
             k.revoked_at FROM api_keys k LEFT JOIN tenants t ON t.id = k.tenant_id ",
            $rest
        )
    };
}

/// A key to be stored.
#[derive(Debug, Clone)]
pub struct NewApiKey<'a> {
    /// Id.
    pub id: &'a ApiKeyId,
    /// What it is for.
    pub name: &'a str,
    /// The part that lists show.
    pub prefix: &'a str,
    /// SHA-256 of the key, hex.
    pub key_hash: &'a str,
    /// The bakery that it is limited to.
    pub tenant: Option<&'a TenantId>,
    /// Who made it.
    pub created_by: Option<&'a str>,
    /// When.
    pub created_at: Millis,
}

/// Stores a key. Answers `false` when the bakery does not exist.
pub async fn insert(tx: &mut Tx, new: &NewApiKey<'_>) -> StoreResult<bool> {
    let added = on!(tx, |c| {
        sqlx::query(
            "INSERT INTO api_keys (id, name, prefix, key_hash, tenant_id, created_by, created_at)
             SELECT $1, $2, $3, $4, CAST($5 AS TEXT), $6, CAST($7 AS BIGINT)
             WHERE CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM tenants WHERE id = $5)",
        )
        .bind(new.id.as_str())
        .bind(new.name)
        .bind(new.prefix)
        .bind(new.key_hash)
        .bind(new.tenant.map(TenantId::as_str))
        .bind(new.created_by)
        .bind(new.created_at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(added == 1)
}

/// All keys, newest first.
pub async fn list(tx: &mut Tx) -> StoreResult<Vec<ApiKey>> {
    const SQL: &str = select!("ORDER BY k.created_at DESC, k.id DESC");
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(SQL).fetch_all(c).await)?;
    rows.into_iter().map(ApiKey::try_from).collect()
}

/// The key with this id.
pub async fn by_id(tx: &mut Tx, id: &ApiKeyId) -> StoreResult<Option<ApiKey>> {
    const SQL: &str = select!("WHERE k.id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(id.as_str())
        .fetch_optional(c)
        .await)?;
    row.map(ApiKey::try_from).transpose()
}

/// The key with this hash, revoked or not.
pub async fn by_hash(tx: &mut Tx, key_hash: &str) -> StoreResult<Option<ApiKey>> {
    const SQL: &str = select!("WHERE k.key_hash = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(SQL).bind(key_hash).fetch_optional(c).await)?;
    row.map(ApiKey::try_from).transpose()
}

/// Whether [`touch`] would write; ask before opening a transaction for it.
#[must_use]
pub fn touch_is_due(last_used_at: Option<Millis>, now: Millis) -> bool {
    last_used_at.is_none_or(|last| now.since(last) >= MINUTE)
}

/// Remembers a use, at most once a minute.
pub async fn touch(tx: &mut Tx, id: &ApiKeyId, now: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
        )
        .bind(id.as_str())
        .bind(now.0)
        .bind(now.plus(-MINUTE).0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Revokes a key. Answers `false` when it was revoked before or is not there.
pub async fn revoke(tx: &mut Tx, id: &ApiKeyId, now: Millis) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query("UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(id.as_str())
            .bind(now.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}
