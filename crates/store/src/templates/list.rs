//! Finding templates: names page by page, with all their languages.

use sqlx::{AssertSqlSafe, FromRow};

use super::states::{TemplateState, columns};
use crate::{bulk::placeholders, db::Tx, error::StoreResult, like};

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

    /// A place as a row of two values.
    fn place(&mut self, place: &TemplatePlace) -> String {
        self.values.push(place.name.clone());
        self.values.push(place.account_id.clone());
        format!("(${}, ${})", self.values.len() - 1, self.values.len())
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
            made.and("x.search LIKE ", &like::holding(text), " ESCAPE '\\'");
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

/// Order of names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TemplateOrder {
    /// By name.
    #[default]
    Name,
    /// By name, from the end.
    NameDown,
    /// Longest unused first.
    Used,
    /// Used last first.
    UsedDown,
    /// What wants attention most first.
    Attention,
}

impl TemplateOrder {
    /// What names are ordered by before they are ordered by name.
    #[must_use]
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Name | Self::NameDown => None,
            Self::Used | Self::UsedDown => Some("MAX(COALESCE(t.last_used_at, 0))"),
            Self::Attention => Some("MAX(t.alarm)"),
        }
    }

    /// Whether what comes first has the greater key or name.
    const fn falls(self) -> bool {
        matches!(self, Self::NameDown | Self::UsedDown | Self::Attention)
    }
}

/// A place in the list: a name of an account, and what it is ordered by.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TemplatePlace {
    /// The name.
    pub name: String,
    /// Our id of the account.
    pub account_id: String,
    /// Its key in the order ([`TemplateOrder::key`]); 0 where names alone order.
    #[sqlx(rename = "sort_key")]
    pub key: i64,
}

/// Names with at least one template that matches, after a place, in order; with
/// `back`, those before it, from there backwards.
pub async fn names(
    tx: &mut Tx,
    filter: &TemplateFilter,
    order: TemplateOrder,
    from: Option<&TemplatePlace>,
    back: bool,
    limit: i64,
) -> StoreResult<Vec<TemplatePlace>> {
    let mut conditions = Conditions::of(filter);
    let falls = order.falls() != back;
    let (past, direction) = if falls { ("<", " DESC") } else { (">", "") };
    let mut having = String::new();
    let (key, sorted) = match order.key() {
        None => {
            if let Some(from) = from {
                let place = conditions.place(from);
                for piece in [" AND (t.name, t.account_id) ", past, " ", &place] {
                    conditions.sql.push_str(piece);
                }
            }
            (
                "CAST(0 AS BIGINT)",
                format!("t.name{direction}, t.account_id{direction}"),
            )
        }
        Some(key) => {
            // Names that share a key go by name, upwards.
            let (by_name, name_direction) = if back { ("<", " DESC") } else { (">", "") };
            if let Some(from) = from {
                let place = conditions.place(from);
                let at = from.key;
                having = format!(
                    " HAVING {key} {past} {at} OR ({key} = {at} AND (t.name, t.account_id) {by_name} {place})"
                );
            }
            (
                key,
                format!("{key}{direction}, t.name{name_direction}, t.account_id{name_direction}"),
            )
        }
    };
    let sql = format!(
        "SELECT t.name, t.account_id, {key} AS sort_key FROM {} WHERE 1 = 1{}
         GROUP BY t.name, t.account_id{having} ORDER BY {sorted} LIMIT ${}",
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
