//! Budgets, and when their thresholds were reached.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// The key of the platform's own budget.
pub const PLATFORM: &str = "";

/// A budget.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_budgets, described in the migration"
)]
pub struct BudgetRecord {
    pub tenant_id: String,
    pub limit_micros: i64,
    pub currency: String,
    pub thresholds: String,
    pub hard_stop: bool,
    pub updated_at: i64,
    pub updated_by: String,
}

/// Every budget.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<BudgetRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT tenant_id, limit_micros, currency, thresholds, hard_stop, updated_at, updated_by
             FROM billing_budgets ORDER BY tenant_id",
        )
        .fetch_all(c)
        .await
    })?)
}

/// The budgets of one bakery and of the platform.
pub async fn concerning(tx: &mut Tx, tenant_id: &str) -> StoreResult<Vec<BudgetRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT tenant_id, limit_micros, currency, thresholds, hard_stop, updated_at, updated_by
             FROM billing_budgets WHERE tenant_id = $1 OR tenant_id = '' ORDER BY tenant_id",
        )
        .bind(tenant_id)
        .fetch_all(c)
        .await
    })?)
}

/// Sets a budget.
pub async fn set(tx: &mut Tx, budget: &BudgetRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_budgets (tenant_id, limit_micros, currency, thresholds, hard_stop, updated_at, updated_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id) DO UPDATE SET limit_micros = excluded.limit_micros, currency = excluded.currency,
                 thresholds = excluded.thresholds, hard_stop = excluded.hard_stop, updated_at = excluded.updated_at,
                 updated_by = excluded.updated_by",
        )
        .bind(&budget.tenant_id)
        .bind(budget.limit_micros)
        .bind(&budget.currency)
        .bind(&budget.thresholds)
        .bind(budget.hard_stop)
        .bind(budget.updated_at)
        .bind(&budget.updated_by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Removes a budget; `false` when there was none.
pub async fn clear(tx: &mut Tx, tenant_id: &str) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM billing_budgets WHERE tenant_id = $1")
            .bind(tenant_id)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Notes that a threshold was reached; `false` when that is known.
pub async fn note_alarm(
    tx: &mut Tx,
    tenant_id: &str,
    month: i64,
    threshold: i64,
    at: Millis,
) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_alarms (tenant_id, month, threshold, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id, month, threshold) DO NOTHING",
        )
        .bind(tenant_id)
        .bind(month)
        .bind(threshold)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// The thresholds that were reached in a month: whose, which, when.
pub async fn alarms(tx: &mut Tx, month: i64) -> StoreResult<Vec<(String, i64, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT tenant_id, threshold, at FROM billing_alarms WHERE month = $1 ORDER BY tenant_id, threshold",
        )
        .bind(month)
        .fetch_all(c)
        .await
    })?)
}
