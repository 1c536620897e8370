//! Taking events back, so that their delivery is processed once more.

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use super::{event_list::EventFilter, events::EventState};
use crate::{
    bulk::{change, list, pieces},
    db::Tx,
    error::StoreResult,
    messages::wheres::{Value, Wheres, bind_all},
};

/// An event that did not have its effect, and whose delivery is still kept.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OpenEvent {
    /// Its id.
    pub id: i64,
    /// What makes two events the same.
    pub key: String,
    /// Its delivery.
    pub delivery: i64,
}

// The states are named twice, so that the index of what is open can be used.
const OPEN: &str = "SELECT e.id, e.key, e.delivery FROM webhook_events e \
                    JOIN webhook_deliveries d ON d.id = e.delivery \
                    WHERE e.state <> 1 AND e.state IN (2, 3, 4)";

/// Events that are parked, unknown or dead and match, oldest first.
pub async fn open(tx: &mut Tx, filter: &EventFilter, limit: i64) -> StoreResult<Vec<OpenEvent>> {
    let mut wheres = Wheres::default();
    if let Some(state) = filter.state {
        wheres.and("e.state =", Value::Int(state.code()));
    }
    if let Some(field) = &filter.field {
        wheres.and("e.field =", Value::Text(field.clone()));
    }
    if let Some(wamid) = &filter.wamid {
        wheres.and("e.wamid =", Value::Text(wamid.clone()));
    }
    let size = wheres.next(Value::Int(limit));
    let sql = format!("{OPEN}{} ORDER BY e.id LIMIT {size}", wheres.sql);
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// One event, if it did not have its effect.
pub async fn one(tx: &mut Tx, id: MessageId) -> StoreResult<Option<OpenEvent>> {
    let sql = format!("{OPEN} AND e.id = $1");
    Ok(on!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(c)
            .await
    })?)
}

/// Forgets these events and lets their deliveries wait again.
pub async fn take_back(tx: &mut Tx, events: &[OpenEvent]) -> StoreResult<()> {
    let ids: Vec<i64> = events.iter().map(|event| event.id).collect();
    let mut deliveries: Vec<i64> = events.iter().map(|event| event.delivery).collect();
    deliveries.sort_unstable();
    deliveries.dedup();
    change(tx, "DELETE FROM webhook_events WHERE state <> 1 AND id IN", &ids).await?;
    change(
        tx,
        "UPDATE webhook_deliveries SET state = 0, problem = NULL WHERE id IN",
        &deliveries,
    )
    .await?;
    Ok(())
}

/// How many events with these keys had their effect by now.
pub async fn settled(tx: &mut Tx, keys: &[String]) -> StoreResult<u64> {
    let mut done = 0;
    for piece in pieces(keys) {
        let sql = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_events WHERE state = {} AND key IN {}",
            EventState::Processed.code(),
            list(piece.len(), 1)
        );
        let n: i64 = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            for key in piece {
                query = query.bind(key);
            }
            query.fetch_one(c).await
        })?;
        done += u64::try_from(n).unwrap_or(0);
    }
    Ok(done)
}
