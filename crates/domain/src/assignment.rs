//! Which bakery a number serves, and since when.
//!
//! Assignments are half-open intervals `[from, to)`. At most one interval of a
//! number contains any instant, and at most one of a tenant, so "whose was
//! this number at that moment?" has one answer for ever, also for events that
//! arrive late.

use serde::{Deserialize, Serialize};

use crate::{ids::TenantId, time::Millis};

/// One interval in which a number served a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The tenant.
    pub tenant: TenantId,
    /// First instant.
    pub from: Millis,
    /// First instant after the end; `None` while it lasts.
    pub to: Option<Millis>,
}

impl Interval {
    /// Whether `at` lies inside.
    #[must_use]
    pub fn contains(&self, at: Millis) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }

    /// Whether two intervals share an instant. An empty interval shares none.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let ends_after = |a: &Self, b: &Self| a.to.is_none_or(|to| to > b.from);
        let empty = |a: &Self| a.to.is_some_and(|to| to <= a.from);
        !empty(self) && !empty(other) && ends_after(self, other) && ends_after(other, self)
    }
}

/// Whose the number was at `at`, given its history in any order.
#[must_use]
pub fn holder_at(history: &[Interval], at: Millis) -> Option<&TenantId> {
    history.iter().find(|i| i.contains(at)).map(|i| &i.tenant)
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tenant(n: u64) -> TenantId {
        TenantId::parse(&format!("0192a7c0-0000-7000-8000-{n:012x}")).unwrap()
    }

    #[test]
    fn the_end_belongs_to_the_next_holder() {
        let history = [
            Interval {
                tenant: tenant(1),
                from: Millis(10),
                to: Some(Millis(20)),
            },
            Interval {
                tenant: tenant(2),
                from: Millis(20),
                to: None,
            },
        ];
        assert_eq!(holder_at(&history, Millis(9)), None);
        assert_eq!(holder_at(&history, Millis(19)), Some(&tenant(1)));
        assert_eq!(holder_at(&history, Millis(20)), Some(&tenant(2)));
    }

    proptest! {
        #[test]
        fn overlap_means_a_shared_instant(a in 0i64..50, la in 0i64..20, b in 0i64..50, lb in 0i64..20) {
            let one = Interval { tenant: tenant(1), from: Millis(a), to: Some(Millis(a + la)) };
            let two = Interval { tenant: tenant(2), from: Millis(b), to: Some(Millis(b + lb)) };
            let shared = (0..80).any(|t| one.contains(Millis(t)) && two.contains(Millis(t)));
            prop_assert_eq!(one.overlaps(&two), shared);
            prop_assert_eq!(one.overlaps(&two), two.overlaps(&one));
        }
    }
}
