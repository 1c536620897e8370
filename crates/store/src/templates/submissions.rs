//! What was asked of Meta about templates, written down before it was asked.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// Something that was asked of Meta.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of template_submissions, described in the migration"
)]
pub struct SubmissionRecord {
    pub id: String,
    pub account_id: String,
    pub name: String,
    pub language: String,
    pub kind: String,
    pub draft_id: Option<String>,
    pub version: Option<i64>,
    pub was: String,
    pub content: Option<String>,
    pub at: i64,
    pub by_name: String,
    pub state: String,
    pub category: Option<String>,
    pub answered: Option<String>,
    pub ended_at: Option<i64>,
}

macro_rules! columns {
    () => {
        "id, account_id, name, language, kind, draft_id, version, was, content, at, by_name, state, category, answered,
         ended_at"
    };
}

/// Writes down what will be asked.
pub async fn insert(tx: &mut Tx, row: &SubmissionRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(concat!(
            "INSERT INTO template_submissions (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ))
        .bind(&row.id)
        .bind(&row.account_id)
        .bind(&row.name)
        .bind(&row.language)
        .bind(&row.kind)
        .bind(&row.draft_id)
        .bind(row.version)
        .bind(&row.was)
        .bind(&row.content)
        .bind(row.at)
        .bind(&row.by_name)
        .bind(&row.state)
        .bind(&row.category)
        .bind(&row.answered)
        .bind(row.ended_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Writes what became of it; `false` when that is known already.
pub async fn end(
    tx: &mut Tx,
    id: &str,
    state: &str,
    answered: Option<&str>,
    at: Millis,
) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE template_submissions SET state = $2, answered = $3, ended_at = $4
             WHERE id = $1 AND state IN ('asked', 'unknown')",
        )
        .bind(id)
        .bind(state)
        .bind(answered)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Nobody knows what became of it; `why` is JSON.
pub async fn mark_unknown(tx: &mut Tx, id: &str, why: &str) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE template_submissions SET state = 'unknown', answered = $2 WHERE id = $1 AND state = 'asked'")
            .bind(id)
            .bind(why)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// What is not settled in an account: nobody knows whether Meta did it.
pub async fn open(tx: &mut Tx, account: &str) -> StoreResult<Vec<SubmissionRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM template_submissions WHERE account_id = $1 AND state IN ('asked', 'unknown') ORDER BY at, id"
        ))
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// What was asked about a name, newest first.
pub async fn of_name(
    tx: &mut Tx,
    account: &str,
    name: &str,
    limit: i64,
) -> StoreResult<Vec<SubmissionRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM template_submissions WHERE account_id = $1 AND name = $2 ORDER BY at DESC, id DESC LIMIT $3"
        ))
        .bind(account)
        .bind(name)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// What came of a draft, newest first.
pub async fn of_draft(tx: &mut Tx, draft: &str) -> StoreResult<Vec<SubmissionRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM template_submissions WHERE draft_id = $1 ORDER BY at DESC, id DESC"
        ))
        .bind(draft)
        .fetch_all(c)
        .await
    })?)
}

/// When this template was edited while it was approved, since `since`, oldest first.
pub async fn edits_since(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    since: Millis,
) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT at FROM template_submissions
             WHERE account_id = $1 AND name = $2 AND language = $3 AND at > $4
               AND kind = 'edit' AND was = 'APPROVED' AND state IN ('asked', 'unknown', 'done') ORDER BY at",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .bind(since.0)
        .fetch_all(c)
        .await
    })?)
}

/// How many templates were handed in for an account since `since`.
pub async fn created_since(tx: &mut Tx, account: &str, since: Millis) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM template_submissions
             WHERE account_id = $1 AND kind = 'create' AND at > $2",
        )
        .bind(account)
        .bind(since.0)
        .fetch_one(c)
        .await
    })?)
}

/// When we last deleted a name, or one of its languages, after `since`.
pub async fn deleted_since(
    tx: &mut Tx,
    account: &str,
    name: &str,
    since: Millis,
) -> StoreResult<Option<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT MAX(at) FROM template_submissions
             WHERE account_id = $1 AND name = $2 AND kind = 'delete' AND was = 'APPROVED' AND language = '' AND at > $3
               AND state IN ('unknown', 'done')",
        )
        .bind(account)
        .bind(name)
        .bind(since.0)
        .fetch_one(c)
        .await
    })?)
}
