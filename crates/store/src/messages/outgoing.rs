//! Messages to customers, from the moment they are asked for.

use domain::{
    message::{delivery::Facts, id::MessageId},
    time::Millis,
};
use sqlx::FromRow;

use super::incoming::OUTBOUND;
use crate::{bulk::rows_for, contacts::Contact, db::Tx, error::StoreResult, locks};

/// A message to be stored.
#[derive(Debug, Clone)]
pub struct NewOutgoing {
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
    /// When it was asked for.
    pub at: Millis,
    /// Start of its text, for lists.
    pub preview: String,
    /// The message in Meta's form, JSON.
    pub content: String,
    /// Template name.
    pub template: Option<String>,
    /// Template language.
    pub language: Option<String>,
    /// Category of the template.
    pub category: Option<String>,
    /// Meta's id of the message that it answers.
    pub reply_to: Option<String>,
    /// Who asked for it.
    pub source: String,
    /// The message that is sent again.
    pub resend_of: Option<MessageId>,
    /// Queued or held.
    pub facts: Facts,
}

/// Stores a message.
pub async fn insert(tx: &mut Tx, row: &NewOutgoing) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, preview, content, template,
                                   language, category, asked_category, reply_to, source, resend_of, queued_at, held_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17, $18)",
        )
        .bind(row.id.0)
        .bind(row.tenant)
        .bind(row.number)
        .bind(row.contact)
        .bind(OUTBOUND)
        .bind(row.facts.state().code())
        .bind(row.kind)
        .bind(row.at.0)
        .bind(&row.preview)
        .bind(&row.content)
        .bind(&row.template)
        .bind(&row.language)
        .bind(&row.category)
        .bind(&row.reply_to)
        .bind(&row.source)
        .bind(row.resend_of.map(|id| id.0))
        .bind(row.facts.queued_at.map(|t| t.0))
        .bind(row.facts.held_at.map(|t| t.0))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Everything that handing a message over needs.
#[derive(Debug, Clone, FromRow)]
pub struct Handover {
    /// Its id.
    pub id: i64,
    /// Short id of the bakery.
    pub tenant: i64,
    /// Short id of the number.
    pub number: i64,
    /// The customer.
    pub contact: i64,
    /// The record that the customer's was merged into, or theirs.
    pub person: i64,
    /// The message in Meta's form, JSON.
    pub content: String,
    /// Meta's id of the message that it answers.
    pub reply_to: Option<String>,
    /// Calls before this one.
    pub attempts: i64,
    /// E.164 of the customer.
    pub phone: Option<String>,
    /// Business-scoped user id of the customer.
    pub user_id: Option<String>,
    /// Our id of the number.
    pub number_id: String,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Our id of the account.
    pub account_id: String,
    /// Template name.
    pub template: Option<String>,
    /// Template language.
    pub language: Option<String>,
    /// Category of the template.
    pub category: Option<String>,
}

/// What handing these messages over needs, in the order of their ids.
pub async fn handovers(tx: &mut Tx, ids: &[i64]) -> StoreResult<Vec<Handover>> {
    Ok(rows_for!(
        tx,
        ids,
        Handover,
        "SELECT m.id, m.tenant, m.number, c.id AS contact, COALESCE(c.merged_into, c.id) AS person,
                    m.content, m.reply_to, m.attempts, c.phone, c.user_id,
                    n.id AS number_id, n.phone_number_id, n.account_id, m.template, m.language, m.asked_category AS category
             FROM messages m JOIN contacts c ON c.id = m.contact
             JOIN short_ids s ON s.no = m.number JOIN numbers n ON n.id = s.id
             WHERE m.id IN {} ORDER BY m.id"
    ))
}

/// Makes other transactions that change these messages wait until this one ends.
/// What concerns the outbox or nudges as well is locked there before.
pub async fn lock(tx: &mut Tx, ids: &[i64]) -> StoreResult<()> {
    locks::hold(tx, ("messages", "id"), ids).await
}

/// A call to the partner that has ended.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The message.
    pub message: MessageId,
    /// Which call, from 1.
    pub no: i64,
    /// Handed over.
    pub at: Millis,
    /// Answered or given up.
    pub ended_at: Millis,
    /// `accepted`, `refused`, `not_sent`, `unknown` or `waits`.
    pub outcome: &'static str,
    /// The partner's error code.
    pub code: Option<i64>,
    /// The partner's trace id.
    pub trace: Option<String>,
    /// The partner's words, or ours.
    pub detail: String,
}

/// Notes a call that has ended.
pub async fn note_attempt(tx: &mut Tx, attempt: &Attempt) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO message_attempts (message, no, at, ended_at, outcome, code, trace, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (message, no) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome,
                 code = excluded.code, trace = excluded.trace, detail = excluded.detail",
        )
        .bind(attempt.message.0)
        .bind(attempt.no)
        .bind(attempt.at.0)
        .bind(attempt.ended_at.0)
        .bind(attempt.outcome)
        .bind(attempt.code)
        .bind(&attempt.trace)
        .bind(&attempt.detail)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    on!(tx, |c| {
        sqlx::query("UPDATE messages SET attempts = $2, trace = COALESCE($3, trace) WHERE id = $1")
            .bind(attempt.message.0)
            .bind(attempt.no)
            .bind(&attempt.trace)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// A call to the partner, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of message_attempts, described in the migration"
)]
pub struct AttemptRecord {
    pub no: i64,
    pub at: i64,
    pub ended_at: i64,
    pub outcome: String,
    pub code: Option<i64>,
    pub trace: Option<String>,
    pub detail: String,
}

/// The calls that a message took, in order. Ask only for messages within reach.
pub async fn attempts(tx: &mut Tx, message: MessageId) -> StoreResult<Vec<AttemptRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT no, at, ended_at, outcome, code, trace, detail FROM message_attempts WHERE message = $1 ORDER BY no",
        )
        .bind(message.0)
        .fetch_all(c)
        .await
    })?)
}

/// A stored message, as sending it again needs it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of messages and contacts, described in the migrations"
)]
pub struct OutgoingRecord {
    pub id: i64,
    pub tenant_id: String,
    pub kind: String,
    pub content: String,
    pub reply_to: Option<String>,
    pub phone: Option<String>,
    pub user_id: Option<String>,
    pub name: String,
}

/// An outgoing message with its customer.
pub async fn get(tx: &mut Tx, id: MessageId) -> StoreResult<Option<OutgoingRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT m.id, s.id AS tenant_id, m.kind, m.content, m.reply_to, c.phone, c.user_id, c.name
             FROM messages m JOIN short_ids s ON s.no = m.tenant JOIN contacts c ON c.id = m.contact
             WHERE m.id = $1 AND m.direction = 1",
        )
        .bind(id.0)
        .fetch_optional(c)
        .await
    })?)
}

/// Who would send for a bakery, and everything known about it.
#[derive(Debug, Clone, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of tenants, numbers and accounts, described in the migrations"
)]
pub struct Sender {
    pub tenant_name: String,
    pub tenant_status: String,
    pub whatsapp_enabled: bool,
    pub switched_at: Option<i64>,
    pub switched_by: Option<String>,
    /// 1 when the number is the bakery's own.
    pub own: i64,
    pub since: Option<i64>,
    pub number_id: Option<String>,
    pub phone_number_id: Option<String>,
    pub display: Option<String>,
    pub e164: Option<String>,
    pub verified_name: Option<String>,
    pub number_status: Option<String>,
    pub seen_at: Option<i64>,
    pub vanished_at: Option<i64>,
    pub archived_at: Option<i64>,
    pub account_id: Option<String>,
    pub account_name: Option<String>,
    pub portfolio: Option<String>,
    pub messaging_limit: Option<String>,
    pub has_token: i64,
    pub token_set_at: Option<i64>,
    pub token_checked_at: Option<i64>,
    pub token_problem: Option<String>,
    pub health: Option<String>,
    pub health_at: Option<i64>,
    pub templates_at: Option<i64>,
    pub disconnected_at: Option<i64>,
    pub stop_since: Option<i64>,
    pub stop_code: Option<i64>,
    pub stop_detail: Option<String>,
}

/// Who would send for a bakery: its own number, else the default one.
pub async fn sender(tx: &mut Tx, tenant: &str) -> StoreResult<Option<Sender>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT t.name AS tenant_name, t.status AS tenant_status, t.whatsapp_enabled, t.switched_at, t.switched_by,
                    CAST(CASE WHEN o.id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS own, o.from_at AS since,
                    n.id AS number_id, n.phone_number_id, n.display, n.e164, n.verified_name,
                    n.status AS number_status, n.seen_at, n.vanished_at, n.archived_at,
                    a.id AS account_id, a.name AS account_name,
                    COALESCE(a.portfolio_id, 'account:' || a.id) AS portfolio,
                    COALESCE(a.messaging_limit, n.messaging_limit) AS messaging_limit,
                    CAST(CASE WHEN a.token IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_token,
                    a.token_set_at, a.token_checked_at, a.token_problem, a.health, a.health_at, a.templates_at,
                    a.disconnected_at, s.since AS stop_since, s.code AS stop_code, s.detail AS stop_detail
             FROM tenants t
             LEFT JOIN assignments o ON o.tenant_id = t.id AND o.to_at IS NULL
             LEFT JOIN numbers n
                    ON n.id = COALESCE(o.number_id, (SELECT value FROM settings WHERE name = 'default_number'))
             LEFT JOIN accounts a ON a.id = n.account_id
             LEFT JOIN sending_stops s ON s.scope = 'account:' || a.id OR s.scope = 'number:' || n.id
             WHERE t.id = $1 ORDER BY s.since LIMIT 1",
        )
        .bind(tenant)
        .fetch_optional(c)
        .await
    })?)
}

/// A customer's record, if it is this bakery's. Follows merges.
pub async fn contact(tx: &mut Tx, tenant: i64, id: i64) -> StoreResult<Option<Contact>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, tenant, match_key, phone, wa_id, user_id, name, username FROM contacts
             WHERE tenant = $1 AND id = (SELECT COALESCE(merged_into, id) FROM contacts WHERE id = $2)",
        )
        .bind(tenant)
        .bind(id)
        .fetch_optional(c)
        .await
    })?)
}

/// Notes that these numbers were used.
pub async fn note_use(tx: &mut Tx, number: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE numbers SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)")
            .bind(number)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
