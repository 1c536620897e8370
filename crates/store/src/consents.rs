//! What people agreed to, and took back, with proof. Rows are only ever added.

use std::collections::HashSet;

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{list, pieces},
    db::Tx,
    error::StoreResult,
};

/// A statement to be stored.
#[derive(Debug, Clone)]
pub struct NewConsent<'a> {
    /// Its id.
    pub id: MessageId,
    /// The customer.
    pub contact: i64,
    /// `all`, `utility` or `marketing`.
    pub category: &'a str,
    /// Agreed, or took it back.
    pub given: bool,
    /// Whether it is about every bakery of the platform.
    pub platform: bool,
    /// When it was said.
    pub at: Millis,
    /// `api`, `import`, `stop_word`, `user_preferences`, `error_131050` or `person`.
    pub source: &'a str,
    /// In the person's words, or those that they agreed to.
    pub wording: &'a str,
    /// Name of who recorded it.
    pub by_name: &'a str,
}

/// A statement as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ConsentRecord {
    /// Its id.
    pub id: i64,
    /// The customer.
    pub contact: i64,
    /// `all`, `utility` or `marketing`.
    pub category: String,
    /// Agreed, or took it back.
    pub given: bool,
    /// Whether it is about every bakery of the platform.
    pub platform: bool,
    /// When it was said.
    pub at: i64,
    /// Where it comes from.
    pub source: String,
    /// In words.
    pub wording: String,
    /// Name of who recorded it.
    pub by_name: String,
}

/// Adds a statement.
pub async fn add(tx: &mut Tx, row: &NewConsent<'_>) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO consents (id, contact, category, given, platform, at, source, wording, by_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(row.id.0)
        .bind(row.contact)
        .bind(row.category)
        .bind(row.given)
        .bind(row.platform)
        .bind(row.at.0)
        .bind(row.source)
        .bind(row.wording)
        .bind(row.by_name)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Whose statements count for each of the customers `ids`: `me` is the customer
/// asked about, `contact` a record whose statements count, and `own` is 1 where
/// all of them do, 0 where only those to the whole platform do.
///
/// A person's own records are theirs and those merged with it. The same person
/// at another bakery is known by the phone or the user id of any of these; and
/// all that they are merged with there is the same person too, because what they
/// say is noted with the record that is kept, which may lack the phone by which
/// it is found here. Merges are one step deep: whatever was merged before moves
/// along (`contact_book::merge`).
///
/// A step each, so that every one of them is found through an index.
fn concerned(ids: &str) -> String {
    format!(
        "WITH asked AS (
             SELECT id AS me, COALESCE(merged_into, id) AS root FROM contacts WHERE id IN {ids}
         ), mine AS (
             SELECT a.me, f.id, f.match_key, f.user_id FROM asked a JOIN contacts f ON f.id = a.root
             UNION ALL
             SELECT a.me, f.id, f.match_key, f.user_id FROM asked a JOIN contacts f ON f.merged_into = a.root
         ), twins AS (
             SELECT m.me, COALESCE(o.merged_into, o.id) AS root
             FROM mine m JOIN contacts o ON o.match_key = m.match_key
             UNION
             SELECT m.me, COALESCE(o.merged_into, o.id) FROM mine m JOIN contacts o ON o.user_id = m.user_id
         ), concerned AS (
             SELECT me, id AS contact, 1 AS own FROM mine
             UNION ALL
             SELECT me, root, 0 FROM twins
             UNION ALL
             SELECT t.me, f.id, 0 FROM twins t JOIN contacts f ON f.merged_into = t.root
         )"
    )
}

/// Everything that decides whether this customer may be written to, newest
/// first: their own statements, those of records merged with theirs, and those
/// that the same person made to the whole platform through another bakery.
pub async fn about(tx: &mut Tx, contact: i64) -> StoreResult<Vec<ConsentRecord>> {
    let sql = format!(
        "{}
         SELECT DISTINCT s.id, s.contact, s.category, s.given, s.platform, s.at, s.source, s.wording, s.by_name
         FROM concerned c JOIN consents s ON s.contact = c.contact
         WHERE c.own = 1 OR s.platform
         ORDER BY s.at DESC, s.id DESC",
        concerned(&list(1, 1))
    );
    Ok(on!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(contact)
            .fetch_all(c)
            .await
    })?)
}

/// What somebody who is no customer of the bakery yet said to the whole platform
/// through another one, newest first. `person` is a match key or a user id.
pub async fn of_stranger(tx: &mut Tx, person: &str) -> StoreResult<Vec<ConsentRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "WITH roots AS (
                 SELECT COALESCE(merged_into, id) AS root FROM contacts WHERE match_key = $1
                 UNION
                 SELECT COALESCE(merged_into, id) FROM contacts WHERE user_id = $1
             ), concerned AS (
                 SELECT root AS contact FROM roots
                 UNION
                 SELECT f.id FROM roots r JOIN contacts f ON f.merged_into = r.root
             )
             SELECT s.id, s.contact, s.category, s.given, s.platform, s.at, s.source, s.wording, s.by_name
             FROM concerned c JOIN consents s ON s.contact = c.contact
             WHERE s.platform ORDER BY s.at DESC, s.id DESC",
        )
        .bind(person)
        .fetch_all(c)
        .await
    })?)
}

/// What this customer, or a record merged into theirs, said last about
/// `category` or about everything; of two at the same instant, the one that takes back.
pub async fn newest(tx: &mut Tx, contact: i64, category: &str) -> StoreResult<Option<ConsentRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.id, s.contact, s.category, s.given, s.platform, s.at, s.source, s.wording, s.by_name
             FROM consents s
             WHERE s.contact IN (SELECT id FROM contacts WHERE id = $1 OR merged_into = $1)
               AND s.category IN ('all', $2)
             ORDER BY s.at DESC, s.given, s.id DESC LIMIT 1",
        )
        .bind(contact)
        .bind(category)
        .fetch_optional(c)
        .await
    })?)
}

/// Those of these customers about whom anybody ever said stop: the only ones
/// whose statements have to be read before something leaves.
pub async fn with_goodbyes(tx: &mut Tx, contacts: &[i64]) -> StoreResult<HashSet<i64>> {
    let mut found = HashSet::new();
    for piece in pieces(contacts) {
        // One look into the index for each record: as a join, PostgreSQL reads
        // every goodbye there is.
        let sql = format!(
            "{}
             SELECT DISTINCT c.me FROM concerned c
             WHERE (SELECT MIN(s.id) FROM consents s
                    WHERE s.contact = c.contact AND NOT s.given AND (c.own = 1 OR s.platform)) IS NOT NULL",
            concerned(&list(piece.len(), 1))
        );
        let ids: Vec<i64> = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            for contact in piece {
                query = query.bind(*contact);
            }
            query.fetch_all(c).await
        })?;
        found.extend(ids);
    }
    Ok(found)
}

/// Whether this very statement is there already; an import may be repeated.
pub async fn known(tx: &mut Tx, row: &NewConsent<'_>) -> StoreResult<bool> {
    let found: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM consents
             WHERE contact = $1 AND category = $2 AND given = $3 AND at = $4 AND source = $5 AND wording = $6 LIMIT 1",
        )
        .bind(row.contact)
        .bind(row.category)
        .bind(row.given)
        .bind(row.at.0)
        .bind(row.source)
        .bind(row.wording)
        .fetch_optional(c)
        .await
    })?;
    Ok(found.is_some())
}
