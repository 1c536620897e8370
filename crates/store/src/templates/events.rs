//! What was observed of templates; rows are only ever added.

use domain::time::Millis;
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

/// An observation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of template_events, described in the migration"
)]
pub struct TemplateEventRecord {
    pub template_id: String,
    pub field: String,
    pub at: i64,
    pub source: String,
    pub value: String,
    pub detail: Option<String>,
    pub by_name: String,
}

/// Adds observations; one that is there already stays as it is.
pub async fn add(tx: &mut Tx, rows: &[TemplateEventRecord]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO template_events (template_id, field, at, source, value, detail, by_name) VALUES {}
             ON CONFLICT DO NOTHING",
            placeholders(piece.len(), 7)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in piece {
                query = query
                    .bind(&row.template_id)
                    .bind(&row.field)
                    .bind(row.at)
                    .bind(&row.source)
                    .bind(&row.value)
                    .bind(&row.detail)
                    .bind(&row.by_name);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Everything observed of a template, oldest first.
pub async fn of_template(tx: &mut Tx, template: &str) -> StoreResult<Vec<TemplateEventRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT template_id, field, at, source, value, detail, by_name FROM template_events
             WHERE template_id = $1 ORDER BY at",
        )
        .bind(template)
        .fetch_all(c)
        .await
    })?)
}

/// When the list of an account was read after `after`, oldest first.
pub async fn reads_after(tx: &mut Tx, account: &str, after: Millis) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar("SELECT at FROM template_reads WHERE account_id = $1 AND at > $2 ORDER BY at")
            .bind(account)
            .bind(after.0)
            .fetch_all(c)
            .await
    })?)
}

/// Forgets when lists were read before `before`: no webhook comes that late.
pub async fn forget_reads(tx: &mut Tx, account: &str, before: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("DELETE FROM template_reads WHERE account_id = $1 AND at < $2")
            .bind(account)
            .bind(before.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
