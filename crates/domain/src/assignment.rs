//! Which bakery a number serves, and since when.
//!
//! Assignments are half-open intervals `[from, to)`. At most one interval of a
//! number contains any instant, and at most one of a tenant, so "whose was
//! this number at that moment?" has one answer for ever, also for events that
//! arrive late.

use serde::{Deserialize, Serialize};

/// What happened to an assignment that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The number was free.
    Assign,
    /// The number was taken from another tenant that was named.
    Move,
    /// The number was given back.
    Release,
    /// An earlier change was undone.
    Undo,
}

impl ChangeKind {
    /// The word used in the database and the audit log.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Move => "move",
            Self::Release => "release",
            Self::Undo => "undo",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Assign, Self::Move, Self::Release, Self::Undo]
            .into_iter()
            .find(|k| k.key() == key)
    }
}

/// How long a change can be undone: long enough to notice, short enough that
/// nobody has built on it. The toast counts 30 seconds; the button on a page
/// without JavaScript stays for the rest.
pub const UNDO_WINDOW: i64 = 10 * crate::time::MINUTE;
