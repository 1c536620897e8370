//! Finding templates: names page by page, with all their languages.

use sqlx::{AssertSqlSafe, FromRow};

use super::states::{TemplateState, columns};
use crate::{audit::escape_like, bulk::placeholders, db::Tx, error::StoreResult};

/// Which templates to list; every field that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub struct TemplateFilter {
    /// Part of the name or of a text, already a `search_key`.
    pub text: Option<String>,
    /// Meta's id, exactly.
    pub meta_id: Option<String>,
    /// Only of these accounts; all when empty.
    pub accounts: Vec<String>,
    /// Only in this state, as shown.
    pub shown: Option<String>,
    /// Only this category.
    pub category: Option<String>,
    /// Only this language.
    pub language: Option<String>,
    /// Only this quality.
    pub quality: Option<String>,
    /// Only those that want attention.
    pub attention: bool,
}

/// How many templates share these properties; every count of a list is a sum of such cells.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of templates, described in the migration")]
pub struct TemplateCell {
    pub account_id: String,
    pub shown: String,
    pub category: String,
    pub language: String,
    pub quality: String,
    /// 1 when it wants attention.
    pub attention: i64,
    /// How many.
    pub count: i64,
}

/// Conditions with their values, put together from fixed fragments so that each
/// filter keeps the plan that fits it.
#[derive(Debug, Default)]
struct Conditions {
    sql: String,
    values: Vec<String>,
}

impl Conditions {
    fn and(&mut self, before: &'static str, value: &str, after: &'static str) {
        self.values.push(value.to_owned());
        self.sql.push_str(" AND ");
        self.sql.push_str(before);
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self.sql.push_str(after);
    }

    /// What narrows the counts as well: text and reach.
    fn reach(filter: &TemplateFilter) -> Self {
        let mut made = Self::default();
        for (i, account) in filter.accounts.iter().enumerate() {
            // One condition of alternatives.
            made.values.push(account.clone());
            made.sql
                .push_str(if i == 0 { " AND t.account_id IN (" } else { ", " });
            made.sql.push('$');
            made.sql.push_str(&made.values.len().to_string());
        }
        if !filter.accounts.is_empty() {
            made.sql.push(')');
        }
        if let Some(id) = &filter.meta_id {
            made.and("t.meta_id = ", id, "");
        } else if let Some(text) = &filter.text {
            made.and(
                "x.search LIKE ",
                &format!("%{}%", escape_like(text)),
                " ESCAPE '\\'",
            );
        }
        made
    }

    fn of(filter: &TemplateFilter) -> Self {
        let mut made = Self::reach(filter);
        let words = [
            ("t.shown = ", &filter.shown),
            ("t.category = ", &filter.category),
            ("t.language = ", &filter.language),
            ("t.quality = ", &filter.quality),
        ];
        for (fragment, word) in words {
            if let Some(word) = word {
                made.and(fragment, word, "");
            }
        }
        if filter.attention {
            made.sql.push_str(" AND t.alarm > 0");
        }
        made
    }
}

/// The wide texts are read only when somebody searches in them.
fn tables(filter: &TemplateFilter) -> &'static str {
    if filter.text.is_some() && filter.meta_id.is_none() {
        "templates t JOIN template_texts x ON x.template_id = t.id"
    } else {
        "templates t"
    }
}

/// Names with at least one template that matches, after `(name, account)`, by
/// name: `(name, account)` each.
pub async fn names(
    tx: &mut Tx,
    filter: &TemplateFilter,
    after: Option<(&str, &str)>,
    limit: i64,
) -> StoreResult<Vec<(String, String)>> {
    let mut conditions = Conditions::of(filter);
    if let Some((name, account)) = after {
        conditions.and("(t.name, t.account_id) > (", name, ", ");
        conditions.values.push(account.to_owned());
        conditions.sql.push('$');
        conditions.sql.push_str(&conditions.values.len().to_string());
        conditions.sql.push(')');
    }
    let sql = format!(
        "SELECT t.name, t.account_id FROM {} WHERE 1 = 1{} GROUP BY t.name, t.account_id
         ORDER BY t.name, t.account_id LIMIT ${}",
        tables(filter),
        conditions.sql,
        conditions.values.len() + 1
    );
    Ok(on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for value in &conditions.values {
            query = query.bind(value);
        }
        query.bind(limit).fetch_all(c).await
    })?)
}

/// The name and account just before a place, so many names back: where the page before begins.
pub async fn names_before(
    tx: &mut Tx,
    filter: &TemplateFilter,
    before: (&str, &str),
    limit: i64,
) -> StoreResult<Vec<(String, String)>> {
    let mut conditions = Conditions::of(filter);
    conditions.and("(t.name, t.account_id) < (", before.0, ", ");
    conditions.values.push(before.1.to_owned());
    let sql = format!(
        "SELECT t.name, t.account_id FROM {} WHERE 1 = 1{}${}) GROUP BY t.name, t.account_id
         ORDER BY t.name DESC, t.account_id DESC LIMIT ${}",
        tables(filter),
        conditions.sql,
        conditions.values.len(),
        conditions.values.len() + 1
    );
    Ok(on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for value in &conditions.values {
            query = query.bind(value);
        }
        query.bind(limit).fetch_all(c).await
    })?)
}

/// All languages of these names, by name, account and language.
pub async fn of_names(tx: &mut Tx, names: &[(String, String)]) -> StoreResult<Vec<TemplateState>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {} FROM templates WHERE (name, account_id) IN (VALUES {}) ORDER BY name, account_id, language",
        columns!(),
        placeholders(names.len(), 2)
    );
    Ok(on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for (name, account) in names {
            query = query.bind(name).bind(account);
        }
        query.fetch_all(c).await
    })?)
}

/// Which of these names are held: account, name and language each.
pub async fn holds_of_names(
    tx: &mut Tx,
    names: &[(String, String)],
) -> StoreResult<Vec<(String, String, String)>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT account_id, name, language FROM template_holds WHERE (name, account_id) IN (VALUES {})",
        placeholders(names.len(), 2)
    );
    Ok(on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for (name, account) in names {
            query = query.bind(name).bind(account);
        }
        query.fetch_all(c).await
    })?)
}

/// Counts of the templates within reach, by everything that can be filtered.
pub async fn cells(tx: &mut Tx, filter: &TemplateFilter) -> StoreResult<Vec<TemplateCell>> {
    let conditions = Conditions::reach(filter);
    let sql = format!(
        "SELECT t.account_id, t.shown, t.category, t.language, t.quality,
                CAST(CASE WHEN t.alarm > 0 THEN 1 ELSE 0 END AS BIGINT) AS attention, CAST(COUNT(*) AS BIGINT) AS count
         FROM {} WHERE 1 = 1{}
         GROUP BY t.account_id, t.shown, t.category, t.language, t.quality, CASE WHEN t.alarm > 0 THEN 1 ELSE 0 END",
        tables(filter),
        conditions.sql
    );
    Ok(on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for value in &conditions.values {
            query = query.bind(value);
        }
        query.fetch_all(c).await
    })?)
}

/// Templates of accounts in the order of their ids, after `id`; for programs.
pub async fn after(
    tx: &mut Tx,
    accounts: &[String],
    id: &str,
    limit: i64,
) -> StoreResult<Vec<TemplateState>> {
    let mut conditions = Conditions::reach(&TemplateFilter {
        accounts: accounts.to_vec(),
        ..TemplateFilter::default()
    });
    conditions.and("t.id > ", id, "");
    let sql = format!(
        "SELECT {} FROM templates t WHERE 1 = 1{} ORDER BY t.id LIMIT ${}",
        columns!(),
        conditions.sql,
        conditions.values.len() + 1
    );
    Ok(on!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for value in &conditions.values {
            query = query.bind(value);
        }
        query.bind(limit).fetch_all(c).await
    })?)
}
