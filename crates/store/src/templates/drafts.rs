//! Templates being written.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of template_drafts, described in the migration"
)]
pub struct DraftRecord {
    pub id: String,
    pub account_id: String,
    pub name: String,
    pub head: i64,
    pub origin: String,
    pub created_at: i64,
    pub created_by: String,
    pub updated_at: i64,
    pub updated_by: String,
    pub closed_at: Option<i64>,
}

/// A text that was saved.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of template_draft_versions, described in the migration"
)]
pub struct VersionRecord {
    pub draft_id: String,
    pub version: i64,
    pub parent: i64,
    pub content: String,
    pub at: i64,
    pub by_id: Option<String>,
    pub by_name: String,
    pub auto_since: Option<i64>,
}

/// Adds a draft.
pub async fn insert(tx: &mut Tx, row: &DraftRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO template_drafts (id, account_id, name, head, origin, created_at, created_by, updated_at, updated_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&row.id)
        .bind(&row.account_id)
        .bind(&row.name)
        .bind(row.head)
        .bind(&row.origin)
        .bind(row.created_at)
        .bind(&row.created_by)
        .bind(row.updated_at)
        .bind(&row.updated_by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// A draft, also one that is closed.
pub async fn by_id(tx: &mut Tx, id: &str) -> StoreResult<Option<DraftRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, account_id, name, head, origin, created_at, created_by, updated_at, updated_by, closed_at
             FROM template_drafts WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })?)
}

/// Makes other transactions that save this draft wait until this one ends.
pub async fn lock(tx: &mut Tx, id: &str) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE template_drafts SET head = head WHERE id = $1")
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// The open drafts, last changed first; of one account and name when given.
pub async fn open(
    tx: &mut Tx,
    account: Option<&str>,
    name: Option<&str>,
    limit: i64,
) -> StoreResult<Vec<DraftRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, account_id, name, head, origin, created_at, created_by, updated_at, updated_by, closed_at
             FROM template_drafts
             WHERE closed_at IS NULL AND ($1 IS NULL OR account_id = $1) AND ($2 IS NULL OR name = $2)
             ORDER BY updated_at DESC, id DESC LIMIT $3",
        )
        .bind(account)
        .bind(name)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Makes a version the one in force.
pub async fn set_head(
    tx: &mut Tx,
    id: &str,
    version: i64,
    name: &str,
    at: Millis,
    by: &str,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE template_drafts SET head = $2, name = $3, updated_at = $4, updated_by = $5 WHERE id = $1",
        )
        .bind(id)
        .bind(version)
        .bind(name)
        .bind(at.0)
        .bind(by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Puts a draft away, or (`None`) takes it out again.
pub async fn close(tx: &mut Tx, id: &str, at: Option<Millis>) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE template_drafts SET closed_at = $2 WHERE id = $1")
            .bind(id)
            .bind(at.map(|at| at.0))
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Adds a text.
pub async fn add_version(tx: &mut Tx, row: &VersionRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO template_draft_versions (draft_id, version, parent, content, at, by_id, by_name, auto_since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&row.draft_id)
        .bind(row.version)
        .bind(row.parent)
        .bind(&row.content)
        .bind(row.at)
        .bind(&row.by_id)
        .bind(&row.by_name)
        .bind(row.auto_since)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Puts a later text in the place of one that was saved by itself. It gets a
/// number of its own, so that who still has the earlier text is told.
pub async fn replace_version(tx: &mut Tx, old: i64, row: &VersionRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE template_draft_versions SET version = $3, content = $4, at = $5, by_name = $6
             WHERE draft_id = $1 AND version = $2",
        )
        .bind(&row.draft_id)
        .bind(old)
        .bind(row.version)
        .bind(&row.content)
        .bind(row.at)
        .bind(&row.by_name)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Somebody asked for this text: no later one takes its place.
pub async fn keep_version(tx: &mut Tx, draft: &str, version: i64) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE template_draft_versions SET auto_since = NULL WHERE draft_id = $1 AND version = $2",
        )
        .bind(draft)
        .bind(version)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// One text.
pub async fn version(tx: &mut Tx, draft: &str, version: i64) -> StoreResult<Option<VersionRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT draft_id, version, parent, content, at, by_id, by_name, auto_since FROM template_draft_versions
             WHERE draft_id = $1 AND version = $2",
        )
        .bind(draft)
        .bind(version)
        .fetch_optional(c)
        .await
    })?)
}

/// Every text of a draft, newest first.
pub async fn versions(tx: &mut Tx, draft: &str) -> StoreResult<Vec<VersionRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT draft_id, version, parent, content, at, by_id, by_name, auto_since FROM template_draft_versions
             WHERE draft_id = $1 ORDER BY version DESC",
        )
        .bind(draft)
        .fetch_all(c)
        .await
    })?)
}
