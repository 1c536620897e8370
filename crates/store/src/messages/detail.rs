//! One message with everything that is known about it.

use domain::message::delivery::Facts;
use domain::{message::id::MessageId, time::Millis};
use sqlx::FromRow;

use super::log::Reach;
use crate::{bulk::rows_for, db::Tx, error::StoreResult, webhooks::events::EventState};

/// A message with all that is stored about it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of messages and contacts, named as in the migration"
)]
pub struct DetailRecord {
    pub id: i64,
    pub tenant: i64,
    pub number: i64,
    pub contact: Option<i64>,
    pub direction: i64,
    pub state: i64,
    pub kind: String,
    pub wamid: Option<String>,
    pub at: i64,
    pub preview: String,
    pub content: String,
    pub template: Option<String>,
    pub language: Option<String>,
    pub category: Option<String>,
    pub reply_to: Option<String>,
    pub source: String,
    pub error_code: Option<i64>,
    pub errors: Option<String>,
    pub pricing: Option<String>,
    pub trace: Option<String>,
    pub attempts: i64,
    pub queued_at: Option<i64>,
    pub held_at: Option<i64>,
    pub dropped_at: Option<i64>,
    pub handed_at: Option<i64>,
    pub unanswered_at: Option<i64>,
    pub accepted_at: Option<i64>,
    pub refused_at: Option<i64>,
    pub sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    pub read_at: Option<i64>,
    pub played_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub phone: Option<String>,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub name: Option<String>,
}

impl DetailRecord {
    /// What is known about its way.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            queued_at: self.queued_at.map(Millis),
            held_at: self.held_at.map(Millis),
            dropped_at: self.dropped_at.map(Millis),
            handed_at: self.handed_at.map(Millis),
            unanswered_at: self.unanswered_at.map(Millis),
            accepted_at: self.accepted_at.map(Millis),
            refused_at: self.refused_at.map(Millis),
            sent_at: self.sent_at.map(Millis),
            delivered_at: self.delivered_at.map(Millis),
            read_at: self.read_at.map(Millis),
            played_at: self.played_at.map(Millis),
            failed_at: self.failed_at.map(Millis),
        }
    }
}

/// One message, if it is within reach.
pub async fn get(tx: &mut Tx, reach: Reach, id: MessageId) -> StoreResult<Option<DetailRecord>> {
    let found: Option<DetailRecord> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT m.id, m.tenant, m.number, m.contact, m.direction, m.state, m.kind, m.wamid, m.at, m.preview,
                    m.content, m.template, m.language, m.category, m.reply_to, m.source, m.error_code, m.errors,
                    m.pricing, m.trace, m.attempts, m.queued_at, m.held_at, m.dropped_at, m.handed_at,
                    m.unanswered_at, m.accepted_at, m.refused_at, m.sent_at, m.delivered_at, m.read_at, m.played_at,
                    m.failed_at, c.phone, c.wa_id, c.user_id, c.name
             FROM messages m LEFT JOIN contacts c ON c.id = m.contact
             WHERE m.id = $1 AND m.tenant BETWEEN $2 AND $3",
        )
        .bind(id.0)
        .bind(span(reach).0)
        .bind(span(reach).1)
        .fetch_optional(c)
        .await
    })?;
    Ok(found)
}

/// The short ids within reach, as a range.
pub(super) const fn span(reach: Reach) -> (i64, i64) {
    match reach {
        Reach::Everyone => (0, i64::MAX),
        Reach::Tenant(no) => (no, no),
    }
}

/// An event about a message, and where its bytes are.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of webhook_events, named as in the migration")]
pub struct EventOfMessage {
    pub delivery: i64,
    pub pointer: String,
    pub received_at: i64,
    pub at: i64,
    pub what: String,
}

/// What Meta reported about a message, in the order in which it came. Ask only
/// for messages within reach: events know no bakery. Dead ones are left out:
/// they have the message's id by mistake and may be somebody else's.
pub async fn events(tx: &mut Tx, wamid: &str, limit: i64) -> StoreResult<Vec<EventOfMessage>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT delivery, pointer, received_at, at, what FROM webhook_events
             WHERE wamid = $1 AND state <> $3 ORDER BY id LIMIT $2",
        )
        .bind(wamid)
        .bind(limit)
        .bind(EventState::Dead.code())
        .fetch_all(c)
        .await
    })?)
}

/// What messages say, by id: the JSON as sent or received. Ids are those of a
/// list that was read within reach.
pub async fn contents(tx: &mut Tx, ids: &[i64]) -> StoreResult<Vec<(i64, String)>> {
    Ok(rows_for!(
        tx,
        ids,
        (i64, String),
        "SELECT id, content FROM messages WHERE id IN {}"
    ))
}

/// Which of these messages somebody sent again, each with the message that
/// replaces it. Ids are those of a list that was read within reach.
pub async fn sent_again(tx: &mut Tx, ids: &[i64]) -> StoreResult<Vec<(i64, MessageId)>> {
    let found = rows_for!(
        tx,
        ids,
        (i64, i64),
        "SELECT resend_of, id FROM messages WHERE resend_of IN {} ORDER BY id"
    );
    Ok(found
        .into_iter()
        .map(|(old, new)| (old, MessageId(new)))
        .collect())
}
