//! Conversations: the newest message with each customer, and who waits for an
//! answer. Triggers keep the table beside the messages (`0010_conversations`);
//! pages are found by key, like those of the log.

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{self, list},
    db::Tx,
    error::StoreResult,
    messages::{
        log::Reach,
        wheres::{Value, Wheres, bind_all},
    },
};

/// Which conversations to list; every field that is set narrows the list.
#[derive(Debug, Clone)]
pub struct ConversationFilter {
    /// Whose.
    pub reach: Reach,
    /// Only those in which the customer waits for an answer.
    pub waiting: bool,
    /// Only those in which the customer wrote last at or after this.
    pub from: Option<MessageId>,
    /// Only those in which the customer wrote last before this.
    pub to: Option<MessageId>,
    /// Only with these customers, or with whom they were merged into.
    pub contacts: Option<Vec<i64>>,
}

impl ConversationFilter {
    /// Everything within reach.
    #[must_use]
    pub const fn all(reach: Reach) -> Self {
        Self {
            reach,
            waiting: false,
            from: None,
            to: None,
            contacts: None,
        }
    }

    fn wheres(&self) -> Wheres {
        let mut wheres = Wheres::default();
        if let Reach::Tenant(no) = self.reach {
            wheres.and("v.tenant =", Value::Int(no));
        }
        if self.waiting {
            // The very words of the partial indexes.
            wheres.and_fixed("v.last_in > v.last_out AND v.last_in > v.settled");
        }
        if let Some(from) = self.from {
            wheres.and("v.last_in >=", Value::Int(from.0));
            // Follows from the line above, and is what the index knows.
            wheres.and("v.last_message >=", Value::Int(from.0));
        }
        if let Some(to) = self.to {
            wheres.and("v.last_in <", Value::Int(to.0));
        }
        if let Some(contacts) = &self.contacts {
            wheres.and_in(
                "v.contact IN (SELECT COALESCE(f.merged_into, f.id) FROM contacts f WHERE f.id IN",
                contacts.iter().copied().map(Value::Int),
            );
            wheres.sql.push(')');
        }
        wheres
    }
}

/// A conversation in a list: its customer and its newest message.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of conversations, contacts and messages, named as in the migrations"
)]
pub struct ConversationRecord {
    pub contact: i64,
    pub tenant: i64,
    pub last_message: i64,
    pub last_in: i64,
    pub last_out: i64,
    pub settled: i64,
    pub phone: Option<String>,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub name: String,
    pub state: i64,
    pub kind: String,
    pub at: i64,
    pub preview: String,
    pub template: Option<String>,
}

/// Conversations whose newest message is older than `before`, newest first.
pub async fn page(
    tx: &mut Tx,
    filter: &ConversationFilter,
    before: Option<MessageId>,
    limit: i64,
) -> StoreResult<Vec<ConversationRecord>> {
    let mut wheres = filter.wheres();
    if let Some(before) = before {
        wheres.and("v.last_message <", Value::Int(before.0));
    }
    let limit = wheres.next(Value::Int(limit));
    let sql = format!(
        "SELECT p.contact, p.tenant, p.last_message, p.last_in, p.last_out, p.settled,
                c.phone, c.wa_id, c.user_id, c.name, m.state, m.kind, m.at, m.preview, m.template
         FROM (SELECT v.contact, v.tenant, v.last_message, v.last_in, v.last_out, v.settled FROM conversations v
               WHERE 1 = 1{} ORDER BY v.last_message DESC LIMIT {limit}) AS p
         JOIN contacts c ON c.id = p.contact JOIN messages m ON m.id = p.last_message
         ORDER BY p.last_message DESC",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// How many conversations match, counted up to `limit`.
pub async fn count(tx: &mut Tx, filter: &ConversationFilter, limit: i64) -> StoreResult<i64> {
    let mut wheres = filter.wheres();
    let limit = wheres.next(Value::Int(limit));
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM conversations v WHERE 1 = 1{} LIMIT {limit}) AS n",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_scalar(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_one(c)
    .await)?)
}

/// When each of these customers last wrote to the number through which their
/// bakery would answer now, its own or the shared one: (customer, when).
pub async fn last_inbound(tx: &mut Tx, contacts: &[i64]) -> StoreResult<Vec<(i64, Millis)>> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let ids = list(contacts.len(), 1);
    let sql = format!(
        "SELECT COALESCE(c.merged_into, c.id), MAX(w.last_inbound_at)
         FROM contacts c JOIN short_ids st ON st.no = c.tenant
         LEFT JOIN assignments o ON o.tenant_id = st.id AND o.to_at IS NULL
         JOIN short_ids sn ON sn.id = COALESCE(o.number_id, (SELECT value FROM settings WHERE name = 'default_number'))
         JOIN windows w ON w.number = sn.no AND w.contact = c.id
         WHERE c.id IN {ids} OR c.merged_into IN {ids} GROUP BY 1"
    );
    let found: Vec<(i64, i64)> = on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for contact in contacts {
            query = query.bind(*contact);
        }
        query.fetch_all(c).await
    })?;
    Ok(found
        .into_iter()
        .map(|(contact, at)| (contact, Millis(at)))
        .collect())
}

/// Notes that nothing up to this message needs an answer; `false` when nobody
/// waits for one, or something newer does.
pub async fn settle(tx: &mut Tx, contact: i64, upto: MessageId) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE conversations SET settled = last_in
             WHERE contact = $1 AND last_in > last_out AND last_in > settled AND last_in <= $2",
        )
        .bind(contact)
        .bind(upto.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// The customer's newest message, when they wait for an answer.
pub async fn waits(tx: &mut Tx, contact: i64) -> StoreResult<Option<MessageId>> {
    let found: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT last_in FROM conversations WHERE contact = $1 AND last_in > last_out AND last_in > settled",
        )
        .bind(contact)
        .fetch_optional(c)
        .await
    })?;
    Ok(found.map(MessageId))
}

/// Makes writers of messages wait until this transaction ends, for the moment
/// in which records are merged: a message that arrives meanwhile would be noted
/// with the record that is gone. SQLite has one writer anyway.
pub async fn hold_still(tx: &mut Tx) -> StoreResult<()> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("LOCK TABLE messages IN SHARE ROW EXCLUSIVE MODE")
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Reads these records' conversations from their messages anew, after records
/// were merged or taken apart. What was settled in one of them stays settled in
/// the one that is kept; another one rather waits once too often.
pub async fn rebuild(tx: &mut Tx, contacts: &[i64], kept: i64) -> StoreResult<()> {
    let mut settled = 0;
    for contact in contacts {
        let known: Option<i64> = on!(tx, |c| {
            sqlx::query_scalar("DELETE FROM conversations WHERE contact = $1 RETURNING settled")
                .bind(*contact)
                .fetch_optional(c)
                .await
        })?;
        settled = settled.max(known.unwrap_or(0));
    }
    for contact in contacts {
        on!(tx, |c| {
            sqlx::query(
                "INSERT INTO conversations (contact, tenant, last_message, last_in, last_out, settled)
                 SELECT CAST($1 AS BIGINT), MIN(m.tenant), MAX(m.id),
                        MAX(CASE WHEN m.direction = 0 AND m.kind NOT IN ('reaction', 'system') THEN m.id ELSE 0 END),
                        MAX(CASE WHEN m.direction = 1 AND m.kind <> 'template' AND m.state NOT IN (3, 7)
                                 THEN m.id ELSE 0 END), CAST($2 AS BIGINT)
                 FROM contacts c JOIN messages m ON m.contact = c.id
                 WHERE (c.id = $1 AND c.merged_into IS NULL) OR c.merged_into = $1
                 GROUP BY c.tenant",
            )
            .bind(*contact)
            .bind(if *contact == kept { settled } else { 0 })
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    Ok(())
}

/// Removes conversations of which no message is kept any more.
pub async fn forget(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<u64> {
    bulk::oldest(
        tx,
        "DELETE FROM conversations WHERE contact IN (
             SELECT v.contact FROM conversations v WHERE v.last_message < $1
               AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = v.last_message)
             ORDER BY v.last_message LIMIT $2)",
        before.0,
        limit,
    )
    .await
}
