//! The one honest state of a message, from whatever is known about it.
//!
//! Meta's status events come more than once, out of order and sometimes years
//! apart (sources §2.1). So the state is not moved step by step; every known fact
//! is kept, and the state is computed from the set of them. Any order and any
//! repetition of the same events therefore ends in the same state.

use serde::{Deserialize, Serialize};

use crate::{open_enum, time::Millis};

open_enum! {
    /// A status that Meta reports (sources §2.3).
    pub enum ReportedStatus {
        /// Meta passed it on.
        Sent = "sent",
        /// It reached a device; this is what Meta charges for.
        Delivered = "delivered",
        /// Somebody opened it.
        Read = "read",
        /// Somebody played the voice message.
        Played = "played",
        /// It will not arrive.
        Failed = "failed",
        /// The sender deleted it.
        Deleted = "deleted",
    }
}

/// What we know about an outgoing message, as first instants of each fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Taken into our queue.
    pub queued_at: Option<Millis>,
    /// Held back by a gate or until a customer answers.
    pub held_at: Option<Millis>,
    /// Withdrawn or expired before it was handed over.
    pub dropped_at: Option<Millis>,
    /// Handed to the partner, whose answer is not known (yet).
    pub handed_at: Option<Millis>,
    /// The partner's answer will never be known: time-out or 5xx.
    pub unanswered_at: Option<Millis>,
    /// The partner said yes.
    pub accepted_at: Option<Millis>,
    /// The partner said no.
    pub refused_at: Option<Millis>,
    /// Reported `sent`.
    pub sent_at: Option<Millis>,
    /// Reported `delivered`.
    pub delivered_at: Option<Millis>,
    /// Reported `read`.
    pub read_at: Option<Millis>,
    /// Reported `played`.
    pub played_at: Option<Millis>,
    /// Reported `failed`.
    pub failed_at: Option<Millis>,
}

/// The state that people see; the words are those of the design's vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waiting to go to the partner.
    Queued,
    /// We did not send it.
    Held,
    /// It was withdrawn or expired, and never handed over.
    Dropped,
    /// Handed over, and nobody knows what became of it. Never sent again by itself.
    Unknown,
    /// The partner took it.
    Accepted,
    /// It left the partner.
    Sent,
    /// It will not arrive.
    Failed,
    /// On the phone.
    Delivered,
    /// Opened.
    Read,
    /// Played.
    Played,
    /// From a customer, and here. Messages to customers never are in it.
    Received,
}

impl Facts {
    /// Notes a reported status. The earliest instant wins, so repetition and
    /// order do not matter. Answers whether anything changed.
    pub fn report(&mut self, status: &ReportedStatus, at: Millis) -> bool {
        let slot = match status {
            ReportedStatus::Sent => &mut self.sent_at,
            ReportedStatus::Delivered => &mut self.delivered_at,
            ReportedStatus::Read => &mut self.read_at,
            ReportedStatus::Played => &mut self.played_at,
            ReportedStatus::Failed => &mut self.failed_at,
            ReportedStatus::Deleted | ReportedStatus::Unknown(_) => return false,
        };
        if slot.is_none_or(|known| at < known) {
            *slot = Some(at);
            return true;
        }
        false
    }

    /// The state that follows.
    ///
    /// What a customer's device proved wins over everything: a message that
    /// failed on one device and arrived on another has arrived (sources §2.1). A
    /// report from Meta settles an unknown outcome.
    #[must_use]
    pub const fn state(&self) -> State {
        if self.played_at.is_some() {
            State::Played
        } else if self.read_at.is_some() {
            State::Read
        } else if self.delivered_at.is_some() {
            State::Delivered
        } else if self.failed_at.is_some() || self.refused_at.is_some() {
            State::Failed
        } else if self.sent_at.is_some() {
            State::Sent
        } else if self.accepted_at.is_some() {
            State::Accepted
        } else if self.unanswered_at.is_some() || self.handed_at.is_some() {
            State::Unknown
        } else if self.dropped_at.is_some() {
            State::Dropped
        } else if self.held_at.is_some() {
            State::Held
        } else {
            State::Queued
        }
    }
}

impl State {
    /// Every state, in the order of the pills above the log.
    pub const ALL: [Self; 11] = [
        Self::Queued,
        Self::Held,
        Self::Dropped,
        Self::Unknown,
        Self::Accepted,
        Self::Sent,
        Self::Failed,
        Self::Delivered,
        Self::Read,
        Self::Played,
        Self::Received,
    ];

    /// The number stored in the database. Never reuse one.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Queued => 1,
            Self::Held => 2,
            Self::Dropped => 3,
            Self::Unknown => 4,
            Self::Accepted => 5,
            Self::Sent => 6,
            Self::Failed => 7,
            Self::Delivered => 8,
            Self::Read => 9,
            Self::Played => 10,
            Self::Received => 11,
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The word used in URLs and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Held => "held",
            Self::Dropped => "dropped",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Received => "received",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether Meta charges for a message in this state: it charges on
    /// delivery, and a failed message costs nothing (sources §2.3). `None` while
    /// that is open.
    #[must_use]
    pub const fn charged(self) -> Option<bool> {
        match self {
            Self::Delivered | Self::Read | Self::Played => Some(true),
            Self::Failed | Self::Dropped | Self::Held | Self::Received => Some(false),
            Self::Queued | Self::Unknown | Self::Accepted | Self::Sent => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts(events: &[(&str, i64)]) -> Facts {
        let mut facts = Facts {
            accepted_at: Some(Millis(1)),
            ..Facts::default()
        };
        for (status, at) in events {
            facts.report(&ReportedStatus::parse(status), Millis(*at));
        }
        facts
    }

    #[test]
    fn read_before_sent_is_still_read() {
        assert_eq!(
            facts(&[("read", 30), ("sent", 10), ("delivered", 20)]).state(),
            State::Read
        );
    }

    #[test]
    fn a_message_that_failed_on_one_device_and_arrived_on_another_has_arrived() {
        assert_eq!(
            facts(&[("failed", 20), ("delivered", 25)]).state(),
            State::Delivered
        );
        assert_eq!(
            facts(&[("delivered", 25), ("failed", 20)]).state(),
            State::Delivered
        );
        assert_eq!(facts(&[("sent", 10), ("failed", 20)]).state(), State::Failed);
    }

    #[test]
    fn an_unknown_outcome_is_settled_by_a_report() {
        let mut f = Facts {
            handed_at: Some(Millis(1)),
            unanswered_at: Some(Millis(2)),
            ..Facts::default()
        };
        assert_eq!(f.state(), State::Unknown);
        f.report(&ReportedStatus::Sent, Millis(3));
        assert_eq!(f.state(), State::Sent);
    }

    #[test]
    fn a_status_that_nobody_knows_changes_nothing() {
        let mut f = facts(&[("sent", 10)]);
        assert!(!f.report(&ReportedStatus::parse("teleported"), Millis(11)));
        assert_eq!(f.state(), State::Sent);
    }

    #[test]
    fn every_state_has_its_own_code_and_key() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
            assert_eq!(State::from_key(state.key()), Some(state));
        }
        assert_eq!(State::from_code(0), None);
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_ends_the_same(
            events in proptest::collection::vec((0usize..5, 0i64..100), 0..12),
            seed in any::<u64>(),
        ) {
            let words = ["sent", "delivered", "read", "played", "failed"];
            let events: Vec<(&str, i64)> = events.iter().map(|(w, t)| (words[*w], *t)).collect();
            let mut shuffled = events.clone();
            let mut state = seed;
            for i in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let j = usize::try_from(state >> 33).unwrap() % (i + 1);
                shuffled.swap(i, j);
            }
            shuffled.extend(events.iter().copied());
            prop_assert_eq!(facts(&events), facts(&shuffled));
        }
    }
}
