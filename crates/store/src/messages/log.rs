//! The log: messages of a filter, newest first, page by page.
//!
//! Pages are found by key ("older than this id"), never by counting rows from
//! the start, so a page deep in the past costs as much as the first one.

use domain::message::{delivery::State, id::MessageId};
use sqlx::{AssertSqlSafe, FromRow};

use super::wheres::{Value, Wheres, bind_all};
use crate::{db::Tx, error::StoreResult};

/// Whose messages may be seen. Part of every statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those of all bakeries, and those of nobody.
    Everyone,
    /// Those of one bakery, by its short id.
    Tenant(i64),
}

impl Reach {
    /// A bakery without a short id has no message yet; no row has this one.
    pub const NOBODY: Self = Self::Tenant(-1);

    /// Whether rows of this bakery may be seen.
    #[must_use]
    pub const fn includes(self, tenant: i64) -> bool {
        match self {
            Self::Everyone => true,
            Self::Tenant(own) => own == tenant,
        }
    }
}

/// Kinds of messages as people tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindGroup {
    /// From a template.
    Template,
    /// Free text.
    Text,
    /// A picture, a film, a sound, a document, a sticker.
    Media,
    /// Anything else: places, buttons, reactions …
    Other,
}

impl KindGroup {
    /// Every group.
    pub const ALL: [Self; 4] = [Self::Template, Self::Text, Self::Media, Self::Other];

    /// The word used in URLs and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Text => "text",
            Self::Media => "media",
            Self::Other => "other",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.key() == key)
    }
}

/// Which messages to list; every field that is set narrows the list.
#[derive(Debug, Clone)]
pub struct LogFilter {
    /// Whose.
    pub reach: Reach,
    /// Not older than this.
    pub from: MessageId,
    /// Older than this.
    pub to: Option<MessageId>,
    /// Only this state.
    pub state: Option<State>,
    /// 0 in, 1 out.
    pub direction: Option<i64>,
    /// Short id of a number.
    pub number: Option<i64>,
    /// Only this kind.
    pub kind: Option<KindGroup>,
    /// Name of a template.
    pub template: Option<String>,
    /// Category as it is priced.
    pub category: Option<String>,
    /// Meta's code of why it failed.
    pub error: Option<i64>,
    /// Only with these customers.
    pub contacts: Option<Vec<i64>>,
    /// Only the message with Meta's id.
    pub wamid: Option<String>,
    /// Only the message with our id.
    pub id: Option<MessageId>,
}

impl LogFilter {
    /// Everything within reach.
    #[must_use]
    pub const fn all(reach: Reach) -> Self {
        Self {
            reach,
            from: MessageId(0),
            to: None,
            state: None,
            direction: None,
            number: None,
            kind: None,
            template: None,
            category: None,
            error: None,
            contacts: None,
            wamid: None,
            id: None,
        }
    }

    /// Whether an index leads to the rows one after the other. Without one the
    /// database looks at rows that it then leaves out, and somebody has to see
    /// to it that it does not look at millions of them.
    #[must_use]
    pub const fn is_indexed(&self) -> bool {
        self.contacts.is_some()
            || self.wamid.is_some()
            || self.id.is_some()
            || self.error.is_some()
            || (self.number.is_none()
                && self.kind.is_none()
                && self.template.is_none()
                && self.category.is_none()
                && self.direction.is_none())
    }

    /// Whether the summary by bakery, hour and state is all it takes to count.
    #[must_use]
    pub const fn is_summed_up(&self) -> bool {
        self.contacts.is_none()
            && self.wamid.is_none()
            && self.id.is_none()
            && self.error.is_none()
            && self.number.is_none()
            && self.kind.is_none()
            && self.template.is_none()
            && self.category.is_none()
            && self.direction.is_none()
    }
}

/// A message in a list, with who it is from or for.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of messages and contacts, named as in the migration"
)]
pub struct LogRecord {
    pub id: i64,
    pub tenant: i64,
    pub number: i64,
    pub contact: Option<i64>,
    pub direction: i64,
    pub state: i64,
    pub kind: String,
    pub wamid: Option<String>,
    pub at: i64,
    pub preview: String,
    pub template: Option<String>,
    pub category: Option<String>,
    pub error_code: Option<i64>,
    pub pricing: Option<String>,
    pub phone: Option<String>,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub name: Option<String>,
}

/// Messages older than `before`, newest first.
pub async fn page(
    tx: &mut Tx,
    filter: &LogFilter,
    before: Option<MessageId>,
    limit: i64,
) -> StoreResult<Vec<LogRecord>> {
    let mut wheres = Wheres::of(filter);
    if let Some(before) = before {
        wheres.and("m.id <", Value::Int(before.0));
    }
    let limit = wheres.next(Value::Int(limit));
    // Few messages of few people are sorted rather than looked for along all ids.
    let order = if filter
        .contacts
        .as_ref()
        .is_some_and(|contacts| contacts.len() > 1)
    {
        "m.id + 0"
    } else {
        "m.id"
    };
    // The ids first: an index alone gives them, so the databases choose the one
    // that fits instead of walking along the rows.
    let sql = format!(
        "SELECT m.id, m.tenant, m.number, m.contact, m.direction, m.state, m.kind, m.wamid, m.at, m.preview,
                m.template, m.category, m.error_code, m.pricing, c.phone, c.wa_id, c.user_id, c.name
         FROM (SELECT m.id FROM messages m WHERE 1 = 1{} ORDER BY {order} DESC LIMIT {limit}) AS p
         JOIN messages m ON m.id = p.id
         LEFT JOIN contacts c ON c.id = m.contact
         ORDER BY m.id DESC",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// A message in an export.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of messages and contacts, named as in the migration"
)]
pub struct ExportRecord {
    pub id: i64,
    pub tenant: i64,
    pub number: i64,
    pub direction: i64,
    pub state: i64,
    pub kind: String,
    pub wamid: Option<String>,
    pub at: i64,
    pub preview: String,
    pub template: Option<String>,
    pub language: Option<String>,
    pub category: Option<String>,
    pub error_code: Option<i64>,
    pub pricing: Option<String>,
    pub source: String,
    pub sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    pub read_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub phone: Option<String>,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub name: Option<String>,
}

/// The next piece of an export: messages older than `before`, newest first.
pub async fn export(
    tx: &mut Tx,
    filter: &LogFilter,
    before: Option<MessageId>,
    limit: i64,
) -> StoreResult<Vec<ExportRecord>> {
    let mut wheres = Wheres::of(filter);
    if let Some(before) = before {
        wheres.and("m.id <", Value::Int(before.0));
    }
    let limit = wheres.next(Value::Int(limit));
    let sql = format!(
        "SELECT m.id, m.tenant, m.number, m.direction, m.state, m.kind, m.wamid, m.at, m.preview, m.template,
                m.language, m.category, m.error_code, m.pricing, m.source, m.sent_at, m.delivered_at, m.read_at,
                m.failed_at, c.phone, c.wa_id, c.user_id, c.name
         FROM messages m LEFT JOIN contacts c ON c.id = m.contact
         WHERE 1 = 1{} ORDER BY m.id DESC LIMIT {limit}",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_as(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// When the newest message within reach came in or was asked for.
pub async fn newest(tx: &mut Tx, reach: Reach) -> StoreResult<Option<MessageId>> {
    let wheres = Wheres::of(&LogFilter::all(reach));
    let sql = format!(
        "SELECT m.id FROM messages m WHERE 1 = 1{} ORDER BY m.id DESC LIMIT 1",
        wheres.sql
    );
    let id: Option<i64> = on!(tx, |c| bind_all!(
        sqlx::query_scalar(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_optional(c)
    .await)?;
    Ok(id.map(MessageId))
}
