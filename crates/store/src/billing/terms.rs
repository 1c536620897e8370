//! How accounts are billed: time zone and partner's fees, dated.

use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// Terms of an account from an instant on.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of billing_terms, described in the migration")]
pub struct TermsRecord {
    pub id: String,
    pub account_id: String,
    pub from_at: i64,
    pub time_zone: String,
    pub fees: Option<String>,
    pub created_at: i64,
    pub created_by: String,
}

/// All terms, in the order in which they begin; of those that begin at the same
/// instant, the one that was said last comes last.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<TermsRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, account_id, from_at, time_zone, fees, created_at, created_by FROM billing_terms
             ORDER BY account_id, from_at, created_at, id",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Adds terms.
pub async fn insert(tx: &mut Tx, terms: &TermsRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_terms (id, account_id, from_at, time_zone, fees, created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&terms.id)
        .bind(&terms.account_id)
        .bind(terms.from_at)
        .bind(&terms.time_zone)
        .bind(&terms.fees)
        .bind(terms.created_at)
        .bind(&terms.created_by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
