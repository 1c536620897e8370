//! Messages waiting to go out.
//!
//! A row is in the outbox from the moment a message is accepted until the
//! partner has answered. Whoever sends it writes its name on the row first and
//! commits, so that a message is never handed over by two senders and one whose
//! sender died is found.

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{list, pieces},
    db::{Engine, Tx},
    error::StoreResult,
    locks,
};

/// A row to be added.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry {
    /// The message.
    pub message: MessageId,
    /// Short id of the bakery.
    pub tenant: i64,
    /// Short id of the number.
    pub number: i64,
    /// The customer.
    pub contact: i64,
    /// Not before this instant.
    pub due_at: Millis,
}

/// Messages of one bakery that wait to leave through one number.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Lane {
    /// Short id of the number.
    pub number: i64,
    /// Short id of the bakery.
    pub tenant: i64,
    /// Our id of the bakery.
    pub tenant_id: String,
    /// When the first of them may leave.
    pub due_at: i64,
    /// Meta's word for the number's speed.
    pub throughput: Option<String>,
    /// Meta's word on the number.
    pub number_status: String,
    /// Our id of the account.
    pub account_id: String,
    /// When Meta was last asked how the account is.
    pub health_at: Option<i64>,
}

/// A message whose turn it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Candidate {
    /// The message.
    pub message: i64,
    /// The customer.
    pub contact: i64,
}

/// Adds a message.
pub async fn add(tx: &mut Tx, row: &NewEntry) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO outbox (message, tenant, number, contact, due_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(row.message.0)
        .bind(row.tenant)
        .bind(row.number)
        .bind(row.contact)
        .bind(row.due_at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    on!(tx, |c| {
        sqlx::query("INSERT INTO outbox_lanes (number, tenant) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(row.number)
            .bind(row.tenant)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Every lane in which something waits and may leave: nothing stops it, the
/// bakery is active and on, the number is still the bakery's or the default, and
/// the token was not refused. Whether Meta's words on the number and the account
/// let it pass is for the caller to judge.
pub async fn lanes(tx: &mut Tx) -> StoreResult<Vec<Lane>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT w.number, w.tenant, t.id AS tenant_id, w.due_at, n.throughput,
                    n.status AS number_status, a.id AS account_id, a.health_at
             FROM (SELECT l.number, l.tenant,
                          (SELECT o.due_at FROM outbox o
                           WHERE o.number = l.number AND o.tenant = l.tenant AND o.taken_by IS NULL
                           ORDER BY o.due_at LIMIT 1) AS due_at
                   FROM outbox_lanes l) AS w
             JOIN short_ids sn ON sn.no = w.number JOIN numbers n ON n.id = sn.id
             JOIN accounts a ON a.id = n.account_id
             JOIN short_ids st ON st.no = w.tenant JOIN tenants t ON t.id = st.id
             WHERE w.due_at IS NOT NULL
               AND t.status = 'active' AND t.whatsapp_enabled
               AND n.vanished_at IS NULL AND n.archived_at IS NULL
               AND a.token IS NOT NULL AND a.disconnected_at IS NULL
               AND (a.token_problem IS NULL OR a.token_checked_at IS NULL)
               AND (EXISTS (SELECT 1 FROM assignments o
                            WHERE o.number_id = n.id AND o.tenant_id = t.id AND o.to_at IS NULL)
                    OR n.id = (SELECT value FROM settings WHERE name = 'default_number'))
               AND NOT EXISTS (SELECT 1 FROM sending_stops s
                               WHERE s.scope = 'account:' || a.id OR s.scope = 'number:' || n.id)
             ORDER BY w.due_at, w.number, w.tenant",
        )
        .fetch_all(c)
        .await
    })?)
}

/// The first messages of a lane that are due. On PostgreSQL they are locked
/// until the transaction ends, and those that another sender has locked are
/// left out; on SQLite the transaction itself keeps others away.
pub async fn candidates(
    tx: &mut Tx,
    number: i64,
    tenant: i64,
    now: Millis,
    limit: i64,
) -> StoreResult<Vec<Candidate>> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT message, contact FROM outbox
             WHERE number = $1 AND tenant = $2 AND taken_by IS NULL AND due_at <= $3
             ORDER BY due_at, message LIMIT $4"
        }
        Engine::Postgres => {
            "SELECT message, contact FROM outbox
             WHERE number = $1 AND tenant = $2 AND taken_by IS NULL AND due_at <= $3
             ORDER BY due_at, message LIMIT $4 FOR UPDATE SKIP LOCKED"
        }
    };
    Ok(on!(tx, |c| {
        sqlx::query_as(sql)
            .bind(number)
            .bind(tenant)
            .bind(now.0)
            .bind(limit)
            .fetch_all(c)
            .await
    })?)
}

/// Writes `taker` on these rows; answers those that were still free.
pub async fn take(tx: &mut Tx, messages: &[i64], taker: &str, now: Millis) -> StoreResult<Vec<i64>> {
    let mut taken = Vec::with_capacity(messages.len());
    for piece in pieces(messages) {
        let sql = format!(
            "UPDATE outbox SET taken_by = $1, taken_at = $2 WHERE taken_by IS NULL AND message IN {} RETURNING message",
            list(piece.len(), 3)
        );
        let rows: Vec<i64> = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(taker).bind(now.0);
            for message in piece {
                query = query.bind(*message);
            }
            query.fetch_all(c).await
        })?;
        taken.extend(rows);
    }
    Ok(taken)
}

/// Puts a free row off until `due_at`.
pub async fn put_off(tx: &mut Tx, message: i64, due_at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE outbox SET due_at = $2 WHERE message = $1 AND taken_by IS NULL")
            .bind(message)
            .bind(due_at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Puts off until `due_at` whatever waits at a number with this template, in
/// one statement however long the queue is. What another sender has locked is
/// left out: that sender finds the same obstacle.
pub async fn put_off_template(
    tx: &mut Tx,
    number: i64,
    (template, language): (&str, &str),
    due_at: Millis,
) -> StoreResult<u64> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "UPDATE outbox SET due_at = $4 WHERE message IN (
                 SELECT o.message FROM outbox o JOIN messages m ON m.id = o.message
                 WHERE o.number = $1 AND o.taken_by IS NULL AND o.due_at < $4
                   AND m.template = $2 AND m.language = $3)"
        }
        Engine::Postgres => {
            "UPDATE outbox SET due_at = $4 WHERE message IN (
                 SELECT o.message FROM outbox o JOIN messages m ON m.id = o.message
                 WHERE o.number = $1 AND o.taken_by IS NULL AND o.due_at < $4
                   AND m.template = $2 AND m.language = $3
                 FOR UPDATE OF o SKIP LOCKED)"
        }
    };
    Ok(on!(tx, |c| {
        sqlx::query(sql)
            .bind(number)
            .bind(template)
            .bind(language)
            .bind(due_at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}

/// Puts off until `due_at` the templates that wait at a number for people who
/// have not written to it after `since`, in one statement however long the queue
/// is. What another sender has locked is left out, as above.
pub async fn put_off_first(tx: &mut Tx, number: i64, since: Millis, due_at: Millis) -> StoreResult<u64> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE OF o SKIP LOCKED",
    };
    let sql = format!(
        "UPDATE outbox SET due_at = $3 WHERE message IN (
             SELECT o.message FROM outbox o
             JOIN messages m ON m.id = o.message JOIN contacts c ON c.id = o.contact
             WHERE o.number = $1 AND o.taken_by IS NULL AND o.due_at < $3 AND m.template IS NOT NULL
               AND NOT EXISTS (
                   SELECT 1 FROM windows w
                   WHERE w.number = o.number AND w.last_inbound_at > $2
                     AND w.contact IN (SELECT p.id FROM contacts p
                                       WHERE p.id = COALESCE(c.merged_into, c.id)
                                          OR p.merged_into = COALESCE(c.merged_into, c.id)))
             {lock})"
    );
    Ok(on!(tx, |c| {
        sqlx::query(AssertSqlSafe(sql))
            .bind(number)
            .bind(since.0)
            .bind(due_at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}

/// Puts a row that `taker` holds back; `false` when it is no longer theirs.
pub async fn put_back(tx: &mut Tx, message: MessageId, taker: &str, due_at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE outbox SET taken_by = NULL, taken_at = NULL, due_at = $3 WHERE message = $1 AND taken_by = $2",
        )
        .bind(message.0)
        .bind(taker)
        .bind(due_at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Removes a row that nobody needs to send any more; `false` when there was none.
pub async fn remove(tx: &mut Tx, message: MessageId) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM outbox WHERE message = $1")
            .bind(message.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Takes a free row out; `false` when there is none or somebody is sending it.
pub async fn withdraw(tx: &mut Tx, message: MessageId) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM outbox WHERE message = $1 AND taken_by IS NULL")
            .bind(message.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Makes other transactions that change these rows wait until this one ends.
/// The outbox comes before `messages::outgoing::lock`.
pub async fn lock(tx: &mut Tx, messages: &[i64]) -> StoreResult<()> {
    locks::hold(tx, ("outbox", "message"), messages).await
}

/// Removes the rows whose sender has died, and answers their messages. A
/// sender lives while it holds the lease `outbox:<name>`; on SQLite, which
/// serves one process, everybody but `me` is dead.
pub async fn take_orphans(tx: &mut Tx, me: &str, now: Millis) -> StoreResult<Vec<i64>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "DELETE FROM outbox WHERE taken_by IS NOT NULL AND taken_by <> $1 AND $2 > 0 RETURNING message",
        Engine::Postgres => {
            "DELETE FROM outbox WHERE taken_by IS NOT NULL AND taken_by <> $1
               AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.name = 'outbox:' || outbox.taken_by AND l.until > $2)
             RETURNING message"
        }
    };
    Ok(on!(tx, |c| sqlx::query_scalar(sql)
        .bind(me)
        .bind(now.0)
        .fetch_all(c)
        .await)?)
}

/// Removes the rows that `me` has taken before `before` and whose calls are not
/// among those `under_way`, and answers their messages: nobody will say how they end.
pub async fn take_forgotten(
    tx: &mut Tx,
    me: &str,
    before: Millis,
    under_way: &[i64],
) -> StoreResult<Vec<i64>> {
    let old: Vec<i64> = on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT message FROM outbox WHERE taken_by = $1 AND taken_at < $2 ORDER BY message",
        )
        .bind(me)
        .bind(before.0)
        .fetch_all(c)
        .await
    })?;
    let mut taken = Vec::new();
    for message in old.into_iter().filter(|message| !under_way.contains(message)) {
        let removed = on!(tx, |c| {
            sqlx::query("DELETE FROM outbox WHERE message = $1 AND taken_by = $2")
                .bind(message)
                .bind(me)
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        if removed == 1 {
            taken.push(message);
        }
    }
    Ok(taken)
}

/// Takes out up to `limit` free rows whose message was accepted before `before`,
/// oldest first.
pub async fn take_expired(tx: &mut Tx, before: MessageId, limit: i64) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM outbox WHERE taken_by IS NULL AND message IN (
                 SELECT message FROM outbox WHERE message < $1 AND taken_by IS NULL ORDER BY message LIMIT $2)
             RETURNING message",
        )
        .bind(before.0)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// How many messages of a bakery wait, and the oldest of them.
pub async fn waiting_of(tx: &mut Tx, tenant: i64) -> StoreResult<(i64, Option<MessageId>)> {
    let (count, oldest): (i64, Option<i64>) = on!(tx, |c| {
        sqlx::query_as("SELECT CAST(COUNT(*) AS BIGINT), MIN(message) FROM outbox WHERE tenant = $1")
            .bind(tenant)
            .fetch_one(c)
            .await
    })?;
    Ok((count, oldest.map(MessageId)))
}

/// How many messages wait, by bakery (our id): count and oldest.
pub async fn depth(tx: &mut Tx) -> StoreResult<Vec<(String, i64, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.id, CAST(COUNT(*) AS BIGINT), MIN(o.message) FROM outbox o JOIN short_ids s ON s.no = o.tenant
             GROUP BY s.id ORDER BY s.id",
        )
        .fetch_all(c)
        .await
    })?)
}
