//! The audit log: who changed what, in a chain that shows any later touch.
//!
//! `hash = SHA-256(prev_hash, every column)`, with a length before each column
//! so that no two rows share an encoding. `audit_head` holds the end of the
//! chain, so rows cut off at the end are noticed too. Somebody who can write
//! the database and knows this code can forge a whole chain; the hash printed
//! by `tahona audit verify`, kept elsewhere, is what catches that. The text that
//! searches look at is made of these columns and no part of the chain.

use domain::{tenant::search_key, time::Millis};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
    like,
};

/// A row to be written.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// When.
    pub at: Millis,
    /// `person`, `api_key` or `system`.
    pub actor_kind: String,
    /// Id of the person or key.
    pub actor_id: Option<String>,
    /// Name of the actor at that time.
    pub actor_name: String,
    /// What was done, for example `number.assign`.
    pub action: String,
    /// Kind of the thing, for example `number`.
    pub entity: String,
    /// Id of the thing.
    pub entity_id: String,
    /// Name of the thing at that time.
    pub entity_name: String,
    /// The bakery concerned.
    pub tenant_id: Option<String>,
    /// State before, secrets redacted.
    pub before: Option<Value>,
    /// State after, secrets redacted.
    pub after: Option<Value>,
    /// Address that the request came from.
    pub ip: Option<String>,
    /// Id of the request, the same as in the logs and on error pages.
    pub request_id: Option<String>,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Entry {
    /// Position in the chain, from 1.
    pub seq: i64,
    /// When, in epoch milliseconds.
    pub at: i64,
    /// See [`NewEntry::actor_kind`].
    pub actor_kind: String,
    /// See [`NewEntry::actor_id`].
    pub actor_id: Option<String>,
    /// See [`NewEntry::actor_name`].
    pub actor_name: String,
    /// See [`NewEntry::action`].
    pub action: String,
    /// See [`NewEntry::entity`].
    pub entity: String,
    /// See [`NewEntry::entity_id`].
    pub entity_id: String,
    /// See [`NewEntry::entity_name`].
    pub entity_name: String,
    /// See [`NewEntry::tenant_id`].
    pub tenant_id: Option<String>,
    /// JSON text.
    pub before: Option<String>,
    /// JSON text.
    pub after: Option<String>,
    /// See [`NewEntry::ip`].
    pub ip: Option<String>,
    /// See [`NewEntry::request_id`].
    pub request_id: Option<String>,
    /// Hash of the row before.
    pub prev_hash: String,
    /// Hash of this row.
    pub hash: String,
}

impl Entry {
    /// The hash that this row should carry.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        let mut sha = Sha256::new();
        let seq = self.seq.to_string();
        let at = self.at.to_string();
        let columns: [Option<&str>; 15] = [
            Some(&self.prev_hash),
            Some(&seq),
            Some(&at),
            Some(&self.actor_kind),
            self.actor_id.as_deref(),
            Some(&self.actor_name),
            Some(&self.action),
            Some(&self.entity),
            Some(&self.entity_id),
            Some(&self.entity_name),
            self.tenant_id.as_deref(),
            self.before.as_deref(),
            self.after.as_deref(),
            self.ip.as_deref(),
            self.request_id.as_deref(),
        ];
        for column in columns {
            match column {
                None => sha.update(b"-"),
                Some(text) => {
                    sha.update(text.len().to_string());
                    sha.update(b":");
                    sha.update(text);
                }
            }
        }
        hex::encode(sha.finalize())
    }
}

/// Appends a row and answers its position. Call it last in a transaction: on
/// PostgreSQL the row of `audit_head` stays locked until the commit.
pub async fn append(tx: &mut Tx, new: NewEntry) -> StoreResult<i64> {
    append_all(tx, vec![new]).await
}

/// Appends rows in this order and answers the position of the last one; for
/// changes of many things as one. See [`append`].
pub async fn append_all(tx: &mut Tx, new: Vec<NewEntry>) -> StoreResult<i64> {
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let (last, mut hash): (i64, String) = on!(tx, |c| {
        sqlx::query_as("UPDATE audit_head SET seq = seq + $1 WHERE id = 1 RETURNING seq, hash")
            .bind(count)
            .fetch_one(c)
            .await
    })?;
    let mut entries = Vec::with_capacity(new.len());
    for (seq, new) in (last - count + 1..).zip(new) {
        let entry = chained(new, seq, std::mem::take(&mut hash));
        hash.clone_from(&entry.hash);
        entries.push(entry);
    }
    for piece in pieces(&entries) {
        insert(tx, piece).await?;
    }
    on!(tx, |c| {
        sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 1")
            .bind(&hash)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(last)
}

/// The row at this position of the chain, behind the row with `prev_hash`.
fn chained(new: NewEntry, seq: i64, prev_hash: String) -> Entry {
    let mut entry = Entry {
        seq,
        at: new.at.0,
        actor_kind: new.actor_kind,
        actor_id: new.actor_id,
        actor_name: new.actor_name,
        action: new.action,
        entity: new.entity,
        entity_id: new.entity_id,
        entity_name: new.entity_name,
        tenant_id: new.tenant_id,
        before: new.before.map(|v| v.to_string()),
        after: new.after.map(|v| v.to_string()),
        ip: new.ip,
        request_id: new.request_id,
        prev_hash,
        hash: String::new(),
    };
    entry.hash = entry.expected_hash();
    entry
}

async fn insert(tx: &mut Tx, entries: &[Entry]) -> StoreResult<()> {
    let sql = format!(
        "INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, entity, entity_id, entity_name,
                            tenant_id, before, after, ip, request_id, prev_hash, hash, search)
         VALUES {}",
        placeholders(entries.len(), 17)
    );
    on!(tx, |c| {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for entry in entries {
            query = query
                .bind(entry.seq)
                .bind(entry.at)
                .bind(&entry.actor_kind)
                .bind(&entry.actor_id)
                .bind(&entry.actor_name)
                .bind(&entry.action)
                .bind(&entry.entity)
                .bind(&entry.entity_id)
                .bind(&entry.entity_name)
                .bind(&entry.tenant_id)
                .bind(&entry.before)
                .bind(&entry.after)
                .bind(&entry.ip)
                .bind(&entry.request_id)
                .bind(&entry.prev_hash)
                .bind(&entry.hash)
                .bind(search_key(&format!("{} {}", entry.actor_name, entry.entity_name)));
        }
        query.execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// Which rows to list; every field that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Exact id of a person or key.
    pub actor_id: Option<String>,
    /// Start of the action's name, for example `number.`.
    pub action_prefix: Option<String>,
    /// Kind of the thing.
    pub entity: Option<String>,
    /// Id of the thing.
    pub entity_id: Option<String>,
    /// The bakery concerned.
    pub tenant_id: Option<String>,
    /// Part of the name of the actor or the thing, whatever its case and accents.
    pub text: Option<String>,
    /// Not before this instant.
    pub from: Option<Millis>,
    /// Before this instant.
    pub to: Option<Millis>,
}

/// Lists rows, newest first, starting below `before_seq` when given.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    before_seq: Option<i64>,
    limit: i64,
) -> StoreResult<Vec<Entry>> {
    let text = filter
        .text
        .as_deref()
        .map(|text| like::holding(&search_key(like::searched(text))));
    let prefix = filter.action_prefix.as_deref().map(like::beginning);
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT seq, at, actor_kind, actor_id, actor_name, action, entity, entity_id, entity_name, tenant_id,
                    before, after, ip, request_id, prev_hash, hash
             FROM audit
             WHERE seq < $1
               AND ($2 IS NULL OR actor_id = $2)
               AND ($3 IS NULL OR action LIKE $3 ESCAPE '\\')
               AND ($4 IS NULL OR entity = $4)
               AND ($5 IS NULL OR entity_id = $5)
               AND ($6 IS NULL OR tenant_id = $6)
               AND ($7 IS NULL OR search LIKE $7 ESCAPE '\\')
               AND at >= $8 AND at < $9
             ORDER BY seq DESC
             LIMIT $10",
        )
        .bind(before_seq.unwrap_or(i64::MAX))
        .bind(&filter.actor_id)
        .bind(&prefix)
        .bind(&filter.entity)
        .bind(&filter.entity_id)
        .bind(&filter.tenant_id)
        .bind(&text)
        .bind(filter.from.map_or(i64::MIN, |t| t.0))
        .bind(filter.to.map_or(i64::MAX, |t| t.0))
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Rows in the order of the chain, for verification.
pub async fn chain(tx: &mut Tx, after_seq: i64, limit: i64) -> StoreResult<Vec<Entry>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT seq, at, actor_kind, actor_id, actor_name, action, entity, entity_id, entity_name, tenant_id,
                    before, after, ip, request_id, prev_hash, hash
             FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind(after_seq)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// The end of the chain: position and hash.
pub async fn head(tx: &mut Tx) -> StoreResult<(i64, String)> {
    Ok(on!(tx, |c| sqlx::query_as(
        "SELECT seq, hash FROM audit_head WHERE id = 1"
    )
    .fetch_one(c)
    .await)?)
}
