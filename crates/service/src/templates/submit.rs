//! Handing templates in to Meta.

use channels::template::TemplateCategory;
use domain::time::Millis;
use serde_json::Value;
use store::templates::submissions::SubmissionRecord;

/// What became of a call to Meta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Under way.
    Asked,
    /// Done.
    Done,
    /// Meta refused.
    Refused,
    /// Nobody knows; the next sync settles it. It is not tried again by itself.
    Unknown,
    /// A list has shown that it was not done.
    NotDone,
}

impl Outcome {
    /// The word that is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::NotDone => "not_done",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        [Self::Asked, Self::Done, Self::Refused, Self::NotDone]
            .into_iter()
            .find(|outcome| outcome.key() == key)
            .unwrap_or(Self::Unknown)
    }
}

/// Something that was asked of Meta.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// `create`, `edit` or `delete`.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The language; empty for all of them.
    pub language: String,
    /// Version of the draft.
    pub version: Option<i64>,
    /// When.
    pub at: Millis,
    /// By whom.
    pub by: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The category that was asked for.
    pub category: Option<TemplateCategory>,
    /// What Meta answered or refused with, JSON.
    pub answered: Option<Value>,
    /// When that was.
    pub ended_at: Option<Millis>,
}

pub(super) fn submission(record: SubmissionRecord) -> Submission {
    Submission {
        outcome: Outcome::from_key(&record.state),
        answered: record
            .answered
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok()),
        category: record.category.as_deref().map(TemplateCategory::parse),
        kind: record.kind,
        name: record.name,
        language: record.language,
        version: record.version,
        at: Millis(record.at),
        by: record.by_name,
        ended_at: record.ended_at.map(Millis),
    }
}
