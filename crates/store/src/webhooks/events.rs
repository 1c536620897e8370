//! Events: each message, status or change that was found inside a delivery,
//! once. The unique `key` is what makes repeated deliveries harmless.

use std::collections::{HashMap, HashSet};

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{self, pieces, placeholders, rows_for},
    db::Tx,
    error::StoreResult,
};

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventState {
    /// It had its effect, or needs none.
    Processed,
    /// It is about a message that is not known yet, and waits for it.
    Parked,
    /// It is of a kind that this version does not know; kept and shown.
    Unknown,
    /// It could not be read.
    Dead,
}

impl EventState {
    /// Every state, in the order of the pills.
    pub const ALL: [Self; 4] = [Self::Processed, Self::Parked, Self::Unknown, Self::Dead];

    /// The number stored.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Processed => 1,
            Self::Parked => 2,
            Self::Unknown => 3,
            Self::Dead => 4,
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The word used in URLs and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Processed => "processed",
            Self::Parked => "parked",
            Self::Unknown => "unknown",
            Self::Dead => "dead",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// An event to be stored.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its id; sorts with its delivery.
    pub id: MessageId,
    /// Its delivery.
    pub delivery: i64,
    /// JSON pointer into the delivery's body.
    pub pointer: String,
    /// When the delivery came.
    pub received_at: Millis,
    /// The event's own time.
    pub at: Millis,
    /// Meta's field.
    pub field: String,
    /// What it is, for example `status:delivered`.
    pub what: String,
    /// What makes two events the same.
    pub key: String,
    /// WABA concerned.
    pub waba_id: Option<String>,
    /// Number concerned.
    pub phone_number_id: Option<String>,
    /// Message concerned.
    pub wamid: Option<String>,
    /// What becomes of it, as far as that is known when it is stored.
    pub state: EventState,
    /// What became of it: a stable word with an id.
    pub outcome: String,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// Stores events; answers the keys of those that were not known before.
pub async fn insert_new(tx: &mut Tx, rows: &[NewEvent]) -> StoreResult<HashSet<String>> {
    let mut fresh = HashSet::with_capacity(rows.len());
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO webhook_events (id, delivery, pointer, received_at, at, field, what, key, waba_id,
                                         phone_number_id, wamid, state, outcome, problem)
             VALUES {} ON CONFLICT (key) DO NOTHING RETURNING key",
            placeholders(piece.len(), 14)
        );
        let keys: Vec<String> = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            for row in piece {
                query = query
                    .bind(row.id.0)
                    .bind(row.delivery)
                    .bind(&row.pointer)
                    .bind(row.received_at.0)
                    .bind(row.at.0)
                    .bind(&row.field)
                    .bind(&row.what)
                    .bind(&row.key)
                    .bind(&row.waba_id)
                    .bind(&row.phone_number_id)
                    .bind(&row.wamid)
                    .bind(row.state.code())
                    .bind(&row.outcome)
                    .bind(&row.problem);
            }
            query.fetch_all(c).await
        })?;
        fresh.extend(keys);
    }
    Ok(fresh)
}

/// Which number each of these events is about, by key; only those that name one.
pub async fn numbers_of(tx: &mut Tx, keys: &[String]) -> StoreResult<HashMap<String, String>> {
    let found = rows_for!(
        tx,
        keys,
        (String, String),
        "SELECT key, phone_number_id FROM webhook_events WHERE phone_number_id IS NOT NULL AND key IN {}"
    );
    Ok(found.into_iter().collect())
}

/// Where these events are, by key: delivery and JSON pointer into its body.
pub async fn places_of(tx: &mut Tx, keys: &[String]) -> StoreResult<Vec<(String, i64, String)>> {
    Ok(rows_for!(
        tx,
        keys,
        (String, i64, String),
        "SELECT key, delivery, pointer FROM webhook_events WHERE key IN {}"
    ))
}

/// Notes what became of events, by key.
pub async fn settle(tx: &mut Tx, rows: &[(String, EventState, String)]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "UPDATE webhook_events SET state = v.column2, outcome = v.column3
             FROM (VALUES {}) AS v WHERE webhook_events.key = v.column1",
            placeholders(piece.len(), 3)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (key, state, outcome) in piece {
                query = query.bind(key).bind(state.code()).bind(outcome);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// An event that waits for its message.
#[derive(Debug, Clone, FromRow)]
pub struct ParkedEvent {
    /// Its key.
    pub key: String,
    /// Its delivery.
    pub delivery: i64,
    /// Where it is in the delivery.
    pub pointer: String,
    /// The message it waits for.
    pub wamid: String,
}

/// Events that wait for any of these messages.
pub async fn parked_for(tx: &mut Tx, wamids: &[String]) -> StoreResult<Vec<ParkedEvent>> {
    Ok(rows_for!(
        tx,
        wamids,
        ParkedEvent,
        "SELECT key, delivery, pointer, wamid FROM webhook_events WHERE state = 2 AND wamid IN {} ORDER BY id"
    ))
}

// The state is named twice in these, so that the index of what is open can be used.
const KNOWN: &str = "SELECT e.key, e.delivery, e.pointer, e.wamid FROM webhook_events e \
                     JOIN messages m ON m.wamid = e.wamid AND m.direction = 1 \
                     WHERE e.state <> 1 AND e.state = 2 ORDER BY e.id LIMIT $1";
const FOREIGN: &str = "UPDATE webhook_events SET state = 1, outcome = 'noted' WHERE id IN ( \
                           SELECT e.id FROM webhook_events e WHERE e.state <> 1 AND e.state = 2 AND e.id < $1 \
                             AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.wamid = e.wamid AND m.direction = 1) \
                           ORDER BY e.id LIMIT $2)";

/// Parked events whose message is known by now, oldest first.
pub async fn parked_and_known(tx: &mut Tx, limit: i64) -> StoreResult<Vec<ParkedEvent>> {
    Ok(on!(tx, |c| sqlx::query_as(KNOWN).bind(limit).fetch_all(c).await)?)
}

/// Lets up to `limit` parked events wait no longer that came before `before`
/// and whose message is not known: another system has sent it. They are kept,
/// as events that have no effect here.
pub async fn settle_foreign(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    bulk::oldest(tx, FOREIGN, before.0, limit).await
}

#[cfg(test)]
mod tests {
    use super::{FOREIGN, KNOWN};
    use crate::{Engine, testing::TestDb};

    #[tokio::test]
    async fn what_waits_is_found_without_reading_what_had_its_effect() {
        let test = TestDb::new(Engine::Sqlite).await;
        for sql in [KNOWN, FOREIGN] {
            let plan = test.plan(sql).await;
            assert!(!plan.is_empty());
            assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:#?}");
        }
    }
}
