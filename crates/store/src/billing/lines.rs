//! Writing the ledger. Entries are added; of those that are there, only `open`
//! ever changes.

use std::collections::HashMap;

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{change, pieces, placeholders, rows_for},
    db::Tx,
    error::StoreResult,
};

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of billing_lines, described in the migration")]
pub struct Line {
    pub id: i64,
    pub message: i64,
    pub charge: i64,
    pub entry: i64,
    pub quantity: i64,
    pub open: i64,
    pub reverses: Option<i64>,
    pub why: String,
    pub booked_at: i64,
    pub month: i64,
    pub of_month: i64,
    pub day: i64,
    pub at: i64,
    pub tenant: i64,
    pub number: i64,
    pub account_id: String,
    pub regime: String,
    pub reason: String,
    pub market: String,
    pub category: String,
    pub template: String,
    pub card: String,
    pub currency: String,
    pub rate_micros: Option<i64>,
    pub amount_micros: Option<i64>,
    pub allowance: i64,
}

/// Columns of [`Line`].
pub(super) const COLUMNS: &str = "id, message, charge, entry, quantity, open, reverses, why, booked_at, month, of_month,
    day, at, tenant, number, account_id, regime, reason, market, category, template, card, currency, rate_micros,
    amount_micros, allowance";
const WIDTH: usize = 26;

/// Adds entries.
pub async fn insert(tx: &mut Tx, rows: &[Line]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO billing_lines ({COLUMNS}) VALUES {}",
            placeholders(piece.len(), WIDTH)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for line in piece {
                query = query
                    .bind(line.id)
                    .bind(line.message)
                    .bind(line.charge)
                    .bind(line.entry)
                    .bind(line.quantity)
                    .bind(line.open)
                    .bind(line.reverses)
                    .bind(&line.why)
                    .bind(line.booked_at)
                    .bind(line.month)
                    .bind(line.of_month)
                    .bind(line.day)
                    .bind(line.at)
                    .bind(line.tenant)
                    .bind(line.number)
                    .bind(&line.account_id)
                    .bind(&line.regime)
                    .bind(&line.reason)
                    .bind(&line.market)
                    .bind(&line.category)
                    .bind(&line.template)
                    .bind(&line.card)
                    .bind(&line.currency)
                    .bind(line.rate_micros)
                    .bind(line.amount_micros)
                    .bind(line.allowance);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Notes that reversals answer these entries.
pub async fn shut(tx: &mut Tx, ids: &[i64]) -> StoreResult<()> {
    change(tx, "UPDATE billing_lines SET open = 0 WHERE id IN", ids).await?;
    Ok(())
}

/// The entries in force of these messages.
pub async fn open_of(tx: &mut Tx, messages: &[i64]) -> StoreResult<Vec<Line>> {
    Ok(rows_for!(
        tx,
        messages,
        Line,
        "SELECT {COLUMNS} FROM billing_lines WHERE open = 1 AND message IN {}"
    ))
}

/// How many messages of a number's month are counted against its free
/// allowance, whether they fit into it (`allowance` 1) or not (2).
pub async fn counted(tx: &mut Tx, number: i64, of_month: i64, allowance: i64) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM billing_lines
             WHERE number = $1 AND of_month = $2 AND allowance = $3 AND open = 1 AND allowance > 0",
        )
        .bind(number)
        .bind(of_month)
        .bind(allowance)
        .fetch_one(c)
        .await
    })?)
}

/// The last `limit` entries that fit into the allowance, latest first.
pub async fn last_inside(tx: &mut Tx, number: i64, of_month: i64, limit: i64) -> StoreResult<Vec<Line>> {
    edge(tx, (number, of_month, 1, limit), "ORDER BY at DESC, message DESC").await
}

/// The first `limit` entries beyond the allowance, earliest first.
pub async fn first_beyond(tx: &mut Tx, number: i64, of_month: i64, limit: i64) -> StoreResult<Vec<Line>> {
    edge(tx, (number, of_month, 2, limit), "ORDER BY at, message").await
}

async fn edge(tx: &mut Tx, key: (i64, i64, i64, i64), order: &'static str) -> StoreResult<Vec<Line>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM billing_lines
         WHERE number = $1 AND of_month = $2 AND allowance = $3 AND open = 1 AND allowance > 0 {order} LIMIT $4"
    );
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(key.0)
        .bind(key.1)
        .bind(key.2)
        .bind(key.3)
        .fetch_all(c)
        .await)?)
}

/// Makes other writers of the ledger wait until this transaction ends. SQLite
/// has one writer anyway.
pub async fn lock(tx: &mut Tx) -> StoreResult<()> {
    if let Tx::Postgres(tx) = tx {
        // Any constant will do; this one is only used here.
        sqlx::query("SELECT pg_advisory_xact_lock(8270108)")
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// An entry by its id.
pub async fn get(tx: &mut Tx, id: MessageId) -> StoreResult<Option<Line>> {
    let sql = format!("SELECT {COLUMNS} FROM billing_lines WHERE id = $1");
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(id.0)
        .fetch_optional(c)
        .await)?)
}

/// Every entry about a message, in order.
pub async fn of_message(tx: &mut Tx, message: i64) -> StoreResult<Vec<Line>> {
    let sql = format!("SELECT {COLUMNS} FROM billing_lines WHERE message = $1 ORDER BY charge, entry");
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(message)
        .fetch_all(c)
        .await)?)
}

/// The numbers of the last entries about these messages, by message and charge;
/// one that never had an entry is not among them.
pub async fn last_entries(tx: &mut Tx, messages: &[i64]) -> StoreResult<HashMap<(i64, i64), i64>> {
    let found = rows_for!(
        tx,
        messages,
        (i64, i64, i64),
        "SELECT message, charge, MAX(entry) FROM billing_lines WHERE message IN {} GROUP BY message, charge"
    );
    Ok(found
        .into_iter()
        .map(|(message, charge, entry)| ((message, charge), entry))
        .collect())
}
