//! Phone numbers as Meta lists them.

pub mod list;
pub mod sync;

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// What decides whether a number may be assigned, archived or made the default.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NumberState {
    /// Our id.
    pub id: String,
    /// The WABA.
    pub account_id: String,
    /// Meta's id.
    pub phone_number_id: String,
    /// As Meta writes it.
    pub display: String,
    /// In E.164.
    pub e164: Option<String>,
    /// Name that customers see.
    pub verified_name: String,
    /// Meta's status.
    pub status: String,
    /// Last sync that listed it.
    pub seen_at: i64,
    /// Since when Meta no longer lists it.
    pub vanished_at: Option<i64>,
    /// Since when it is archived.
    pub archived_at: Option<i64>,
    /// Last message in or out.
    pub last_used_at: Option<i64>,
    /// When its WABA was disconnected.
    pub disconnected_at: Option<i64>,
    /// Last health answer of its WABA, as JSON.
    pub account_health: Option<String>,
    /// 1 when it is the platform's default number.
    pub is_default: i64,
}

macro_rules! states {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.account_id, n.phone_number_id, n.display, n.e164, n.verified_name, n.status, n.seen_at,
                    n.vanished_at, n.archived_at, n.last_used_at, acc.disconnected_at, acc.health AS account_health,
                    CAST(CASE WHEN n.id = (SELECT value FROM settings WHERE name = 'default_number')
                              THEN 1 ELSE 0 END AS BIGINT) AS is_default
             FROM numbers n JOIN accounts acc ON acc.id = n.account_id ",
            $rest
        )
    };
}

/// One number.
pub async fn state(tx: &mut Tx, id: &str) -> StoreResult<Option<NumberState>> {
    Ok(on!(tx, |c| sqlx::query_as(states!("WHERE n.id = $1"))
        .bind(id)
        .fetch_optional(c)
        .await)?)
}

/// One number by Meta's id.
pub async fn state_by_phone_number_id(tx: &mut Tx, id: &str) -> StoreResult<Option<NumberState>> {
    Ok(on!(tx, |c| sqlx::query_as(states!(
        "WHERE n.phone_number_id = $1"
    ))
    .bind(id)
    .fetch_optional(c)
    .await)?)
}

/// Every number that is neither archived nor missing from its WABA.
pub async fn in_pool(tx: &mut Tx) -> StoreResult<Vec<NumberState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(states!(
            "WHERE n.archived_at IS NULL AND n.vanished_at IS NULL ORDER BY n.id"
        ))
        .fetch_all(c)
        .await
    })?)
}

/// The platform's default number.
pub async fn default_state(tx: &mut Tx) -> StoreResult<Option<NumberState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(states!(
            "WHERE n.id = (SELECT value FROM settings WHERE name = 'default_number')"
        ))
        .fetch_optional(c)
        .await
    })?)
}

/// Archives a number or takes it back.
pub async fn set_archived(
    tx: &mut Tx,
    id: &str,
    archived_at: Option<Millis>,
    now: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE numbers SET archived_at = $2, updated_at = $3 WHERE id = $1")
            .bind(id)
            .bind(archived_at.map(|at| at.0))
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Something that changed upstream.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HistoryRecord {
    /// When we learnt of it.
    pub at: i64,
    /// What changed.
    pub field: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// `sync` or `webhook`.
    pub source: String,
}

/// What changed upstream, newest first.
pub async fn history(tx: &mut Tx, id: &str, limit: i64) -> StoreResult<Vec<HistoryRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT at, field, before, after, source FROM number_history WHERE number_id = $1
             ORDER BY at DESC, field LIMIT $2",
        )
        .bind(id)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Remembers a change. A second one of the same field in the same millisecond
/// keeps the first "before".
pub async fn add_history(tx: &mut Tx, id: &str, row: &HistoryRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO number_history (number_id, at, field, before, after, source) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (number_id, at, field) DO UPDATE SET after = excluded.after",
        )
        .bind(id)
        .bind(row.at)
        .bind(&row.field)
        .bind(&row.before)
        .bind(&row.after)
        .bind(&row.source)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Meta's last answer about a number.
pub async fn raw(tx: &mut Tx, id: &str) -> StoreResult<Option<String>> {
    let row: Option<(Option<String>,)> =
        on!(tx, |c| sqlx::query_as("SELECT raw FROM numbers WHERE id = $1")
            .bind(id)
            .fetch_optional(c)
            .await)?;
    Ok(row.and_then(|(raw,)| raw))
}
