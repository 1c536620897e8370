//! What can be observed of a template, and what Meta says beside it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A field of a template that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its state.
    Status,
    /// Its category.
    Category,
    /// The category that Meta will give it; empty for none.
    NextCategory,
    /// Its quality.
    Quality,
    /// Its text, as a fingerprint.
    Components,
    /// Whether Meta refuses edits.
    Lock,
    /// Whether Meta lists it: `yes` or `no`.
    Listed,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::Category,
        Self::NextCategory,
        Self::Quality,
        Self::Components,
        Self::Lock,
        Self::Listed,
    ];

    /// The word that is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Category => "category",
            Self::NextCategory => "next_category",
            Self::Quality => "quality",
            Self::Components => "components",
            Self::Lock => "lock",
            Self::Listed => "listed",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}

/// What Meta says beside a word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// Meta's word for why: `INVALID_FORMAT`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// What to do, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<String>,
    /// Title of a remark, for example `FIRST_PAUSE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it will be disabled, in Meta's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_date: Option<String>,
    /// When a category changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// The category before, as Meta says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The text before, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The text after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl Detail {
    pub(super) fn json(&self) -> Option<String> {
        if *self == Self::default() {
            None
        } else {
            serde_json::to_string(self).ok()
        }
    }

    /// Takes from `other` what is missing here.
    pub(super) fn fill(&mut self, other: Self) {
        let or = |mine: &mut Option<String>, theirs: Option<String>| {
            if mine.is_none() {
                *mine = theirs;
            }
        };
        or(&mut self.reason, other.reason);
        or(&mut self.explanation, other.explanation);
        or(&mut self.recommendation, other.recommendation);
        or(&mut self.title, other.title);
        or(&mut self.description, other.description);
        or(&mut self.disable_date, other.disable_date);
        or(&mut self.previous, other.previous);
        if self.at.is_none() {
            self.at = other.at;
        }
    }
}
