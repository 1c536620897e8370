//! Lenient reading of Meta's JSON.
//!
//! Meta's documents and answers disagree about types as well as about values
//! (facts §0.10), so a field of an unexpected type counts as missing and ids
//! may be strings or numbers. The raw answer is kept beside what was read.

use domain::time::{Millis, SECOND};
use serde_json::Value;

use super::GraphError;

/// One JSON object.
#[derive(Clone, Copy)]
pub(super) struct Read<'a>(pub(super) &'a Value);

impl<'a> Read<'a> {
    pub(super) fn object(self, name: &str) -> Option<Self> {
        self.0.get(name).filter(|v| v.is_object()).map(Read)
    }

    pub(super) fn list(self, name: &str) -> impl Iterator<Item = Read<'a>> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten().map(Read)
    }

    /// Text that is there and not empty; numbers are read as text.
    pub(super) fn text(self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn texts(self, name: &str) -> Vec<String> {
        self.list(name).filter_map(Read::as_text).collect()
    }

    pub(super) fn as_text(self) -> Option<String> {
        match self.0 {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A word of an open enum.
    pub(super) fn word<T>(self, name: &str, parse: impl FnOnce(&str) -> T) -> Option<T> {
        self.text(name).map(|word| parse(&word))
    }

    pub(super) fn flag(self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub(super) fn integer(self, name: &str) -> Option<i64> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Unix seconds; 0 stands for "never" or "not known".
    pub(super) fn seconds(self, name: &str) -> Option<Millis> {
        self.integer(name).filter(|&s| s > 0).map(|s| Millis(s.saturating_mul(SECOND)))
    }

    /// The one kind of field that must be there: without its id a record
    /// cannot be told from another.
    pub(super) fn id<T, E>(self, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<T, GraphError> {
        self.text(name)
            .and_then(|text| parse(&text).ok())
            .ok_or_else(|| GraphError::BadAnswer { http_status: 200, reason: format!("no usable {name}") })
    }
}
