//! What Meta's `pricing_analytics` answered, by account and month.

use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

/// One point of Meta's answer.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_analytics, described in the migration"
)]
pub struct Point {
    pub account_id: String,
    pub month: i64,
    pub day: i64,
    pub phone: String,
    pub country: String,
    pub category: String,
    pub kind: String,
    pub tier: String,
    pub volume: i64,
    pub cost_micros: i64,
}

/// When a month was pulled last, and how that went.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of billing_pulls, described in the migration")]
pub struct Pull {
    pub account_id: String,
    pub month: i64,
    pub at: i64,
    pub rows: i64,
    pub problem: Option<String>,
}

/// Puts an answer in place of the one before. Points of the same key are added
/// up: Meta may cut a day into pieces.
pub async fn replace(tx: &mut Tx, account_id: &str, month: i64, points: &[Point]) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(
        "DELETE FROM billing_analytics WHERE account_id = $1 AND month = $2"
    )
    .bind(account_id)
    .bind(month)
    .execute(c)
    .await
    .map(|_| ()))?;
    for piece in pieces(&merged(points)) {
        let sql = format!(
            "INSERT INTO billing_analytics (account_id, month, day, phone, country, category, kind, tier, volume,
                                            cost_micros)
             VALUES {}",
            placeholders(piece.len(), 10)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for point in piece {
                query = query
                    .bind(&point.account_id)
                    .bind(point.month)
                    .bind(point.day)
                    .bind(&point.phone)
                    .bind(&point.country)
                    .bind(&point.category)
                    .bind(&point.kind)
                    .bind(&point.tier)
                    .bind(point.volume)
                    .bind(point.cost_micros);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

fn merged(points: &[Point]) -> Vec<Point> {
    let mut out: std::collections::BTreeMap<_, Point> = std::collections::BTreeMap::new();
    for point in points {
        let key = (
            point.day,
            point.phone.clone(),
            point.country.clone(),
            point.category.clone(),
            point.kind.clone(),
            point.tier.clone(),
        );
        match out.get_mut(&key) {
            Some(known) => {
                known.volume += point.volume;
                known.cost_micros += point.cost_micros;
            }
            None => {
                out.insert(key, point.clone());
            }
        }
    }
    out.into_values().collect()
}

/// Notes an attempt to pull.
pub async fn note_pull(tx: &mut Tx, pull: &Pull) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_pulls (account_id, month, at, rows, problem) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (account_id, month) DO UPDATE SET at = excluded.at, rows = excluded.rows,
                 problem = excluded.problem",
        )
        .bind(&pull.account_id)
        .bind(pull.month)
        .bind(pull.at)
        .bind(pull.rows)
        .bind(&pull.problem)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The last pull of a month.
pub async fn pull(tx: &mut Tx, account_id: &str, month: i64) -> StoreResult<Option<Pull>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT account_id, month, at, rows, problem FROM billing_pulls WHERE account_id = $1 AND month = $2",
        )
        .bind(account_id)
        .bind(month)
        .fetch_optional(c)
        .await
    })?)
}

/// What Meta answered about a month.
pub async fn points(tx: &mut Tx, account_id: &str, month: i64) -> StoreResult<Vec<Point>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT account_id, month, day, phone, country, category, kind, tier, volume, cost_micros
             FROM billing_analytics WHERE account_id = $1 AND month = $2
             ORDER BY day, phone, country, category, kind, tier",
        )
        .bind(account_id)
        .bind(month)
        .fetch_all(c)
        .await
    })?)
}
