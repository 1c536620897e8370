//! People whom a portfolio has written to first within 24 hours. Meta counts
//! them for all numbers of the portfolio together (sources §0.2).

use domain::{
    message::{delivery::State, id::MessageId},
    time::Millis,
};
use sqlx::FromRow;

use crate::{
    bulk,
    db::{Engine, Tx},
    error::StoreResult,
    messages::incoming::OUTBOUND,
};

/// How many people a bakery has written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Used {
    /// Short id of the bakery.
    pub tenant: i64,
    /// People.
    pub people: i64,
}

/// People written to after `after`, by bakery.
pub async fn used(tx: &mut Tx, portfolio: &str, after: Millis) -> StoreResult<Vec<Used>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT tenant, CAST(COUNT(*) AS BIGINT) AS people FROM daily_recipients
             WHERE portfolio = $1 AND at > $2 GROUP BY tenant",
        )
        .bind(portfolio)
        .bind(after.0)
        .fetch_all(c)
        .await
    })?)
}

/// Whether this person was written to after `after`: they do not count again.
pub async fn counted(tx: &mut Tx, portfolio: &str, person: &str, after: Millis) -> StoreResult<bool> {
    let found: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar("SELECT at FROM daily_recipients WHERE portfolio = $1 AND person = $2 AND at > $3")
            .bind(portfolio)
            .bind(person)
            .bind(after.0)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Bakeries that share the limit: those that are on and have a number of the portfolio.
pub async fn sharers(tx: &mut Tx, portfolio: &str) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM assignments o
             JOIN tenants t ON t.id = o.tenant_id JOIN numbers n ON n.id = o.number_id
             JOIN accounts a ON a.id = n.account_id
             WHERE o.to_at IS NULL AND t.status = 'active' AND t.whatsapp_enabled
               AND COALESCE(a.portfolio_id, 'account:' || a.id) = $1",
        )
        .bind(portfolio)
        .fetch_one(c)
        .await
    })?)
}

/// Waits until nobody else holds a portfolio's limit, and holds it until the
/// transaction ends. On SQLite the transaction itself keeps others away.
pub async fn hold(tx: &mut Tx, portfolio: &str) -> StoreResult<()> {
    if tx.engine() == Engine::Postgres {
        on!(tx, |c| {
            sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(portfolio)
                .execute(c)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}

/// Counts a person from `at` on, unless they already count.
pub async fn note(
    tx: &mut Tx,
    portfolio: &str,
    person: &str,
    tenant: i64,
    message: MessageId,
    at: Millis,
    after: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO daily_recipients (portfolio, person, tenant, message, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (portfolio, person) DO UPDATE
             SET tenant = excluded.tenant, message = excluded.message, at = excluded.at
             WHERE daily_recipients.at <= $6",
        )
        .bind(portfolio)
        .bind(person)
        .bind(tenant)
        .bind(message.0)
        .bind(at.0)
        .bind(after.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Gives back what a message that was not sent has taken. If something else was
/// written to the same person since, they still count, from then on. To be asked
/// when the message's own end is stored.
pub async fn give_back(tx: &mut Tx, message: MessageId) -> StoreResult<()> {
    let rows: Vec<(String, String, i64)> = on!(tx, |c| {
        sqlx::query_as("SELECT portfolio, person, at FROM daily_recipients WHERE message = $1")
            .bind(message.0)
            .fetch_all(c)
            .await
    })?;
    for (portfolio, person, since) in &rows {
        match another(tx, (portfolio, person), message, Millis(*since)).await? {
            Some((id, tenant, at)) => on!(tx, |c| {
                sqlx::query(
                    "UPDATE daily_recipients SET message = $4, tenant = $5, at = $6
                     WHERE portfolio = $1 AND person = $2 AND message = $3",
                )
                .bind(portfolio)
                .bind(person)
                .bind(message.0)
                .bind(id)
                .bind(tenant)
                .bind(at)
                .execute(c)
                .await
                .map(|_| ())
            })?,
            None => on!(tx, |c| {
                sqlx::query(
                    "DELETE FROM daily_recipients WHERE portfolio = $1 AND person = $2 AND message = $3",
                )
                .bind(portfolio)
                .bind(person)
                .bind(message.0)
                .execute(c)
                .await
                .map(|_| ())
            })?,
        }
    }
    Ok(())
}

/// The first template since `since`, besides `message`, that left or may leave for
/// this person through a number of the portfolio: id, bakery and time. Text goes
/// to those who wrote themselves, and they do not count.
async fn another(
    tx: &mut Tx,
    (portfolio, person): (&str, &str),
    message: MessageId,
    since: Millis,
) -> StoreResult<Option<(i64, i64, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT m.id, m.tenant, m.at FROM contacts c
             JOIN messages m ON m.contact = c.id
             JOIN short_ids s ON s.no = m.number JOIN numbers n ON n.id = s.id
             JOIN accounts a ON a.id = n.account_id
             WHERE (c.match_key = $2 OR c.user_id = $2) AND m.id >= $3 AND m.id <> $8 AND m.direction = $4
               AND m.kind = 'template' AND m.state NOT IN ($5, $6, $7)
               AND COALESCE(a.portfolio_id, 'account:' || a.id) = $1
             ORDER BY m.id LIMIT 1",
        )
        .bind(portfolio)
        .bind(person)
        .bind(MessageId::first_of(since).0)
        .bind(OUTBOUND)
        .bind(State::Held.code())
        .bind(State::Dropped.code())
        .bind(State::Failed.code())
        .bind(message.0)
        .fetch_optional(c)
        .await
    })?)
}

/// Forgets up to `limit` people who were written to before `before`, but nobody
/// who is written to again at this moment.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> StoreResult<u64> {
    bulk::oldest(
        tx,
        "DELETE FROM daily_recipients WHERE at <= $1 AND (portfolio, person) IN (
             SELECT portfolio, person FROM daily_recipients WHERE at <= $1 ORDER BY at LIMIT $2)",
        before.0,
        limit,
    )
    .await
}
