//! Imports of bakeries between dry run and confirmation.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// An import.
#[derive(Debug, Clone, FromRow)]
pub struct ImportRecord {
    /// Id.
    pub id: String,
    /// The file, as text.
    pub csv: String,
    /// When it was carried out.
    pub applied_at: Option<i64>,
}

/// Remembers a file.
pub async fn insert(tx: &mut Tx, id: &str, by: Option<&str>, csv: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("INSERT INTO tenant_imports (id, created_by, created_at, csv) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(by)
            .bind(at.0)
            .bind(csv)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Reads a file again.
pub async fn by_id(tx: &mut Tx, id: &str) -> StoreResult<Option<ImportRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as("SELECT id, csv, applied_at FROM tenant_imports WHERE id = $1")
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// Marks it as carried out; `false` when it already was. On PostgreSQL this
/// makes a second confirmation wait for the first.
pub async fn mark_applied(tx: &mut Tx, id: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE tenant_imports SET applied_at = $2 WHERE id = $1 AND applied_at IS NULL")
            .bind(id)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Forgets files that nobody confirmed.
pub async fn forget_older(tx: &mut Tx, than: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("DELETE FROM tenant_imports WHERE created_at < $1")
            .bind(than.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
