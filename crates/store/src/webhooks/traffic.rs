//! How much arrived when, for the picture on top of the webhooks page.

use domain::{
    message::id::MessageId,
    time::{MINUTE, Millis},
};

use crate::{db::Tx, error::StoreResult};

/// Deliveries since `since`, counted in steps of `step` milliseconds: (which
/// step from 0, how many). Steps without any are left out. Counted along the
/// ids alone, which sort by time, so no body is read.
pub async fn deliveries(tx: &mut Tx, since: Millis, step: i64) -> StoreResult<Vec<(i64, i64)>> {
    let first = MessageId::first_of(since).0;
    let width = MessageId::first_of(since.plus(step)).0 - first;
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT (id - $1) / $2 AS slot, CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries
             WHERE id >= $1 GROUP BY 1 ORDER BY 1",
        )
        .bind(first)
        .bind(width)
        .fetch_all(c)
        .await
    })?)
}

/// Refused requests since `since` in the same steps: (step, why, how many).
pub async fn refusals(tx: &mut Tx, since: Millis, step: i64) -> StoreResult<Vec<(i64, String, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT (minute - $1) / $2 AS slot, why, CAST(SUM(count) AS BIGINT) FROM webhook_refusals
             WHERE minute >= $1 GROUP BY 1, 2 ORDER BY 1, 2",
        )
        .bind(since.0 / MINUTE)
        .bind((step / MINUTE).max(1))
        .fetch_all(c)
        .await
    })?)
}
