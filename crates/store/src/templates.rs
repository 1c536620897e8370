//! Templates as far as sending needs them: a copy of Meta's list.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A template in one language.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TemplateRecord {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Meta's id.
    pub meta_id: Option<String>,
    /// Meta's word for its state.
    pub status: String,
    /// Meta's word for its category.
    pub category: String,
    /// JSON, as Meta sent it.
    pub components: String,
    /// When Meta last listed it.
    pub seen_at: i64,
    /// Since when Meta no longer does.
    pub vanished_at: Option<i64>,
}

/// When the list of an account was last read.
pub async fn read_at(tx: &mut Tx, account: &str) -> StoreResult<Option<Millis>> {
    let row: Option<(Option<i64>,)> = on!(tx, |c| {
        sqlx::query_as("SELECT templates_at FROM accounts WHERE id = $1")
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    Ok(row.and_then(|(at,)| at).map(Millis))
}

/// One template, also when Meta no longer lists it.
pub async fn find(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
) -> StoreResult<Option<TemplateRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT name, language, meta_id, status, category, components, seen_at, vanished_at
             FROM templates WHERE account_id = $1 AND name = $2 AND language = $3",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .fetch_optional(c)
        .await
    })?)
}

/// What Meta lists for an account, by name and language.
pub async fn listed(tx: &mut Tx, account: &str) -> StoreResult<Vec<TemplateRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT name, language, meta_id, status, category, components, seen_at, vanished_at
             FROM templates WHERE account_id = $1 AND vanished_at IS NULL ORDER BY name, language",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// Writes what Meta lists; what it no longer lists is marked so.
pub async fn replace(tx: &mut Tx, account: &str, rows: &[TemplateRecord], at: Millis) -> StoreResult<()> {
    for row in rows {
        on!(tx, |c| {
            sqlx::query(
                "INSERT INTO templates (account_id, name, language, meta_id, status, category, components, seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (account_id, name, language) DO UPDATE SET
                     meta_id = excluded.meta_id, status = excluded.status, category = excluded.category,
                     components = excluded.components, seen_at = excluded.seen_at, vanished_at = NULL",
            )
            .bind(account)
            .bind(&row.name)
            .bind(&row.language)
            .bind(&row.meta_id)
            .bind(&row.status)
            .bind(&row.category)
            .bind(&row.components)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    on!(tx, |c| {
        sqlx::query(
            "UPDATE templates SET vanished_at = $2 WHERE account_id = $1 AND seen_at < $2 AND vanished_at IS NULL",
        )
        .bind(account)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET templates_at = $2 WHERE id = $1")
            .bind(account)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
