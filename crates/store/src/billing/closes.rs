//! Months that were signed off.

use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A month of an account that was signed off.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_closes, described in the migration"
)]
pub struct CloseRecord {
    pub account_id: String,
    pub month: i64,
    pub closed_at: i64,
    pub closed_by: String,
    pub note: String,
    pub lines: i64,
    pub total_micros: i64,
    pub currency: String,
    pub lines_hash: String,
    pub evidence: String,
}

const COLUMNS: &str =
    "account_id, month, closed_at, closed_by, note, lines, total_micros, currency, lines_hash, evidence";

/// Closes a month; `false` when it already was.
pub async fn insert(tx: &mut Tx, close: &CloseRecord) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_closes (account_id, month, closed_at, closed_by, note, lines, total_micros, currency,
                                         lines_hash, evidence)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (account_id, month) DO NOTHING",
        )
        .bind(&close.account_id)
        .bind(close.month)
        .bind(close.closed_at)
        .bind(&close.closed_by)
        .bind(&close.note)
        .bind(close.lines)
        .bind(close.total_micros)
        .bind(&close.currency)
        .bind(&close.lines_hash)
        .bind(&close.evidence)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// The sign-off of a month.
pub async fn get(tx: &mut Tx, account_id: &str, month: i64) -> StoreResult<Option<CloseRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM billing_closes WHERE account_id = $1 AND month = $2");
    Ok(on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(account_id)
        .bind(month)
        .fetch_optional(c)
        .await)?)
}

/// Every account and month that is closed.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<(String, i64)>> {
    Ok(on!(tx, |c| sqlx::query_as(
        "SELECT account_id, month FROM billing_closes ORDER BY account_id, month"
    )
    .fetch_all(c)
    .await)?)
}
