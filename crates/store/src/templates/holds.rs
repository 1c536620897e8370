//! Templates whose sending waits until somebody accepts their new price.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of template_holds, described in the migration"
)]
pub struct HoldRecord {
    pub account_id: String,
    pub name: String,
    pub language: String,
    pub since: i64,
    pub by_name: String,
    pub from_category: String,
    pub to_category: String,
}

/// Holds a template; `false` when it was held already.
pub async fn raise(tx: &mut Tx, hold: &HoldRecord) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO template_holds (account_id, name, language, since, by_name, from_category, to_category)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(&hold.account_id)
        .bind(&hold.name)
        .bind(&hold.language)
        .bind(hold.since)
        .bind(&hold.by_name)
        .bind(&hold.from_category)
        .bind(&hold.to_category)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// The hold of a template.
pub async fn of(tx: &mut Tx, account: &str, name: &str, language: &str) -> StoreResult<Option<HoldRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT account_id, name, language, since, by_name, from_category, to_category FROM template_holds
             WHERE account_id = $1 AND name = $2 AND language = $3",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .fetch_optional(c)
        .await
    })?)
}

/// Ends a hold; `false` when there was none.
pub async fn end(tx: &mut Tx, account: &str, name: &str, language: &str) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM template_holds WHERE account_id = $1 AND name = $2 AND language = $3")
            .bind(account)
            .bind(name)
            .bind(language)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// When messages in the queue are due while their template is held: 2100, later
/// than any of them lives.
const HELD_UNTIL: i64 = 4_102_444_800_000;

/// Keeps what waits in the queue with this template from leaving.
pub async fn stop_queue(tx: &mut Tx, hold: &HoldRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE outbox SET due_at = $4
             WHERE taken_by IS NULL AND message IN (
                 SELECT o.message FROM outbox o
                 JOIN messages m ON m.id = o.message
                 JOIN short_ids s ON s.no = o.number
                 JOIN numbers n ON n.id = s.id
                 WHERE n.account_id = $1 AND m.template = $2 AND m.language = $3)",
        )
        .bind(&hold.account_id)
        .bind(&hold.name)
        .bind(&hold.language)
        .bind(HELD_UNTIL)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Lets what waits in the queue with this template leave.
pub async fn release_queue(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    now: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE outbox SET due_at = $4
             WHERE due_at = $5 AND message IN (
                 SELECT o.message FROM outbox o
                 JOIN messages m ON m.id = o.message
                 JOIN short_ids s ON s.no = o.number
                 JOIN numbers n ON n.id = s.id
                 WHERE n.account_id = $1 AND m.template = $2 AND m.language = $3)",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .bind(now.0)
        .bind(HELD_UNTIL)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
