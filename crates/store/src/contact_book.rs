//! Customers as people look after them: lists, merges and their undoing, and
//! what happened to an identity.

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    db::Tx,
    error::StoreResult,
    like,
    messages::{
        log::Reach,
        wheres::{Value, Wheres, bind_all},
    },
};

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of contacts, named as in the migration")]
pub struct BookRecord {
    pub id: i64,
    pub tenant: i64,
    pub phone: Option<String>,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub name: String,
    pub username: Option<String>,
    pub created_at: i64,
    /// The record that it was merged into.
    pub merged_into: Option<i64>,
    /// The last message with it, in either direction.
    pub last_message: Option<i64>,
}

/// Whose customers, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFilter {
    /// Whose.
    pub reach: Reach,
    /// Only these.
    pub ids: Option<Vec<i64>>,
    /// Only whose name or username holds this, as `domain::tenant::search_key` makes it.
    pub name: Option<String>,
}

const COLUMNS: &str = "c.id, c.tenant, c.phone, c.wa_id, c.user_id, c.name, c.username, c.created_at, c.merged_into, \
                       (SELECT MAX(m.id) FROM messages m WHERE m.contact = c.id) AS last_message";

fn wheres(filter: &BookFilter) -> Wheres {
    let mut wheres = Wheres::default();
    if let Reach::Tenant(no) = filter.reach {
        wheres.and("c.tenant =", Value::Int(no));
    } else {
        // Nobody's customers have no bakery that could look after them.
        wheres.and_fixed("c.tenant > 0");
    }
    if let Some(ids) = &filter.ids {
        wheres.and_in("c.id IN", ids.iter().copied().map(Value::Int));
    }
    if let Some(name) = &filter.name {
        let pattern = wheres.next(Value::Text(like::holding(name)));
        wheres
            .sql
            .extend([" AND c.name_search LIKE ", &pattern, " ESCAPE '\\'"]);
    }
    wheres
}

/// Customers that match, newest first, below `before` when given. Who was
/// merged into another is that other, and not listed.
pub async fn list(
    tx: &mut Tx,
    filter: &BookFilter,
    before: Option<i64>,
    limit: i64,
) -> StoreResult<Vec<BookRecord>> {
    let mut wheres = wheres(filter);
    if let Some(before) = before {
        wheres.and("c.id <", Value::Int(before));
    }
    let limit = wheres.next(Value::Int(limit));
    let sql = format!(
        "SELECT {COLUMNS} FROM contacts c WHERE c.merged_into IS NULL{} ORDER BY c.id DESC LIMIT {limit}",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// Ids of customers whose name or username holds this, newest first, also of
/// those that were merged.
pub async fn by_name(tx: &mut Tx, reach: Reach, name: &str, limit: i64) -> StoreResult<Vec<i64>> {
    let mut wheres = wheres(&BookFilter {
        reach,
        ids: None,
        name: Some(name.to_owned()),
    });
    let limit = wheres.next(Value::Int(limit));
    let sql = format!(
        "SELECT c.id FROM contacts c WHERE 1 = 1{} ORDER BY c.id DESC LIMIT {limit}",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_scalar(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// A record and those that were merged into it, itself first.
pub async fn family(tx: &mut Tx, id: i64) -> StoreResult<Vec<BookRecord>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM contacts c WHERE c.id = $1 OR c.merged_into = $1
         ORDER BY CASE WHEN c.id = $1 THEN 0 ELSE 1 END, c.id"
    );
    Ok(on!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(c).await
    })?)
}

/// Other records of the same bakery that may be the same person: the same last
/// four digits, or the same name.
pub async fn look_alikes(tx: &mut Tx, id: i64, limit: i64) -> StoreResult<Vec<BookRecord>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM contacts me JOIN contacts c ON c.tenant = me.tenant AND c.id <> me.id
         WHERE me.id = $1 AND c.merged_into IS NULL
           AND ((me.tail <> '' AND c.tail = me.tail) OR (me.name_search <> '' AND c.name_search = me.name_search))
         ORDER BY c.id DESC LIMIT $2"
    );
    Ok(on!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(id)
            .bind(limit)
            .fetch_all(c)
            .await
    })?)
}

/// Where one record went in a merge.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct MergeRow {
    /// The merge.
    pub id: i64,
    /// The record that moved.
    pub contact: i64,
    /// What it was merged into before.
    pub came_from: Option<i64>,
    /// What it was merged into then.
    pub went_to: i64,
    /// When.
    pub at: i64,
    /// Who did it.
    pub by_name: String,
    /// When it was undone.
    pub undone_at: Option<i64>,
}

/// Merges `other`, and whatever was merged into it before, into `kept`.
/// Answers how many records moved; none when one of them was merged meanwhile.
pub async fn merge(
    tx: &mut Tx,
    id: MessageId,
    kept: i64,
    other: i64,
    at: Millis,
    by_name: &str,
) -> StoreResult<u64> {
    let noted: u64 = on!(tx, |c| {
        sqlx::query(
            "INSERT INTO contact_merges (id, contact, came_from, went_to, at, by_name)
             SELECT $1, o.id, o.merged_into, k.id, $4, $5 FROM contacts o JOIN contacts k ON k.id = $2
             WHERE (o.id = $3 AND o.merged_into IS NULL OR o.merged_into = $3)
               AND k.merged_into IS NULL AND k.tenant = o.tenant AND k.id <> $3",
        )
        .bind(id.0)
        .bind(kept)
        .bind(other)
        .bind(at.0)
        .bind(by_name)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    let moved: u64 = on!(tx, |c| {
        sqlx::query(
            "UPDATE contacts SET merged_into = $2, updated_at = $3
             WHERE id IN (SELECT contact FROM contact_merges WHERE id = $1)",
        )
        .bind(id.0)
        .bind(kept)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(moved.min(noted))
}

/// The rows of one merge.
pub async fn merge_rows(tx: &mut Tx, id: MessageId) -> StoreResult<Vec<MergeRow>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, contact, came_from, went_to, at, by_name, undone_at FROM contact_merges WHERE id = $1",
        )
        .bind(id.0)
        .fetch_all(c)
        .await
    })?)
}

/// Merges into this record that were not undone, newest first.
pub async fn merges_into(tx: &mut Tx, contact: i64) -> StoreResult<Vec<MergeRow>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, contact, came_from, went_to, at, by_name, undone_at FROM contact_merges
             WHERE went_to = $1 AND undone_at IS NULL ORDER BY id DESC, contact",
        )
        .bind(contact)
        .fetch_all(c)
        .await
    })?)
}

/// Takes a merge apart again. Answers how many records went back: only those
/// that nobody has moved since.
pub async fn unmerge(tx: &mut Tx, id: MessageId, at: Millis) -> StoreResult<u64> {
    let back: u64 = on!(tx, |c| {
        sqlx::query(
            "UPDATE contacts SET merged_into = (SELECT m.came_from FROM contact_merges m
                                                WHERE m.id = $1 AND m.contact = contacts.id), updated_at = $2
             WHERE id IN (SELECT m.contact FROM contact_merges m
                          WHERE m.id = $1 AND m.undone_at IS NULL AND m.went_to = contacts.merged_into)",
        )
        .bind(id.0)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    on!(tx, |c| {
        sqlx::query("UPDATE contact_merges SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL")
            .bind(id.0)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(back)
}

/// Something that happened to an identity.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct IdentityEvent {
    /// The customer.
    pub contact: i64,
    /// When it was first seen.
    pub at: i64,
    /// `wa_id_differs`.
    pub kind: String,
    /// What we had.
    pub said: String,
    /// What the partner answered.
    pub found: String,
    /// The message through which it was seen.
    pub message: Option<i64>,
}

/// The partner names the phone that was dialled differently.
pub const WA_ID_DIFFERS: &str = "wa_id_differs";

/// Notes an event, the first time that it is seen.
pub async fn note_event(tx: &mut Tx, event: &IdentityEvent) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO contact_events (contact, at, kind, said, found, message) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (contact, kind, said, found) DO NOTHING",
        )
        .bind(event.contact)
        .bind(event.at)
        .bind(&event.kind)
        .bind(&event.said)
        .bind(&event.found)
        .bind(event.message)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// What happened to a customer's identity, newest first.
pub async fn events(tx: &mut Tx, contact: i64) -> StoreResult<Vec<IdentityEvent>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT contact, at, kind, said, found, message FROM contact_events
             WHERE contact IN (SELECT id FROM contacts WHERE id = $1 OR merged_into = $1) ORDER BY at DESC",
        )
        .bind(contact)
        .fetch_all(c)
        .await
    })?)
}
