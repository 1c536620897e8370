//! What stands still because everything sent through it would fail.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A stop.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StopRecord {
    /// `account:<id>` or `number:<id>`.
    pub scope: String,
    /// The account concerned.
    pub account_id: String,
    /// Since when.
    pub since: i64,
    /// The partner's code.
    pub code: i64,
    /// The partner's words.
    pub detail: String,
    /// The partner's trace id.
    pub trace: Option<String>,
}

/// A stop with what decides whether its cause is over.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StopState {
    /// The stop.
    #[sqlx(flatten)]
    pub stop: StopRecord,
    /// Name of the account.
    pub account_name: String,
    /// The number, for people; only of a stop of one number.
    pub display: Option<String>,
    /// When the account got its token.
    pub token_set_at: Option<i64>,
    /// The account's last health answer, JSON.
    pub health: Option<String>,
    /// When that was.
    pub health_at: Option<i64>,
    /// Status of the number that stands still.
    pub number_status: Option<String>,
    /// When that was read.
    pub number_seen_at: Option<i64>,
}

/// Stops a scope; `false` when it already was.
pub async fn raise(tx: &mut Tx, stop: &StopRecord) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO sending_stops (scope, account_id, since, code, detail, trace) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (scope) DO NOTHING",
        )
        .bind(&stop.scope)
        .bind(&stop.account_id)
        .bind(stop.since)
        .bind(stop.code)
        .bind(&stop.detail)
        .bind(&stop.trace)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Ends a stop that began at `since`; `false` when it was another one or none.
pub async fn clear(tx: &mut Tx, scope: &str, since: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM sending_stops WHERE scope = $1 AND since = $2")
            .bind(scope)
            .bind(since.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Notes that somebody or something ended a stop.
pub async fn note_end(tx: &mut Tx, scope: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO stops_ended (scope, at) VALUES ($1, $2)
             ON CONFLICT (scope) DO UPDATE SET at = excluded.at WHERE excluded.at > stops_ended.at",
        )
        .bind(scope)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Whether a stop of this scope was ended after `at`.
pub async fn ended_after(tx: &mut Tx, scope: &str, at: Millis) -> StoreResult<bool> {
    let ended: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar("SELECT at FROM stops_ended WHERE scope = $1 AND at > $2")
            .bind(scope)
            .bind(at.0)
            .fetch_optional(c)
            .await
    })?;
    Ok(ended.is_some())
}

/// Every stop, oldest first.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<StopState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.scope, s.account_id, s.since, s.code, s.detail, s.trace, a.name AS account_name,
                    n.display, a.token_set_at, a.health, a.health_at, n.status AS number_status,
                    n.seen_at AS number_seen_at
             FROM sending_stops s JOIN accounts a ON a.id = s.account_id
             LEFT JOIN numbers n ON s.scope = 'number:' || n.id
             ORDER BY s.since, s.scope",
        )
        .fetch_all(c)
        .await
    })?)
}

/// What stops a number, if anything does; the account's stop first.
pub async fn of_number(tx: &mut Tx, account: &str, number: &str) -> StoreResult<Option<StopRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT scope, account_id, since, code, detail, trace FROM sending_stops
             WHERE scope = 'account:' || $1 OR scope = 'number:' || $2 ORDER BY scope LIMIT 1",
        )
        .bind(account)
        .bind(number)
        .fetch_optional(c)
        .await
    })?)
}
