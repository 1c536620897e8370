//! Finding what has to be priced again.

use domain::message::id::MessageId;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// What somebody asked to be priced again, and how far it has been noted.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of billing_again, described in the migration")]
pub struct Again {
    pub id: i64,
    pub account_id: Option<String>,
    pub currency: Option<String>,
    pub from_day: i64,
    pub stage: i64,
    pub after_id: i64,
}

/// Asks for it.
pub async fn ask(tx: &mut Tx, again: &Again) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_again (id, account_id, currency, from_day, stage, after_id)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(again.id)
        .bind(&again.account_id)
        .bind(&again.currency)
        .bind(again.from_day)
        .bind(again.stage)
        .bind(again.after_id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// What was asked for first.
pub async fn first(tx: &mut Tx) -> StoreResult<Option<Again>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, account_id, currency, from_day, stage, after_id FROM billing_again ORDER BY id LIMIT 1",
        )
        .fetch_optional(c)
        .await
    })?)
}

/// Notes how far it is; `false` when that is no longer where `again` was.
pub async fn advance(tx: &mut Tx, again: &Again, stage: i64, after: i64) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE billing_again SET stage = $4, after_id = $5 WHERE id = $1 AND stage = $2 AND after_id = $3",
        )
        .bind(again.id)
        .bind(again.stage)
        .bind(again.after_id)
        .bind(stage)
        .bind(after)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Everything has been noted; `false` when that is no longer where `again` was.
pub async fn done(tx: &mut Tx, again: &Again) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM billing_again WHERE id = $1 AND stage = $2 AND after_id = $3")
            .bind(again.id)
            .bind(again.stage)
            .bind(again.after_id)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Up to `limit` messages of an account with an entry in force about `from_day`
/// or later, after `after`.
pub async fn of_account(
    tx: &mut Tx,
    account: &str,
    from_day: i64,
    after: MessageId,
    limit: i64,
) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT message FROM billing_lines
             WHERE account_id = $1 AND day >= $2 AND open = 1 AND message > $3 ORDER BY message LIMIT $4",
        )
        .bind(account)
        .bind(from_day)
        .bind(after.0)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// The same by the currency of the entries.
pub async fn of_currency(
    tx: &mut Tx,
    currency: &str,
    from_day: i64,
    after: MessageId,
    limit: i64,
) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT message FROM billing_lines
             WHERE currency = $1 AND day >= $2 AND open = 1 AND message > $3 ORDER BY message LIMIT $4",
        )
        .bind(currency)
        .bind(from_day)
        .bind(after.0)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Up to `limit` messages with a number of an account that cost nothing at Meta
/// but may at a partner: customers' own, and those that failed. After `after`,
/// in the order of their ids.
pub async fn free_at_meta(tx: &mut Tx, account: &str, after: MessageId, limit: i64) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT m.id FROM messages m JOIN short_ids s ON s.no = m.number JOIN numbers n ON n.id = s.id
             WHERE n.account_id = $1 AND m.id > $2 AND (m.direction = 0 OR m.failed_at IS NOT NULL)
             ORDER BY m.id LIMIT $3",
        )
        .bind(account)
        .bind(after.0)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}
