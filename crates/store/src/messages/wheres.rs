//! Conditions put together from fixed fragments.
//!
//! `$1 IS NULL OR column = $1` would be one text for every filter, but it keeps
//! both databases from using an index for the column; so only the conditions
//! that are asked for become part of the statement.

use super::log::{KindGroup, LogFilter, Reach};
use crate::bulk::list;

/// A value for a placeholder.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
}

/// A `WHERE` with its values, in the order of their placeholders.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wheres {
    /// Conditions, each beginning with ` AND `.
    pub(crate) sql: String,
    /// Their values.
    pub(crate) values: Vec<Value>,
}

/// Binds the values of a [`Wheres`] to a query.
macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::messages::wheres::Value::Int(n) => query.bind(*n),
                $crate::messages::wheres::Value::Text(text) => query.bind(text.as_str()),
            };
        }
        query
    }};
}
pub(crate) use bind_all;

impl Wheres {
    /// Adds ` AND fragment $n`.
    pub(crate) fn and(&mut self, fragment: &'static str, value: Value) {
        self.values.push(value);
        self.sql.push_str(" AND ");
        self.sql.push_str(fragment);
        self.sql.push_str(" $");
        self.sql.push_str(&self.values.len().to_string());
    }

    /// Adds ` AND fragment ($n, $n+1 …)`.
    pub(crate) fn and_in(&mut self, fragment: &'static str, values: impl IntoIterator<Item = Value>) {
        let first = self.values.len() + 1;
        self.values.extend(values);
        self.sql.push_str(" AND ");
        self.sql.push_str(fragment);
        self.sql.push(' ');
        // An empty list is legal in SQLite only; nobody has this id.
        let count = self.values.len() + 1 - first;
        if count == 0 {
            self.sql.push_str("(-1)");
        } else {
            self.sql.push_str(&list(count, first));
        }
    }

    /// Adds a fixed condition.
    pub(crate) fn and_fixed(&mut self, fragment: &'static str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(fragment);
    }

    /// The placeholder for one more value.
    pub(crate) fn next(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// The conditions of a filter on `messages m`.
    pub(crate) fn of(filter: &LogFilter) -> Self {
        let mut wheres = Self::default();
        if let Reach::Tenant(no) = filter.reach {
            wheres.and("m.tenant =", Value::Int(no));
        }
        if let Some(state) = filter.state {
            wheres.and("m.state =", Value::Int(state.code()));
        }
        wheres.and("m.id >=", Value::Int(filter.from.0));
        if let Some(to) = filter.to {
            wheres.and("m.id <", Value::Int(to.0));
        }
        if let Some(direction) = filter.direction {
            wheres.and("m.direction =", Value::Int(direction));
        }
        if let Some(number) = filter.number {
            wheres.and("m.number =", Value::Int(number));
        }
        match filter.kind {
            None => {}
            Some(KindGroup::Template) => wheres.and_fixed("m.kind = 'template'"),
            Some(KindGroup::Text) => wheres.and_fixed("m.kind = 'text'"),
            Some(KindGroup::Media) => {
                wheres.and_fixed("m.kind IN ('image', 'video', 'audio', 'document', 'sticker')");
            }
            Some(KindGroup::Other) => {
                wheres.and_fixed(
                    "m.kind NOT IN ('template', 'text', 'image', 'video', 'audio', 'document', 'sticker')",
                );
            }
        }
        if let Some(template) = &filter.template {
            wheres.and("m.template =", Value::Text(template.clone()));
        }
        if let Some(category) = &filter.category {
            wheres.and("m.category =", Value::Text(category.clone()));
        }
        if let Some(code) = filter.error {
            wheres.and("m.error_code =", Value::Int(code));
        }
        if let Some(contacts) = &filter.contacts {
            wheres.and_in("m.contact IN", contacts.iter().copied().map(Value::Int));
        }
        if let Some(wamid) = &filter.wamid {
            wheres.and("m.wamid =", Value::Text(wamid.clone()));
        }
        if let Some(id) = filter.id {
            wheres.and("m.id =", Value::Int(id.0));
        }
        wheres
    }
}
