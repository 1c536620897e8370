//! Platform-wide settings.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// Name of the setting that overrides the configured switch (`true` or `false`).
pub const WHATSAPP_ENABLED: &str = "whatsapp_enabled";
/// Name of the setting that holds our id of the default number.
pub const DEFAULT_NUMBER: &str = "default_number";

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SettingRecord {
    /// Its value.
    pub value: String,
    /// When it was set.
    pub updated_at: i64,
    /// Name of who set it.
    pub updated_by: String,
}

/// Reads a setting.
pub async fn get(tx: &mut Tx, name: &str) -> StoreResult<Option<SettingRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as("SELECT value, updated_at, updated_by FROM settings WHERE name = $1")
            .bind(name)
            .fetch_optional(c)
            .await
    })?)
}

/// Writes a setting.
pub async fn set(tx: &mut Tx, name: &str, value: &str, by: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO settings (name, value, updated_at, updated_by) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
                                              updated_by = excluded.updated_by",
        )
        .bind(name)
        .bind(value)
        .bind(at.0)
        .bind(by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Removes a setting; `false` when there was none.
pub async fn clear(tx: &mut Tx, name: &str) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM settings WHERE name = $1")
            .bind(name)
            .execute(c)
            .await
            .map(|done| done.rows_affected() > 0)
    })?)
}
