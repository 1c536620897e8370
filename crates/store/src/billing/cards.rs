//! Imported rate cards, withdrawals, and files between preview and confirmation.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// An imported card.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of billing_cards, described in the migration")]
pub struct CardRecord {
    pub id: String,
    pub currency: String,
    pub from_day: String,
    pub body: String,
    pub file: String,
    pub note: String,
    pub created_at: i64,
    pub created_by: String,
}

/// Every imported card, oldest first.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<CardRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, currency, from_day, body, file, note, created_at, created_by FROM billing_cards
             ORDER BY created_at, id",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Adds a card. Its id being taken is a conflict: cards are never overwritten.
pub async fn insert(tx: &mut Tx, card: &CardRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_cards (id, currency, from_day, body, file, note, created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&card.id)
        .bind(&card.currency)
        .bind(&card.from_day)
        .bind(&card.body)
        .bind(&card.file)
        .bind(&card.note)
        .bind(card.created_at)
        .bind(&card.created_by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// A card that somebody withdrew.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_card_withdrawals, described in the migration"
)]
pub struct Withdrawal {
    pub card: String,
    pub at: i64,
    pub by_name: String,
    pub why: String,
}

/// Every withdrawal.
pub async fn withdrawals(tx: &mut Tx) -> StoreResult<Vec<Withdrawal>> {
    Ok(on!(tx, |c| sqlx::query_as(
        "SELECT card, at, by_name, why FROM billing_card_withdrawals ORDER BY at, card"
    )
    .fetch_all(c)
    .await)?)
}

/// Withdraws a card; `false` when it already was.
pub async fn withdraw(tx: &mut Tx, row: &Withdrawal) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_card_withdrawals (card, at, by_name, why) VALUES ($1, $2, $3, $4)
             ON CONFLICT (card) DO NOTHING",
        )
        .bind(&row.card)
        .bind(row.at)
        .bind(&row.by_name)
        .bind(&row.why)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// A file between its preview and its confirmation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_card_drafts, described in the migration"
)]
pub struct Draft {
    pub id: String,
    pub file: String,
    pub content: Vec<u8>,
    pub options: String,
    pub created_at: i64,
    pub applied_at: Option<i64>,
}

/// Remembers a file, and forgets those that nobody confirmed since `before`.
pub async fn keep_draft(tx: &mut Tx, draft: &Draft, before: Millis) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(
        "DELETE FROM billing_card_drafts WHERE created_at < $1"
    )
    .bind(before.0)
    .execute(c)
    .await
    .map(|_| ()))?;
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_card_drafts (id, file, content, options, created_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&draft.id)
        .bind(&draft.file)
        .bind(&draft.content)
        .bind(&draft.options)
        .bind(draft.created_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Reads a file again.
pub async fn draft(tx: &mut Tx, id: &str) -> StoreResult<Option<Draft>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, file, content, options, created_at, applied_at FROM billing_card_drafts WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })?)
}

/// Marks a file as imported; `false` when it already was.
pub async fn mark_applied(tx: &mut Tx, id: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE billing_card_drafts SET applied_at = $2 WHERE id = $1 AND applied_at IS NULL")
            .bind(id)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// How many entries in force rest on a card.
pub async fn used(tx: &mut Tx, card: &str) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(messages), 0) AS BIGINT) FROM billing_months WHERE card = $1",
        )
        .bind(card)
        .fetch_one(c)
        .await
    })?)
}

/// How many rows there are of what prices rest on beside accounts: cards,
/// withdrawals, terms and months that were signed off. Rows are only ever added
/// to these, so equal counts mean that nothing has changed.
pub async fn basis_counts(tx: &mut Tx) -> StoreResult<[i64; 4]> {
    let counts: (i64, i64, i64, i64) = on!(tx, |c| {
        sqlx::query_as(
            "SELECT CAST((SELECT COUNT(*) FROM billing_cards) AS BIGINT),
                    CAST((SELECT COUNT(*) FROM billing_card_withdrawals) AS BIGINT),
                    CAST((SELECT COUNT(*) FROM billing_terms) AS BIGINT),
                    CAST((SELECT COUNT(*) FROM billing_closes) AS BIGINT)",
        )
        .fetch_one(c)
        .await
    })?;
    Ok([counts.0, counts.1, counts.2, counts.3])
}
