//! Reading the ledger as a whole, to prove it.

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use super::lines::{COLUMNS, Line};
use crate::{db::Tx, error::StoreResult};

/// The months in which entries about deliveries of `of_month` may be booked:
/// itself and, once it is signed off, later ones.
pub async fn booking_months(tx: &mut Tx, of_month: i64) -> StoreResult<Vec<i64>> {
    // One step through the index for each month, however many entries it has.
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "WITH RECURSIVE known(month) AS (
                 SELECT MIN(month) FROM billing_lines WHERE month >= $1
                 UNION ALL
                 SELECT (SELECT MIN(l.month) FROM billing_lines l WHERE l.month > known.month) FROM known
                 WHERE known.month IS NOT NULL)
             SELECT month FROM known WHERE month IS NOT NULL ORDER BY month",
        )
        .bind(of_month)
        .fetch_all(c)
        .await
    })?)
}

/// Up to `limit` entries in force about deliveries of `of_month` that are booked
/// in `month`, after `after`.
pub async fn open_of_month(
    tx: &mut Tx,
    of_month: i64,
    month: i64,
    after: MessageId,
    limit: i64,
) -> StoreResult<Vec<Line>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM billing_lines
         WHERE month = $1 AND id > $2 AND of_month = $3 AND open = 1 ORDER BY id LIMIT $4"
    );
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(month)
        .bind(after.0)
        .bind(of_month)
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

/// Whether an account has entries in a month that came after `after`.
pub async fn booked_after(tx: &mut Tx, account: &str, month: i64, after: MessageId) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar::<_, i64>(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM billing_lines WHERE month = $1 AND id > $2 AND account_id = $3",
        )
        .bind(month)
        .bind(after.0)
        .bind(account)
        .fetch_one(c)
        .await
    })? > 0)
}
