//! How many messages there are in each state.
//!
//! Counting millions of rows takes too long for a page, so triggers keep a
//! summary by bakery, hour and state (migration 0005). A range of ids is
//! counted from the whole hours inside it; what is left at its two ends is
//! counted from the messages themselves, so the answer is always exact.

use domain::{
    message::id::{EPOCH, MessageId},
    time::{HOUR, Millis},
};
use sqlx::AssertSqlSafe;

use super::{
    log::{LogFilter, Reach},
    wheres::{Wheres, bind_all},
};
use crate::{
    db::{Engine, Tx},
    error::StoreResult,
};

/// A state's code and how many messages are in it.
pub type StateCount = (i64, i64);

/// Counts by state; the filter's own state is left out of account. Uses the
/// summary, so only reach and range may be set beside it
/// ([`LogFilter::is_summed_up`]).
pub async fn summed(tx: &mut Tx, filter: &LogFilter) -> StoreResult<Vec<StateCount>> {
    let from = filter.from.at();
    let first = hour_at_or_after(from, filter.from);
    let last = filter.to.map_or(i64::MAX, |to| hour_of(to.at()));
    if first >= last {
        return counted(tx, filter).await;
    }
    let mut counts = hours(tx, filter.reach, first, last).await?;
    let edges = [
        (filter.from, start_of(first)),
        (start_of(last), filter.to.unwrap_or(MessageId(i64::MAX))),
    ];
    for (from, to) in edges {
        if from < to && from != MessageId(i64::MAX) {
            let edge = LogFilter {
                from,
                to: Some(to),
                ..filter.clone()
            };
            for (state, n) in counted(tx, &edge).await? {
                match counts.iter_mut().find(|(known, _)| *known == state) {
                    Some((_, sum)) => *sum += n,
                    None => counts.push((state, n)),
                }
            }
        }
    }
    counts.sort_unstable();
    Ok(counts)
}

/// The whole hours from `first` to before `last`.
async fn hours(tx: &mut Tx, reach: Reach, first: i64, last: i64) -> StoreResult<Vec<StateCount>> {
    let sql = match reach {
        Reach::Tenant(_) => {
            "SELECT state, CAST(SUM(n) AS BIGINT) AS n FROM message_counts
             WHERE tenant = $3 AND hour >= $1 AND hour < $2 GROUP BY state HAVING SUM(n) <> 0"
        }
        // One look at the index for each bakery, instead of reading the years before.
        Reach::Everyone => {
            "SELECT c.state, CAST(SUM(c.n) AS BIGINT) AS n
             FROM (SELECT no FROM short_ids WHERE kind = 'tenant' UNION ALL SELECT $3) AS s
             CROSS JOIN message_counts c
             WHERE c.tenant = s.no AND c.hour >= $1 AND c.hour < $2 GROUP BY c.state HAVING SUM(c.n) <> 0"
        }
    };
    let tenant = match reach {
        Reach::Tenant(no) => no,
        Reach::Everyone => 0,
    };
    Ok(on!(tx, |c| sqlx::query_as(sql)
        .bind(first)
        .bind(last)
        .bind(tenant)
        .fetch_all(c)
        .await)?)
}

/// Counts by state from the messages themselves; the filter's own state is left
/// out of account.
pub async fn counted(tx: &mut Tx, filter: &LogFilter) -> StoreResult<Vec<StateCount>> {
    let wheres = Wheres::of(&LogFilter {
        state: None,
        ..filter.clone()
    });
    let sql = format!(
        "SELECT m.state, CAST(COUNT(*) AS BIGINT) FROM messages m WHERE 1 = 1{} GROUP BY m.state ORDER BY m.state",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// Short ids of all that have counts of their own: every bakery, and nobody's.
pub async fn owners(tx: &mut Tx) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(0 AS BIGINT) AS no UNION ALL SELECT no FROM short_ids WHERE kind = 'tenant' ORDER BY no",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Makes a bakery's part of the summary small again: adds up what PostgreSQL
/// appended, drops what became zero. Counts do not change. Answers how many rows
/// went away. One bakery at a time, so that nobody waits for long.
pub async fn compact(tx: &mut Tx, tenant: i64) -> StoreResult<u64> {
    let sql = match tx.engine() {
        Engine::Sqlite => "DELETE FROM message_counts WHERE tenant = $1 AND n = 0",
        Engine::Postgres => {
            "WITH parts AS (
                 DELETE FROM message_counts WHERE tenant = $1 AND (hour, state) IN (
                     SELECT hour, state FROM message_counts WHERE tenant = $1
                     GROUP BY 1, 2 HAVING COUNT(*) > 1 OR SUM(n) = 0)
                 RETURNING tenant, hour, state, n)
             INSERT INTO message_counts (tenant, hour, state, n)
             SELECT tenant, hour, state, SUM(n) FROM parts GROUP BY 1, 2, 3 HAVING SUM(n) <> 0"
        }
    };
    Ok(on!(tx, |c| sqlx::query(sql)
        .bind(tenant)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?)
}

/// The hour that an instant lies in.
const fn hour_of(at: Millis) -> i64 {
    at.since(Millis(EPOCH)).div_euclid(HOUR)
}

/// The first id of an hour.
fn start_of(hour: i64) -> MessageId {
    if hour == i64::MAX {
        MessageId(i64::MAX)
    } else {
        MessageId::first_of(Millis(EPOCH).plus(hour.saturating_mul(HOUR)))
    }
}

/// The first hour that begins at `id` or later.
fn hour_at_or_after(at: Millis, id: MessageId) -> i64 {
    let hour = hour_of(at);
    if start_of(hour) >= id { hour } else { hour + 1 }
}
