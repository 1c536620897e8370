//! Requests that were answered before, by the key that their caller gave them.

use domain::{message::id::MessageId, time::Millis};
use sqlx::FromRow;

use crate::{bulk, db::Tx, error::StoreResult};

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Answered {
    /// Hash of what was asked.
    pub body_hash: String,
    /// The message that came of it.
    pub message: i64,
}

/// What `caller` has used `key` for.
pub async fn find(tx: &mut Tx, caller: &str, key: &str) -> StoreResult<Option<Answered>> {
    Ok(on!(tx, |c| {
        sqlx::query_as("SELECT body_hash, message FROM idempotency WHERE caller = $1 AND key = $2")
            .bind(caller)
            .bind(key)
            .fetch_optional(c)
            .await
    })?)
}

/// Notes a key; `false` when somebody used it meanwhile.
pub async fn note(
    tx: &mut Tx,
    caller: &str,
    key: &str,
    body_hash: &str,
    message: MessageId,
    at: Millis,
) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO idempotency (caller, key, body_hash, message, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (caller, key) DO NOTHING",
        )
        .bind(caller)
        .bind(key)
        .bind(body_hash)
        .bind(message.0)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Forgets up to `limit` keys that were used before `before`, oldest first.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> StoreResult<u64> {
    bulk::oldest(
        tx,
        "DELETE FROM idempotency WHERE (caller, key) IN (
             SELECT caller, key FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        before.0,
        limit,
    )
    .await
}
