//! Deliveries: one row for each POST, stored before it is answered.

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{change, pieces, placeholders, rows_for},
    db::Tx,
    error::StoreResult,
};

/// Waiting to be processed. Once everything inside has become an event, the state is 1.
pub const WAITING: i64 = 0;
/// Could not be read; kept for replay.
pub const DEAD: i64 = 2;

/// A delivery to be stored.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    /// Its id.
    pub id: MessageId,
    /// When it came.
    pub received_at: Millis,
    /// The signed bytes.
    pub body: Vec<u8>,
}

/// A stored delivery.
#[derive(Debug, Clone, FromRow)]
pub struct Delivery {
    /// Its id.
    pub id: i64,
    /// When it came.
    pub received_at: i64,
    /// The signed bytes.
    pub body: Vec<u8>,
}

/// Stores deliveries.
pub async fn insert(tx: &mut Tx, rows: &[NewDelivery]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO webhook_deliveries (id, received_at, body, state) VALUES {}",
            placeholders(piece.len(), 4)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in piece {
                query = query
                    .bind(row.id.0)
                    .bind(row.received_at.0)
                    .bind(&row.body)
                    .bind(WAITING);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// A delivery that waits, without what it says: that may be megabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    /// How long its body is.
    pub bytes: i64,
}

/// Deliveries that wait, oldest first, received before `before`.
pub async fn waiting(tx: &mut Tx, before: Millis, limit: i64) -> StoreResult<Vec<Waiting>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, CAST(LENGTH(body) AS BIGINT) AS bytes FROM webhook_deliveries
             WHERE state <> 1 AND state = 0 AND received_at < $1 ORDER BY id LIMIT $2",
        )
        .bind(before.0)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// These deliveries, in the order of their ids.
pub async fn bodies(tx: &mut Tx, ids: &[i64]) -> StoreResult<Vec<Delivery>> {
    let mut found = rows_for!(
        tx,
        ids,
        Delivery,
        "SELECT id, received_at, body FROM webhook_deliveries WHERE id IN {}"
    );
    found.sort_unstable_by_key(|delivery| delivery.id);
    Ok(found)
}

/// One delivery.
pub async fn get(tx: &mut Tx, id: MessageId) -> StoreResult<Option<Delivery>> {
    Ok(on!(tx, |c| {
        sqlx::query_as("SELECT id, received_at, body FROM webhook_deliveries WHERE id = $1")
            .bind(id.0)
            .fetch_optional(c)
            .await
    })?)
}

/// Notes that everything inside these deliveries has become an event.
pub async fn mark_processed(tx: &mut Tx, ids: &[i64]) -> StoreResult<()> {
    change(
        tx,
        "UPDATE webhook_deliveries SET state = 1, problem = NULL WHERE id IN",
        ids,
    )
    .await?;
    Ok(())
}

/// Notes that a delivery cannot be read, and why.
pub async fn mark_dead(tx: &mut Tx, id: i64, problem: &str) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE webhook_deliveries SET state = 2, problem = $2 WHERE id = $1")
            .bind(id)
            .bind(problem)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// How many deliveries are open, and when the last one came.
#[derive(Debug, Clone, FromRow)]
pub struct Summary {
    /// When the last delivery came.
    pub last_at: Option<i64>,
    /// How many wait.
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub oldest_waiting_at: Option<i64>,
    /// How many could not be read.
    pub dead: i64,
}

/// Counts what is open.
pub async fn summary(tx: &mut Tx) -> StoreResult<Summary> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT (SELECT received_at FROM webhook_deliveries ORDER BY id DESC LIMIT 1) AS last_at,
                    CAST(COUNT(CASE WHEN state = 0 THEN 1 END) AS BIGINT) AS waiting,
                    MIN(CASE WHEN state = 0 THEN received_at END) AS oldest_waiting_at,
                    CAST(COUNT(CASE WHEN state = 2 THEN 1 END) AS BIGINT) AS dead
             FROM webhook_deliveries WHERE state <> 1",
        )
        .fetch_one(c)
        .await
    })?)
}

/// A delivery that could not be read.
#[derive(Debug, Clone, FromRow)]
pub struct Dead {
    /// Its id.
    pub id: i64,
    /// When it came.
    pub received_at: i64,
    /// The signed bytes.
    pub body: Vec<u8>,
    /// Why it could not be read.
    pub problem: Option<String>,
}

/// Deliveries that could not be read, newest first.
pub async fn dead(tx: &mut Tx, limit: i64) -> StoreResult<Vec<Dead>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, received_at, body, problem FROM webhook_deliveries
             WHERE state <> 1 AND state = 2 ORDER BY id DESC LIMIT $1",
        )
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Whether a delivery is dead.
pub async fn is_dead(tx: &mut Tx, id: MessageId) -> StoreResult<bool> {
    let state: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar("SELECT state FROM webhook_deliveries WHERE id = $1")
            .bind(id.0)
            .fetch_optional(c)
            .await
    })?;
    Ok(state == Some(DEAD))
}

/// Lets a dead delivery wait again; answers whether there was one.
pub async fn revive(tx: &mut Tx, id: MessageId) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE webhook_deliveries SET state = 0, problem = NULL WHERE id = $1 AND state = 2")
            .bind(id.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Lets every dead delivery wait again; answers how many.
pub async fn revive_all(tx: &mut Tx) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE webhook_deliveries SET state = 0, problem = NULL WHERE state <> 1 AND state = 2")
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
