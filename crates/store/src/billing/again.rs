//! Finding what has to be priced again.

use domain::message::id::MessageId;

use crate::{db::Tx, error::StoreResult};

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
