//! Events as people and programs list them.
//!
//! A delivery that could not be read has no events; it is listed as one dead
//! event of its own, so that nothing that arrived is missing from the list.

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use super::events::EventState;
use crate::{
    db::Tx,
    error::StoreResult,
    messages::wheres::{Value, Wheres, bind_all},
};

/// What a delivery that could not be read is called in the list, in place of an event's `what`.
pub const UNREADABLE: &str = "unreadable";

/// An event in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct EventRow {
    /// Its id.
    pub id: i64,
    /// Its delivery.
    pub delivery: i64,
    /// Where it is in the delivery.
    pub pointer: String,
    /// When it came.
    pub received_at: i64,
    /// Its own time.
    pub at: i64,
    /// Meta's field; empty for a delivery that could not be read.
    pub field: String,
    /// What it is.
    pub what: String,
    /// WABA concerned.
    pub waba_id: Option<String>,
    /// Number concerned.
    pub phone_number_id: Option<String>,
    /// Message concerned.
    pub wamid: Option<String>,
    /// What became of it; see [`EventState::code`].
    pub state: i64,
    /// In a stable word with an id.
    pub outcome: String,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// Which events to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Only this field.
    pub field: Option<String>,
    /// Only this state.
    pub state: Option<EventState>,
    /// Only about this message.
    pub wamid: Option<String>,
}

/// The field of most events; its index would hold nearly every row.
const COMMON: &str = "messages";

const EVENTS: &str = "SELECT id, delivery, pointer, received_at, at, field, what, waba_id, phone_number_id, wamid, \
                      state, outcome, problem FROM webhook_events WHERE 1 = 1";

// The columns of EVENTS, in their order and types.
const UNREAD: &str = "SELECT id, id AS delivery, '' AS pointer, received_at, received_at AS at, '' AS field, \
                      'unreadable' AS what, CAST(NULL AS TEXT) AS waba_id, CAST(NULL AS TEXT) AS phone_number_id, \
                      CAST(NULL AS TEXT) AS wamid, CAST(4 AS BIGINT) AS state, '' AS outcome, problem \
                      FROM webhook_deliveries WHERE state <> 1 AND state = 2";

/// Lists events, newest first, below `before` when given.
pub async fn list(
    tx: &mut Tx,
    filter: &EventFilter,
    before: Option<MessageId>,
    limit: i64,
) -> StoreResult<Vec<EventRow>> {
    let below = before.map_or(i64::MAX, |id| id.0);
    let mut wheres = Wheres::default();
    wheres.and("id <", Value::Int(below));
    if let Some(field) = &filter.field {
        // Named, so that the index of the rarer fields can be used.
        if field != COMMON {
            wheres.and_fixed("field <> 'messages'");
        }
        wheres.and("field =", Value::Text(field.clone()));
    }
    if let Some(state) = filter.state {
        // Named, so that the index of what is open can be used.
        if state != EventState::Processed {
            wheres.and_fixed("state <> 1");
        }
        wheres.and("state =", Value::Int(state.code()));
    }
    if let Some(wamid) = &filter.wamid {
        wheres.and("wamid =", Value::Text(wamid.clone()));
    }
    let all = filter.field.is_none()
        && filter.wamid.is_none()
        && filter.state.is_none_or(|state| state == EventState::Dead);
    let unread = if all {
        format!(
            " UNION ALL SELECT * FROM ({UNREAD} AND id < {}) AS unread",
            wheres.next(Value::Int(below))
        )
    } else {
        String::new()
    };
    let size = wheres.next(Value::Int(limit));
    let sql = format!("{EVENTS}{}{unread} ORDER BY id DESC LIMIT {size}", wheres.sql);
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// One event, or a delivery that could not be read.
pub async fn get(tx: &mut Tx, id: MessageId) -> StoreResult<Option<EventRow>> {
    let sql = format!("{EVENTS} AND id = $1 UNION ALL SELECT * FROM ({UNREAD} AND id = $1) AS unread");
    Ok(on!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(c)
            .await
    })?)
}

/// How many events wait, are unknown or are dead.
pub async fn open_counts(tx: &mut Tx) -> StoreResult<Vec<(i64, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT state, CAST(COUNT(*) AS BIGINT) FROM webhook_events WHERE state <> 1 GROUP BY state ORDER BY state",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Fields of which there are events beside `messages`, in alphabetical order.
pub async fn rare_fields(tx: &mut Tx) -> StoreResult<Vec<String>> {
    // Steps from one field to the next along the index instead of reading every row.
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "WITH RECURSIVE f(field) AS (
                 SELECT MIN(field) FROM webhook_events WHERE field <> 'messages'
                 UNION ALL
                 SELECT (SELECT MIN(e.field) FROM webhook_events e WHERE e.field <> 'messages' AND e.field > f.field)
                 FROM f WHERE f.field IS NOT NULL
             )
             SELECT field FROM f WHERE field IS NOT NULL",
        )
        .fetch_all(c)
        .await
    })?)
}
