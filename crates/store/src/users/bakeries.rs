//! Which bakeries people belong to.

use domain::ids::{BadId, TenantId, UserId};

use crate::{
    db::Tx,
    error::{StoreError, StoreResult},
};

/// A person's bakeries with their names, by name.
pub async fn tenants_of(tx: &mut Tx, id: &UserId) -> StoreResult<Vec<(TenantId, String)>> {
    let rows: Vec<(String, String)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT t.id, t.name FROM user_tenants m JOIN tenants t ON t.id = m.tenant_id
             WHERE m.user_id = $1 ORDER BY t.name_search, t.id",
        )
        .bind(id.as_str())
        .fetch_all(c)
        .await
    })?;
    rows.into_iter()
        .map(|(tenant, name)| Ok((tenant_id(tenant)?, name)))
        .collect()
}

/// Everybody's bakeries: person, bakery and its name, by name.
pub async fn memberships(tx: &mut Tx) -> StoreResult<Vec<(String, TenantId, String)>> {
    let rows: Vec<(String, String, String)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT m.user_id, t.id, t.name FROM user_tenants m JOIN tenants t ON t.id = m.tenant_id
             ORDER BY t.name_search, t.id",
        )
        .fetch_all(c)
        .await
    })?;
    rows.into_iter()
        .map(|(user, tenant, name)| Ok((user, tenant_id(tenant)?, name)))
        .collect()
}

/// Replaces a person's bakeries. Answers `false`, leaving a transaction that
/// must not be committed, when one of them does not exist.
pub async fn set_tenants(tx: &mut Tx, id: &UserId, tenants: &[TenantId]) -> StoreResult<bool> {
    on!(tx, |c| sqlx::query("DELETE FROM user_tenants WHERE user_id = $1")
        .bind(id.as_str())
        .execute(c)
        .await
        .map(|_| ()))?;
    for tenant in tenants {
        let added = on!(tx, |c| {
            sqlx::query(
                "INSERT INTO user_tenants (user_id, tenant_id) SELECT $1, id FROM tenants WHERE id = $2
                 ON CONFLICT (user_id, tenant_id) DO UPDATE SET tenant_id = excluded.tenant_id",
            )
            .bind(id.as_str())
            .bind(tenant.as_str())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if added == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn tenant_id(text: String) -> StoreResult<TenantId> {
    TenantId::try_from(text).map_err(|BadId { kind }| StoreError::Corrupt {
        table: "tenants",
        column: "id",
        value: kind.to_owned(),
    })
}
