//! Forgetting what is older than the platform keeps.

use domain::{message::id::MessageId, time::Millis};

use crate::{db::Tx, error::StoreResult};

/// Removes up to `limit` messages older than `before`, oldest first. What still
/// waits to be sent stays.
pub async fn messages(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    piece(
        tx,
        "DELETE FROM messages WHERE id IN (
             SELECT id FROM messages WHERE id < $1 AND id NOT IN (SELECT message FROM outbox) ORDER BY id LIMIT $2)",
        before.0,
        limit,
    )
    .await
}

/// Removes the calls to the partner of up to `limit` messages older than
/// `before` that are gone themselves.
pub async fn attempts(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    piece(
        tx,
        "DELETE FROM message_attempts WHERE message IN (
             SELECT DISTINCT a.message FROM message_attempts a WHERE a.message < $1
               AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = a.message)
             ORDER BY a.message LIMIT $2)",
        before.0,
        limit,
    )
    .await
}

/// Removes up to `limit` events older than `before`, oldest first.
pub async fn events(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    piece(
        tx,
        "DELETE FROM webhook_events WHERE id IN (SELECT id FROM webhook_events WHERE id < $1 ORDER BY id LIMIT $2)",
        before.0,
        limit,
    )
    .await
}

/// Removes up to `limit` deliveries older than `before`, oldest first, once
/// nothing waits for them any more.
pub async fn deliveries(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    piece(
        tx,
        "DELETE FROM webhook_deliveries WHERE id IN (
             SELECT id FROM webhook_deliveries WHERE id < $1 AND state <> 0 ORDER BY id LIMIT $2)",
        before.0,
        limit,
    )
    .await
}

/// Removes up to `limit` reveals that ended before `before`; the audit log keeps them.
pub async fn reveals(tx: &mut Tx, before: Millis, limit: i64) -> StoreResult<u64> {
    piece(
        tx,
        "DELETE FROM reveals WHERE id IN (SELECT id FROM reveals WHERE until < $1 ORDER BY until LIMIT $2)",
        before.0,
        limit,
    )
    .await
}

async fn piece(tx: &mut Tx, sql: &'static str, before: i64, limit: i64) -> StoreResult<u64> {
    Ok(on!(tx, |c| sqlx::query(sql)
        .bind(before)
        .bind(limit)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?)
}
