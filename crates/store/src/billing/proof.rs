//! Reading the ledger as a whole, to prove it.

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use super::lines::{COLUMNS, Line};
use crate::{db::Tx, error::StoreResult};

/// Up to `limit` entries in force about deliveries of a month, after `after`.
pub async fn open_of_month(
    tx: &mut Tx,
    of_month: i64,
    after: MessageId,
    limit: i64,
) -> StoreResult<Vec<Line>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM billing_lines
         WHERE of_month = $1 AND open = 1 AND id > $2 ORDER BY id LIMIT $3"
    );
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(of_month)
        .bind(after.0)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// How many entries are booked in a month, with their quantities and sum.
pub async fn booked(tx: &mut Tx, month: i64) -> StoreResult<(i64, i64, i64)> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(quantity), 0) AS BIGINT),
                    CAST(COALESCE(SUM(amount_micros), 0) AS BIGINT)
             FROM billing_lines WHERE month = $1",
        )
        .bind(month)
        .fetch_one(c)
        .await
    })?)
}

/// What the sums by day, and those by month, say about a month: quantity and amount of each.
pub async fn summed(tx: &mut Tx, month: i64) -> StoreResult<[(i64, i64); 2]> {
    let days = on!(tx, |c| {
        sqlx::query_as(
            "SELECT CAST(COALESCE(SUM(messages), 0) AS BIGINT), CAST(COALESCE(SUM(amount_micros), 0) AS BIGINT)
             FROM billing_days WHERE month = $1",
        )
        .bind(month)
        .fetch_one(c)
        .await
    })?;
    let months = on!(tx, |c| {
        sqlx::query_as(
            "SELECT CAST(COALESCE(SUM(messages), 0) AS BIGINT), CAST(COALESCE(SUM(amount_micros), 0) AS BIGINT)
             FROM billing_months WHERE month = $1",
        )
        .bind(month)
        .fetch_one(c)
        .await
    })?;
    Ok([days, months])
}

/// A booked entry, as far as a seal over it needs.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of billing_lines, described in the migration")]
pub struct Booked {
    pub id: i64,
    pub message: i64,
    pub charge: i64,
    pub entry: i64,
    pub quantity: i64,
    pub reason: String,
    pub card: String,
    pub amount_micros: Option<i64>,
}

/// Up to `limit` entries of an account that are booked in a month, after `after`.
pub async fn booked_piece(
    tx: &mut Tx,
    account: &str,
    month: i64,
    after: MessageId,
    limit: i64,
) -> StoreResult<Vec<Booked>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, message, charge, entry, quantity, reason, card, amount_micros FROM billing_lines
             WHERE month = $1 AND id > $2 AND account_id = $3 ORDER BY id LIMIT $4",
        )
        .bind(month)
        .bind(after.0)
        .bind(account)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}
