//! Messages from customers.

use std::collections::HashSet;

use domain::{
    message::{delivery::State, id::MessageId},
    time::{Millis, SECOND},
};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders, rows_for},
    contacts::Identity,
    db::Tx,
    error::StoreResult,
};

/// Direction of a message from a customer.
pub const INBOUND: i64 = 0;
/// Direction of a message to a customer.
pub const OUTBOUND: i64 = 1;

/// A message from a customer.
#[derive(Debug, Clone)]
pub struct NewIncoming {
    /// Its id.
    pub id: MessageId,
    /// Short id of the bakery that held the number at that moment; 0 nobody.
    pub tenant: i64,
    /// Short id of the number.
    pub number: i64,
    /// The customer.
    pub contact: Option<i64>,
    /// Meta's type, for example `text`.
    pub kind: String,
    /// Meta's id of it.
    pub wamid: String,
    /// When the customer sent it.
    pub at: Millis,
    /// Start of its text, for lists.
    pub preview: String,
    /// The message as it came, JSON.
    pub content: String,
    /// The message that it answers.
    pub reply_to: Option<String>,
    /// What is wrong with it, verbatim JSON.
    pub errors: Option<String>,
}

/// Stores messages; answers the wamids that were not known before.
pub async fn insert(tx: &mut Tx, rows: &[NewIncoming]) -> StoreResult<HashSet<String>> {
    let mut fresh = HashSet::with_capacity(rows.len());
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, wamid, at, preview, content,
                                   reply_to, errors, delivered_at)
             VALUES {} ON CONFLICT (wamid) DO NOTHING RETURNING wamid",
            placeholders(piece.len(), 14)
        );
        let wamids: Vec<String> = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            for row in piece {
                query = query
                    .bind(row.id.0)
                    .bind(row.tenant)
                    .bind(row.number)
                    .bind(row.contact)
                    .bind(INBOUND)
                    .bind(State::Received.code())
                    .bind(&row.kind)
                    .bind(&row.wamid)
                    .bind(row.at.0)
                    .bind(&row.preview)
                    .bind(&row.content)
                    .bind(&row.reply_to)
                    .bind(&row.errors)
                    .bind(row.at.0);
            }
            query.fetch_all(c).await
        })?;
        fresh.extend(wamids);
    }
    Ok(fresh)
}

/// A message that has an id of Meta's.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Holder {
    /// Meta's id of it.
    pub wamid: String,
    /// Its id.
    pub id: i64,
    /// [`INBOUND`] or [`OUTBOUND`].
    pub direction: i64,
    /// Short id of the number.
    pub number: i64,
}

/// Which messages, from or to customers, have these ids of Meta's.
pub async fn holders(tx: &mut Tx, wamids: &[String]) -> StoreResult<Vec<Holder>> {
    Ok(rows_for!(
        tx,
        wamids,
        Holder,
        "SELECT wamid, id, direction, number FROM messages WHERE wamid IN {}"
    ))
}

/// The bakery that a message of `at` to a shared number belongs to: the one
/// whose message it answers, else the one that had last written to this customer
/// from that number. What was written to them after `at` they do not answer, and
/// what was written before `since` does not count. Meta tells whole seconds, so
/// what was written within that second counts.
pub async fn conversation_partner(
    tx: &mut Tx,
    number: i64,
    reply_to: Option<&str>,
    who: &Identity,
    at: Millis,
    since: Millis,
) -> StoreResult<Option<i64>> {
    if let Some(wamid) = reply_to {
        let tenant: Option<i64> = on!(tx, |c| {
            sqlx::query_scalar("SELECT tenant FROM messages WHERE wamid = $1 AND direction = 1 AND at >= $2")
                .bind(wamid)
                .bind(since.0)
                .fetch_optional(c)
                .await
        })?;
        if tenant.is_some() {
            return Ok(tenant);
        }
    }
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT m.tenant FROM contacts c JOIN messages m ON m.contact = c.id
             WHERE ((CAST($1 AS TEXT) IS NOT NULL AND c.match_key = $1)
                 OR (CAST($2 AS TEXT) IS NOT NULL AND c.user_id = $2))
               AND m.number = $3 AND m.direction = 1 AND m.at < $4 AND m.at >= $5
             ORDER BY m.id DESC LIMIT 1",
        )
        .bind(&who.match_key)
        .bind(&who.user_id)
        .bind(number)
        .bind(at.plus(SECOND).0)
        .bind(since.0)
        .fetch_optional(c)
        .await
    })?)
}
