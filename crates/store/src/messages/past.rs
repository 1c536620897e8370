//! Messages that are over, written many at once: the demo's past.

use domain::{
    message::{
        delivery::{Facts, State},
        id::MessageId,
    },
    time::Millis,
};
use sqlx::AssertSqlSafe;

use super::incoming::{INBOUND, OUTBOUND};
use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

/// A message as it ended.
#[derive(Debug, Clone)]
pub struct PastMessage {
    /// Its id.
    pub id: MessageId,
    /// Short id of the bakery.
    pub tenant: i64,
    /// Short id of the number.
    pub number: i64,
    /// The customer.
    pub contact: i64,
    /// Meta's type.
    pub kind: &'static str,
    /// Meta's id.
    pub wamid: String,
    /// Asked for, or written by the customer.
    pub at: Millis,
    /// Start of its text.
    pub preview: String,
    /// The message, JSON.
    pub content: String,
    /// Template name.
    pub template: Option<String>,
    /// Template language.
    pub language: Option<String>,
    /// Category that was asked for.
    pub asked_category: Option<String>,
    /// Category as priced.
    pub category: Option<String>,
    /// What Meta said about the price, JSON.
    pub pricing: Option<String>,
    /// Meta's code of why it failed.
    pub error_code: Option<i64>,
    /// Why it failed, JSON.
    pub errors: Option<String>,
    /// Who asked for it; empty for customers' own.
    pub source: String,
    /// What became of it; `None` for a customer's own.
    pub facts: Option<Facts>,
}

/// Stores messages, leaving out those whose wamid is known. Answers the ids of
/// the stored ones.
pub async fn insert(tx: &mut Tx, rows: &[PastMessage]) -> StoreResult<Vec<i64>> {
    let mut stored = Vec::with_capacity(rows.len());
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, wamid, at, preview, content,
                                   template, language, asked_category, category, pricing, error_code, errors, source,
                                   queued_at, handed_at, accepted_at, sent_at, delivered_at, read_at, failed_at)
             VALUES {} ON CONFLICT (wamid) DO NOTHING RETURNING id",
            placeholders(piece.len(), 26)
        );
        let ids: Vec<i64> = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            for row in piece {
                let facts = row.facts.clone().unwrap_or_default();
                let (direction, state, delivered) = match &row.facts {
                    None => (INBOUND, State::Received, Some(row.at.0)),
                    Some(facts) => (OUTBOUND, facts.state(), facts.delivered_at.map(|t| t.0)),
                };
                query = query
                    .bind(row.id.0)
                    .bind(row.tenant)
                    .bind(row.number)
                    .bind(row.contact)
                    .bind(direction)
                    .bind(state.code())
                    .bind(row.kind)
                    .bind(&row.wamid)
                    .bind(row.at.0)
                    .bind(&row.preview)
                    .bind(&row.content)
                    .bind(&row.template)
                    .bind(&row.language)
                    .bind(&row.asked_category)
                    .bind(&row.category)
                    .bind(&row.pricing)
                    .bind(row.error_code)
                    .bind(&row.errors)
                    .bind(&row.source)
                    .bind(facts.queued_at.map(|t| t.0))
                    .bind(facts.handed_at.map(|t| t.0))
                    .bind(facts.accepted_at.map(|t| t.0))
                    .bind(facts.sent_at.map(|t| t.0))
                    .bind(delivered)
                    .bind(facts.read_at.map(|t| t.0))
                    .bind(facts.failed_at.map(|t| t.0));
            }
            query.fetch_all(c).await
        })?;
        stored.extend(ids);
    }
    Ok(stored)
}
