//! Requests that were not believed, counted by the minute.

use domain::time::{MINUTE, Millis};

use crate::{bulk, db::Tx, error::StoreResult};

/// Counts refused requests.
pub async fn add(tx: &mut Tx, at: Millis, why: &str, count: i64) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO webhook_refusals (minute, why, count) VALUES ($1, $2, $3)
             ON CONFLICT (minute, why) DO UPDATE SET count = webhook_refusals.count + excluded.count",
        )
        .bind(at.0 / MINUTE)
        .bind(why)
        .bind(count)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Forgets up to `limit` counts of minutes before `before`.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> StoreResult<u64> {
    bulk::oldest(
        tx,
        "DELETE FROM webhook_refusals WHERE (minute, why) IN (
             SELECT minute, why FROM webhook_refusals WHERE minute < $1 ORDER BY minute, why LIMIT $2)",
        before.0 / MINUTE,
        limit,
    )
    .await
}

/// How many were refused since `since`, by reason.
pub async fn since(tx: &mut Tx, since: Millis) -> StoreResult<Vec<(String, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT why, CAST(SUM(count) AS BIGINT) FROM webhook_refusals WHERE minute >= $1 GROUP BY why ORDER BY why",
        )
        .bind(since.0 / MINUTE)
        .fetch_all(c)
        .await
    })?)
}
