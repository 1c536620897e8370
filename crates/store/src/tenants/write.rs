//! Making and changing bakeries.

use std::fmt::Write as _;

use domain::time::Millis;
use sqlx::AssertSqlSafe;

use crate::{db::Tx, error::StoreResult};

/// What is written for a bakery; the search texts are made by the caller.
#[derive(Debug, Clone)]
pub struct TenantWrite {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `search_key(name)`.
    pub name_search: String,
    /// `search_key` of everything that is searched.
    pub search: String,
    /// City.
    pub city: String,
    /// The platform's own id of it.
    pub external_ref: Option<String>,
    /// When.
    pub at: Millis,
}

/// Whether another bakery has this name (as `search_key`) or this own id: `(name, external_ref)`.
pub async fn taken(
    tx: &mut Tx,
    name_search: &str,
    external_ref: Option<&str>,
    except: Option<&str>,
) -> StoreResult<(bool, bool)> {
    let rows: Vec<(String, Option<String>)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT name_search, external_ref FROM tenants
             WHERE (name_search = $1 OR external_ref = $2) AND ($3 IS NULL OR id <> $3)",
        )
        .bind(name_search)
        .bind(external_ref)
        .bind(except)
        .fetch_all(c)
        .await
    })?;
    let name = rows.iter().any(|(name, _)| name == name_search);
    let own = external_ref.is_some() && rows.iter().any(|(_, own)| own.as_deref() == external_ref);
    Ok((name, own))
}

/// Adds bakeries: active, switch off. At most 1,000 at a time.
pub async fn insert(tx: &mut Tx, rows: &[TenantWrite]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = String::from(
        "INSERT INTO tenants (id, name, name_search, search, city, external_ref, status, whatsapp_enabled, created_at, updated_at) VALUES ",
    );
    for i in 0..rows.len() {
        let n = i * 7;
        let comma = if i == 0 { "" } else { ", " };
        let [id, name, key, search, city, own, at] = [1, 2, 3, 4, 5, 6, 7].map(|place| n + place);
        // Writing to a String does not fail.
        let _ = write!(
            sql,
            "{comma}(${id}, ${name}, ${key}, ${search}, ${city}, ${own}, 'active', FALSE, ${at}, ${at})"
        );
    }
    on!(tx, |c| {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query
                .bind(&row.id)
                .bind(&row.name)
                .bind(&row.name_search)
                .bind(&row.search)
                .bind(&row.city)
                .bind(&row.external_ref)
                .bind(row.at.0);
        }
        query.execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// Writes name, city and own id.
pub async fn update(tx: &mut Tx, row: &TenantWrite) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE tenants SET name = $2, name_search = $3, search = $4, city = $5, external_ref = $6, updated_at = $7
             WHERE id = $1",
        )
        .bind(&row.id)
        .bind(&row.name)
        .bind(&row.name_search)
        .bind(&row.search)
        .bind(&row.city)
        .bind(&row.external_ref)
        .bind(row.at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Changes the state; `false` when it already was so.
pub async fn set_status(tx: &mut Tx, id: &str, status: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE tenants SET status = $2, updated_at = $3 WHERE id = $1 AND status <> $2")
            .bind(id)
            .bind(status)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() > 0)
    })?)
}

/// Flips the owner's switch; `false` when it already was so.
pub async fn set_enabled(tx: &mut Tx, id: &str, on: bool, by: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE tenants SET whatsapp_enabled = $2, switched_at = $3, switched_by = $4, updated_at = $3
             WHERE id = $1 AND whatsapp_enabled <> $2",
        )
        .bind(id)
        .bind(on)
        .bind(at.0)
        .bind(by)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0)
    })?)
}
