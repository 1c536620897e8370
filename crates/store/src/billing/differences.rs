//! Where Meta's word on a price differs from ours.

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use super::sums::Whose;
use crate::{
    bulk::{change, pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

/// One message whose price Meta describes differently.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_differences, described in the migration"
)]
pub struct Difference {
    pub message: i64,
    pub month: i64,
    pub tenant: i64,
    pub number: i64,
    pub kinds: String,
    pub expected_category: String,
    pub said_category: String,
    pub expected_type: String,
    pub said_type: String,
    pub said_model: String,
    pub amount_micros: i64,
    pub noted_at: i64,
}

const COLUMNS: &str =
    "message, month, tenant, number, kinds, expected_category, said_category, expected_type, said_type,
    said_model, amount_micros, noted_at";

/// Says what is known about these messages now: those in `rows` differ, the
/// others of `messages` do not.
pub async fn replace(tx: &mut Tx, messages: &[i64], rows: &[Difference]) -> StoreResult<()> {
    change(tx, "DELETE FROM billing_differences WHERE message IN", messages).await?;
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO billing_differences ({COLUMNS}) VALUES {}",
            placeholders(piece.len(), 12)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in piece {
                query = query
                    .bind(row.message)
                    .bind(row.month)
                    .bind(row.tenant)
                    .bind(row.number)
                    .bind(&row.kinds)
                    .bind(&row.expected_category)
                    .bind(&row.said_category)
                    .bind(&row.expected_type)
                    .bind(&row.said_type)
                    .bind(&row.said_model)
                    .bind(row.amount_micros)
                    .bind(row.noted_at);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Up to `limit` differences of a month before `before`, newest first.
pub async fn page(
    tx: &mut Tx,
    whose: Whose,
    month: i64,
    before: MessageId,
    limit: i64,
) -> StoreResult<Vec<Difference>> {
    let (first, last) = whose.bounds();
    let sql = format!(
        "SELECT {COLUMNS} FROM billing_differences
         WHERE month = $1 AND tenant >= $2 AND tenant <= $3 AND message < $4 ORDER BY message DESC LIMIT $5"
    );
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(month)
        .bind(first)
        .bind(last)
        .bind(before.0)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// A month's differences added up: which, from what to what, how many, and
/// what they come to.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_differences, described in the migration"
)]
pub struct DifferenceSum {
    pub kinds: String,
    pub expected_category: String,
    pub said_category: String,
    pub expected_type: String,
    pub said_type: String,
    pub messages: i64,
    pub amount_micros: i64,
}

/// Adds a month's differences up.
pub async fn sums(tx: &mut Tx, whose: Whose, month: i64) -> StoreResult<Vec<DifferenceSum>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT kinds, expected_category, said_category, expected_type, said_type,
                    CAST(COUNT(*) AS BIGINT) AS messages, CAST(SUM(amount_micros) AS BIGINT) AS amount_micros
             FROM billing_differences WHERE month = $1 AND tenant >= $2 AND tenant <= $3
             GROUP BY kinds, expected_category, said_category, expected_type, said_type ORDER BY COUNT(*) DESC, kinds",
        )
        .bind(month)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}
