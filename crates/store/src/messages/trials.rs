//! Messages that somebody sent to try whether sending works.

use domain::message::{delivery::State, id::MessageId};
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// How far a test came, in epoch milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of messages, named as in the migration")]
pub struct TrialRecord {
    pub accepted_at: Option<i64>,
    pub sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    pub read_at: Option<i64>,
    pub played_at: Option<i64>,
}

/// Notes that a message is a test.
pub async fn note(tx: &mut Tx, message: MessageId) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("INSERT INTO test_messages (message) VALUES ($1)")
            .bind(message.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Forgets up to `limit` tests older than `before` whose message is no longer kept.
pub async fn forget(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "DELETE FROM test_messages WHERE message IN (
                 SELECT t.message FROM test_messages t WHERE t.message < $1
                   AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = t.message)
                 ORDER BY t.message LIMIT $2)",
        )
        .bind(before.0)
        .bind(limit)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?)
}

// CROSS JOIN, so that SQLite begins with the few tests and not with every
// message that has arrived.
const FURTHEST: &str = "SELECT m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.played_at \
                        FROM test_messages t CROSS JOIN messages m \
                        WHERE m.id = t.message AND m.state IN ($1, $2, $3, $4, $5) \
                        ORDER BY m.state DESC, m.id DESC LIMIT 1";

/// The test that came furthest, of several the newest; none that failed or
/// that the partner has not taken.
pub async fn furthest(tx: &mut Tx) -> StoreResult<Option<TrialRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(FURTHEST)
            .bind(State::Accepted.code())
            .bind(State::Sent.code())
            .bind(State::Delivered.code())
            .bind(State::Read.code())
            .bind(State::Played.code())
            .fetch_optional(c)
            .await
    })?)
}

#[cfg(test)]
mod tests {
    use super::FURTHEST;
    use crate::{Engine, testing::TestDb};

    #[tokio::test]
    async fn the_tests_are_read_and_not_every_message() {
        let plan = TestDb::new(Engine::Sqlite).await.plan(FURTHEST).await;
        assert!(plan.iter().any(|step| step.starts_with("SCAN t")), "{plan:#?}");
        assert!(
            plan.iter()
                .any(|step| step.starts_with("SEARCH m USING INTEGER PRIMARY KEY")),
            "{plan:#?}"
        );
    }
}
