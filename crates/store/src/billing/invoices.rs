//! Meta's invoices as somebody imported them.

use sqlx::{AssertSqlSafe, FromRow};

use crate::{db::Tx, error::StoreResult};

/// An imported invoice.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_invoices, described in the migration"
)]
pub struct InvoiceRecord {
    pub id: String,
    pub account_id: String,
    pub month: i64,
    pub file: String,
    pub content: String,
    pub currency: String,
    pub total_micros: i64,
    pub lines: String,
    pub imported_at: i64,
    pub imported_by: String,
    pub replaced_by: Option<String>,
}

const COLUMNS: &str =
    "id, account_id, month, file, content, currency, total_micros, lines, imported_at, imported_by,
    replaced_by";

/// Adds an invoice; it takes the place of the one before.
pub async fn insert(tx: &mut Tx, invoice: &InvoiceRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE billing_invoices SET replaced_by = $3
             WHERE account_id = $1 AND month = $2 AND replaced_by IS NULL",
        )
        .bind(&invoice.account_id)
        .bind(invoice.month)
        .bind(&invoice.id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO billing_invoices (id, account_id, month, file, content, currency, total_micros, lines,
                                           imported_at, imported_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(&invoice.id)
        .bind(&invoice.account_id)
        .bind(invoice.month)
        .bind(&invoice.file)
        .bind(&invoice.content)
        .bind(&invoice.currency)
        .bind(invoice.total_micros)
        .bind(&invoice.lines)
        .bind(invoice.imported_at)
        .bind(&invoice.imported_by)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The invoice that counts for a month.
pub async fn current(tx: &mut Tx, account_id: &str, month: i64) -> StoreResult<Option<InvoiceRecord>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM billing_invoices WHERE account_id = $1 AND month = $2 AND replaced_by IS NULL"
    );
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(account_id)
        .bind(month)
        .fetch_optional(c)
        .await)?)
}
