//! What each template is now: the narrow rows that lists and the gate read, and
//! the wide texts beside them.

use domain::time::Millis;
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

/// A template as it is now.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of templates, described in the migration")]
pub struct TemplateState {
    pub id: String,
    pub account_id: String,
    pub name: String,
    pub language: String,
    pub meta_id: Option<String>,
    pub status: String,
    pub status_since: i64,
    pub shown: String,
    pub reason: Option<String>,
    pub explanation: Option<String>,
    pub recommendation: Option<String>,
    pub paused_until: Option<i64>,
    pub category: String,
    pub category_since: i64,
    pub previous_category: Option<String>,
    pub next_category: Option<String>,
    pub next_since: Option<i64>,
    pub moves_at: Option<i64>,
    pub accepted_at: i64,
    pub quality: String,
    pub quality_since: i64,
    pub previous_quality: Option<String>,
    pub locked: i64,
    pub alarm: i64,
    pub parameter_format: Option<String>,
    pub text_hash: String,
    pub preview: String,
    pub first_seen_at: i64,
    pub last_event_at: i64,
    pub seen_at: i64,
    pub vanished_at: Option<i64>,
    pub last_used_at: Option<i64>,
}

/// The wide part of a template.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TemplateText {
    /// The template.
    pub template_id: String,
    /// JSON, as Meta sent it.
    pub components: String,
    /// Meta's whole record, JSON.
    pub raw: Option<String>,
    /// Search key of name and texts.
    pub search: String,
}

/// The columns of a [`TemplateState`] in the order of its fields.
macro_rules! columns {
    () => {
        "id, account_id, name, language, meta_id, status, status_since, shown, reason, explanation, recommendation,
         paused_until, category, category_since, previous_category, next_category, next_since, moves_at, accepted_at,
         quality, quality_since, previous_quality, locked, alarm, parameter_format, text_hash, preview, first_seen_at,
         last_event_at, seen_at, vanished_at, last_used_at"
    };
}
pub(super) use columns;

/// Every template of an account, also those that Meta no longer lists.
pub async fn of_account(tx: &mut Tx, account: &str) -> StoreResult<Vec<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM templates WHERE account_id = $1"
        ))
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// One template by our id.
pub async fn by_id(tx: &mut Tx, id: &str) -> StoreResult<Option<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!("SELECT ", columns!(), " FROM templates WHERE id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// One template of an account by name and language.
pub async fn by_name(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
) -> StoreResult<Option<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM templates WHERE account_id = $1 AND name = $2 AND language = $3"
        ))
        .bind(account)
        .bind(name)
        .bind(language)
        .fetch_optional(c)
        .await
    })?)
}

/// All languages of a name in an account.
pub async fn siblings(tx: &mut Tx, account: &str, name: &str) -> StoreResult<Vec<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM templates WHERE account_id = $1 AND name = $2 ORDER BY language"
        ))
        .bind(account)
        .bind(name)
        .fetch_all(c)
        .await
    })?)
}

/// One template of an account by Meta's id.
pub async fn by_meta_id(tx: &mut Tx, account: &str, meta_id: &str) -> StoreResult<Option<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM templates WHERE account_id = $1 AND meta_id = $2 ORDER BY first_seen_at DESC LIMIT 1"
        ))
        .bind(account)
        .bind(meta_id)
        .fetch_optional(c)
        .await
    })?)
}

/// One template of any connected account by Meta's id.
pub async fn by_any_meta_id(tx: &mut Tx, meta_id: &str) -> StoreResult<Option<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM templates WHERE meta_id = $1 ORDER BY first_seen_at DESC LIMIT 1"
        ))
        .bind(meta_id)
        .fetch_optional(c)
        .await
    })?)
}

/// Binds all columns between the language and when it was last used.
macro_rules! bind_facts {
    ($query:expr, $row:expr) => {
        $query
            .bind(&$row.meta_id)
            .bind(&$row.status)
            .bind($row.status_since)
            .bind(&$row.shown)
            .bind(&$row.reason)
            .bind(&$row.explanation)
            .bind(&$row.recommendation)
            .bind($row.paused_until)
            .bind(&$row.category)
            .bind($row.category_since)
            .bind(&$row.previous_category)
            .bind(&$row.next_category)
            .bind($row.next_since)
            .bind($row.moves_at)
            .bind($row.accepted_at)
            .bind(&$row.quality)
            .bind($row.quality_since)
            .bind(&$row.previous_quality)
            .bind($row.locked)
            .bind($row.alarm)
            .bind(&$row.parameter_format)
            .bind(&$row.text_hash)
            .bind(&$row.preview)
            .bind($row.first_seen_at)
            .bind($row.last_event_at)
            .bind($row.seen_at)
            .bind($row.vanished_at)
    };
}

/// Adds templates that were not known.
pub async fn insert(tx: &mut Tx, rows: &[TemplateState]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO templates ({}) VALUES {}",
            columns!(),
            placeholders(piece.len(), 32)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in piece {
                let known = query
                    .bind(&row.id)
                    .bind(&row.account_id)
                    .bind(&row.name)
                    .bind(&row.language);
                query = bind_facts!(known, row).bind(row.last_used_at);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Writes everything that can change but when it was last used, which sending writes.
pub async fn save(tx: &mut Tx, row: &TemplateState) -> StoreResult<()> {
    on!(tx, |c| {
        let query = sqlx::query(
            "UPDATE templates SET meta_id = $2, status = $3, status_since = $4, shown = $5, reason = $6,
                    explanation = $7, recommendation = $8, paused_until = $9, category = $10, category_since = $11,
                    previous_category = $12, next_category = $13, next_since = $14, moves_at = $15, accepted_at = $16,
                    quality = $17, quality_since = $18, previous_quality = $19, locked = $20, alarm = $21,
                    parameter_format = $22, text_hash = $23, preview = $24, first_seen_at = $25, last_event_at = $26,
                    seen_at = $27, vanished_at = $28
             WHERE id = $1",
        );
        bind_facts!(query.bind(&row.id), row).execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// Writes the wide part.
pub async fn save_texts(tx: &mut Tx, rows: &[TemplateText]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO template_texts (template_id, components, raw, search) VALUES {}
             ON CONFLICT (template_id) DO UPDATE SET
                 components = excluded.components, raw = excluded.raw, search = excluded.search",
            placeholders(piece.len(), 4)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in piece {
                query = query
                    .bind(&row.template_id)
                    .bind(&row.components)
                    .bind(&row.raw)
                    .bind(&row.search);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// The wide part of a template.
pub async fn text(tx: &mut Tx, template: &str) -> StoreResult<Option<TemplateText>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT template_id, components, raw, search FROM template_texts WHERE template_id = $1",
        )
        .bind(template)
        .fetch_optional(c)
        .await
    })?)
}

/// A template with its text, for comparing new texts with old ones.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NamedText {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Meta's word for its category.
    pub category: String,
    /// JSON, as Meta sent it.
    pub components: String,
}

/// The texts that an account has in use or in review: those with which a new one
/// may not be the same. What Meta refused or is deleting stands in nobody's way.
pub async fn texts_of_account(tx: &mut Tx, account: &str) -> StoreResult<Vec<NamedText>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT t.name, t.language, t.category, x.components
             FROM templates t JOIN template_texts x ON x.template_id = t.id
             WHERE t.account_id = $1 AND t.shown NOT IN ('REJECTED', 'PENDING_DELETION', 'DELETED')",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// How many templates an account holds as Meta counts them: the languages of a name are one.
pub async fn count(tx: &mut Tx, account: &str) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(DISTINCT name) AS BIGINT) FROM templates WHERE account_id = $1 AND shown <> 'DELETED'",
        )
        .bind(account)
        .fetch_one(c)
        .await
    })?)
}

/// Templates that want somebody's attention, worst first.
pub async fn wanting(tx: &mut Tx, limit: i64) -> StoreResult<Vec<TemplateState>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM templates t WHERE t.alarm > 0
              AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = t.account_id AND a.disconnected_at IS NULL)
              ORDER BY t.alarm DESC, t.last_event_at DESC, t.id LIMIT $1"
        ))
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// How many templates want somebody's attention.
pub async fn alarms(tx: &mut Tx) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM templates t JOIN accounts a ON a.id = t.account_id
             WHERE t.alarm > 0 AND a.disconnected_at IS NULL",
        )
        .fetch_one(c)
        .await
    })?)
}

/// When a template of this name and language, or the last one of the name, was
/// found to be gone after `since`, if it was ever approved: Meta blocks such names for a while.
pub async fn gone_since(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
    since: Millis,
) -> StoreResult<Option<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT MAX(t.vanished_at) FROM templates t
             WHERE t.account_id = $1 AND t.name = $2 AND t.vanished_at > $4
               AND (t.language = $3 OR NOT EXISTS (
                   SELECT 1 FROM templates o
                   WHERE o.account_id = $1 AND o.name = $2 AND o.vanished_at IS NULL))
               AND EXISTS (SELECT 1 FROM template_events e
                           WHERE e.template_id = t.id AND e.field = 'status' AND e.value = 'APPROVED')",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .bind(since.0)
        .fetch_one(c)
        .await
    })?)
}
