//! Templates: what Meta holds, what was observed of them, and what is being
//! written. The columns are described in the migration.

pub mod drafts;
pub mod events;
pub mod holds;
pub mod list;
pub mod states;
pub mod submissions;
pub mod usage;

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A template in one language, as sending needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct TemplateRecord {
    /// Our id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Meta's id.
    pub meta_id: Option<String>,
    /// Meta's word for its state.
    pub status: String,
    /// Meta's word for its category.
    pub category: String,
    /// JSON, as Meta sent it.
    pub components: String,
    /// When Meta last listed it.
    pub seen_at: i64,
    /// Since when Meta no longer does.
    pub vanished_at: Option<i64>,
    /// Since when its sending waits for somebody's word.
    pub held_since: Option<i64>,
    /// What it was when it was held.
    pub held_from: Option<String>,
    /// What it became.
    pub held_to: Option<String>,
}

/// A template in a choice.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TemplateName {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Meta's word for its state.
    pub status: String,
}

/// When the list of an account was last read.
pub async fn read_at(tx: &mut Tx, account: &str) -> StoreResult<Option<Millis>> {
    let row: Option<(Option<i64>,)> = on!(tx, |c| {
        sqlx::query_as("SELECT templates_at FROM accounts WHERE id = $1")
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    Ok(row.and_then(|(at,)| at).map(Millis))
}

/// One template, also when Meta no longer lists it.
pub async fn find(
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
) -> StoreResult<Option<TemplateRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT t.id, t.name, t.language, t.meta_id, t.status, t.category, x.components,
                    CASE WHEN t.vanished_at IS NULL AND a.templates_at > t.seen_at THEN a.templates_at
                         ELSE t.seen_at END AS seen_at,
                    t.vanished_at, h.since AS held_since, h.from_category AS held_from, h.to_category AS held_to
             FROM templates t
             JOIN accounts a ON a.id = t.account_id
             JOIN template_texts x ON x.template_id = t.id
             LEFT JOIN template_holds h ON h.account_id = t.account_id AND h.name = t.name AND h.language = t.language
             WHERE t.account_id = $1 AND t.name = $2 AND t.language = $3",
        )
        .bind(account)
        .bind(name)
        .bind(language)
        .fetch_optional(c)
        .await
    })?)
}

/// Approved templates of an account that are not held, those of `UTILITY` first.
pub async fn approved(tx: &mut Tx, account: &str, limit: i64) -> StoreResult<Vec<TemplateRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT t.id, t.name, t.language, t.meta_id, t.status, t.category, x.components, t.seen_at, t.vanished_at,
                    h.since AS held_since, h.from_category AS held_from, h.to_category AS held_to
             FROM templates t
             JOIN template_texts x ON x.template_id = t.id
             LEFT JOIN template_holds h ON h.account_id = t.account_id AND h.name = t.name AND h.language = t.language
             WHERE t.account_id = $1 AND t.status = 'APPROVED' AND t.vanished_at IS NULL AND h.since IS NULL
             ORDER BY CASE WHEN t.category = 'UTILITY' THEN 0 ELSE 1 END, t.name, t.language LIMIT $2",
        )
        .bind(account)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Where a template of some name stands.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Standing {
    /// Name of the account.
    pub account: String,
    /// Meta's word.
    pub status: String,
    /// Since when.
    pub status_since: i64,
}

/// Where the template of a name stands at the connected accounts: an approved
/// one before any other, of several the one that has been so for longest.
pub async fn standing(tx: &mut Tx, name: &str) -> StoreResult<Option<Standing>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT a.name AS account, t.status, t.status_since
             FROM templates t JOIN accounts a ON a.id = t.account_id
             WHERE t.name = $1 AND t.vanished_at IS NULL AND a.disconnected_at IS NULL
             ORDER BY CASE WHEN t.status = 'APPROVED' THEN 0 ELSE 1 END, t.status_since, t.id LIMIT 1",
        )
        .bind(name)
        .fetch_optional(c)
        .await
    })?)
}

/// The languages in which an account has a template of this name, those that Meta still lists.
pub async fn languages(tx: &mut Tx, account: &str, name: &str) -> StoreResult<Vec<String>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT language FROM templates
             WHERE account_id = $1 AND name = $2 AND vanished_at IS NULL ORDER BY language",
        )
        .bind(account)
        .bind(name)
        .fetch_all(c)
        .await
    })?)
}

/// What Meta lists for an account, by name and language.
pub async fn listed(tx: &mut Tx, account: &str) -> StoreResult<Vec<TemplateName>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT name, language, status
             FROM templates WHERE account_id = $1 AND vanished_at IS NULL ORDER BY name, language",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// A list of an account was read: when, and what failed instead (JSON).
pub async fn note_read(tx: &mut Tx, account: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET templates_at = $2, templates_problem = NULL WHERE id = $1")
            .bind(account)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    on!(tx, |c| {
        sqlx::query("INSERT INTO template_reads (account_id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(account)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The list of an account could not be read; what was known stays.
pub async fn note_problem(tx: &mut Tx, account: &str, problem: &str) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET templates_problem = $2 WHERE id = $1")
            .bind(account)
            .bind(problem)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// When the list of each connected account was read, and what failed since.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Freshness {
    /// Our id.
    pub id: String,
    /// Meta's id.
    pub waba_id: String,
    /// Name.
    pub name: String,
    /// When its list was last read.
    pub templates_at: Option<i64>,
    /// JSON of what failed in the last attempt.
    pub templates_problem: Option<String>,
    /// Currency in which Meta bills it.
    pub currency: Option<String>,
    /// Its country, ISO 3166.
    pub country: Option<String>,
}

/// The connected accounts, by name.
pub async fn freshness(tx: &mut Tx) -> StoreResult<Vec<Freshness>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, waba_id, name, templates_at, templates_problem, currency, country
             FROM accounts WHERE disconnected_at IS NULL ORDER BY name, id",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Whether templates of accounts that are no longer connected are kept.
pub async fn some_disconnected(tx: &mut Tx) -> StoreResult<bool> {
    let found: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar("SELECT connected_at FROM accounts WHERE disconnected_at IS NOT NULL LIMIT 1")
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// The account through which a bakery sends now: that of its number, or of the
/// number that everybody without one shares.
pub async fn account_of_tenant(tx: &mut Tx, tenant: &str) -> StoreResult<Option<String>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT n.account_id FROM numbers n
             WHERE n.id = COALESCE(
                 (SELECT number_id FROM assignments WHERE tenant_id = $1 AND to_at IS NULL),
                 (SELECT value FROM settings WHERE name = 'default_number'))",
        )
        .bind(tenant)
        .fetch_optional(c)
        .await
    })?)
}

/// Notes that templates were used; `(account, name, language)` each.
pub async fn note_use(tx: &mut Tx, used: &[(String, String, String)], at: Millis) -> StoreResult<()> {
    for (account, name, language) in used {
        on!(tx, |c| {
            sqlx::query(
                "UPDATE templates SET last_used_at = $4
                 WHERE account_id = $1 AND name = $2 AND language = $3
                   AND (last_used_at IS NULL OR last_used_at < $4)",
            )
            .bind(account)
            .bind(name)
            .bind(language)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    Ok(())
}
