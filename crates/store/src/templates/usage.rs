//! How templates are used, from the messages.

use domain::{message::id::MessageId, time::DAY};
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// Messages of one template, bakery, day and state.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct UsageCell {
    /// Short id of the bakery.
    pub tenant: i64,
    /// Days since 2020-01-01 UTC, the epoch of message ids.
    pub day: i64,
    /// `domain::message::State::code`.
    pub state: i64,
    /// How many.
    pub count: i64,
}

/// What was asked to be sent with a template of an account since `from`.
pub async fn of_template(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    from: MessageId,
) -> StoreResult<Vec<UsageCell>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT m.tenant, (m.id >> 22) / $5 AS day, m.state, CAST(COUNT(*) AS BIGINT) AS count
             FROM messages m
             JOIN short_ids s ON s.no = m.number
             JOIN numbers n ON n.id = s.id AND n.account_id = $1
             WHERE m.template = $2 AND m.language = $3 AND m.id >= $4 AND m.direction = 1
             GROUP BY m.tenant, (m.id >> 22) / $5, m.state",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .bind(from.0)
        .bind(DAY)
        .fetch_all(c)
        .await
    })?)
}

/// Names of bakeries by their short ids.
pub async fn tenant_names(tx: &mut Tx) -> StoreResult<Vec<(i64, String, String)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.no, t.id, t.name FROM short_ids s JOIN tenants t ON t.id = s.id WHERE s.kind = 'tenant'",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Who asked for messages of a template, by the name of key, person or job.
pub async fn sources(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    from: MessageId,
) -> StoreResult<Vec<(String, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT m.source, CAST(COUNT(*) AS BIGINT)
             FROM messages m
             JOIN short_ids s ON s.no = m.number
             JOIN numbers n ON n.id = s.id AND n.account_id = $1
             WHERE m.template = $2 AND m.language = $3 AND m.id >= $4 AND m.direction = 1
             GROUP BY m.source ORDER BY 2 DESC, 1",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .bind(from.0)
        .fetch_all(c)
        .await
    })?)
}

/// Templates that a bakery has sent since `from`: name, language, how many, newest message.
pub async fn of_tenant(
    tx: &mut Tx,
    tenant: i64,
    from: MessageId,
) -> StoreResult<Vec<(String, String, i64, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT template, language, CAST(COUNT(*) AS BIGINT), MAX(id)
             FROM messages
             WHERE tenant = $1 AND id >= $2 AND template IS NOT NULL AND language IS NOT NULL AND direction = 1
             GROUP BY template, language ORDER BY 4 DESC",
        )
        .bind(tenant)
        .bind(from.0)
        .fetch_all(c)
        .await
    })?)
}

/// How many messages were asked for with a template of an account since `from`.
pub async fn sent(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    from: MessageId,
) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM messages m
             JOIN short_ids s ON s.no = m.number
             JOIN numbers n ON n.id = s.id AND n.account_id = $1
             WHERE m.template = $2 AND m.language = $3 AND m.id >= $4 AND m.direction = 1",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .bind(from.0)
        .fetch_one(c)
        .await
    })?)
}

/// The same for a name in all its languages.
pub async fn sent_of_name(tx: &mut Tx, account: &str, name: &str, from: MessageId) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM messages m
             JOIN short_ids s ON s.no = m.number
             JOIN numbers n ON n.id = s.id AND n.account_id = $1
             WHERE m.template = $2 AND m.id >= $3 AND m.direction = 1",
        )
        .bind(account)
        .bind(name)
        .bind(from.0)
        .fetch_one(c)
        .await
    })?)
}

/// Utility messages of an account that arrived since a day (from 1970-01-01), and
/// with how many templates. Read from the ledger's sums by day, so that no message
/// is looked at; `month` is the first month in which they can have been booked.
pub async fn utility(tx: &mut Tx, account: &str, month: i64, day: i64) -> StoreResult<(i64, i64)> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT CAST(COALESCE(SUM(d.messages), 0) AS BIGINT), CAST(COUNT(DISTINCT d.template) AS BIGINT)
             FROM billing_days d
             JOIN short_ids s ON s.no = d.number
             JOIN numbers n ON n.id = s.id AND n.account_id = $1
             WHERE d.month >= $2 AND d.day >= $3 AND d.charge = 1 AND d.category = 'utility' AND d.template <> ''
               AND d.messages <> 0",
        )
        .bind(account)
        .bind(month)
        .bind(day)
        .fetch_one(c)
        .await
    })?)
}
