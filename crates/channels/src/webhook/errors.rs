//! `errors[]`, which Meta sends in three places (sources §2.3).

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::json::{Obj, items};

/// One error of a webhook; words for people come from `domain::meta_error`.
#[derive(Debug, Clone)]
pub struct EventError<'a> {
    /// Meta's code.
    pub code: Option<i64>,
    /// Short text.
    pub title: Option<Cow<'a, str>>,
    /// Text; mostly the same as the title.
    pub message: Option<Cow<'a, str>>,
    /// `error_data.details`: the part that helps.
    pub details: Option<Cow<'a, str>>,
    /// Where Meta explains it.
    pub href: Option<Cow<'a, str>>,
}

/// The errors of one message, status or value. They arrive once, so they are
/// kept as they were sent.
#[derive(Debug, Clone, Default)]
pub struct Errors<'a> {
    /// The whole list, verbatim.
    pub raw: Option<&'a RawValue>,
    /// Its entries, in Meta's order.
    pub list: Vec<EventError<'a>>,
}

impl<'a> Errors<'a> {
    pub(super) fn of(from: &Obj<'a>) -> Self {
        let raw = from.raw("errors");
        let list = raw.map(items).unwrap_or_default();
        Self {
            raw,
            list: list.into_iter().map(EventError::read).collect(),
        }
    }

    /// The code of the first error.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.list.iter().find_map(|error| error.code)
    }

    /// Whether there is anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_none()
    }
}

impl<'a> EventError<'a> {
    fn read(raw: &'a RawValue) -> Self {
        let from = Obj::read(raw);
        Self {
            code: from.integer("code"),
            title: from.text("title"),
            message: from.text("message"),
            details: from.object("error_data").text("details"),
            href: from.text("href"),
        }
    }
}
