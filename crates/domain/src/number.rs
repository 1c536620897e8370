//! A phone number of a WABA as Meta describes it, and what we make of it.

use serde::{Deserialize, Serialize};

use crate::{
    open_enum,
    time::{DAY, Millis},
};

open_enum! {
    /// Whether a number can be used (sources §1.3; Meta's documents hold four
    /// conflicting lists, this is their union).
    pub enum NumberStatus {
        /// Registered and usable.
        Connected = "CONNECTED",
        /// Registered somewhere else, or no longer.
        Disconnected = "DISCONNECTED",
        /// Being set up.
        Pending = "PENDING",
        /// Low quality; 7 days to recover before the limit may fall.
        Flagged = "FLAGGED",
        /// Has used up its messaging limit: it answers whoever wrote within the
        /// window and writes to nobody else. Meta's documents only name the
        /// word; partners' manuals explain it (sources §1.3).
        Restricted = "RESTRICTED",
        /// Sending too fast.
        RateLimited = "RATE_LIMITED",
        /// The code has not been entered yet.
        Unverified = "UNVERIFIED",
        /// Moved to another account.
        Migrated = "MIGRATED",
        /// Deleted in Meta's manager.
        Deleted = "DELETED",
        /// Closed by Meta.
        Banned = "BANNED",
        /// Linked to the WhatsApp Business app.
        Linked = "LINKED",
        /// No longer linked to the WhatsApp Business app.
        Unlinked = "UNLINKED",
    }
}

open_enum! {
    /// Meta's quality rating of a number over the last 7 days.
    pub enum QualityRating {
        /// High.
        Green = "GREEN",
        /// Medium.
        Yellow = "YELLOW",
        /// Low. Not a restriction in itself (sources §0.8).
        Red = "RED",
        /// Not rated yet.
        NotRated = "UNKNOWN",
        /// Not applicable.
        NotApplicable = "NA",
    }
}

open_enum! {
    /// Review of the name that customers see.
    pub enum NameStatus {
        /// Approved.
        Approved = "APPROVED",
        /// Usable without a review.
        AvailableWithoutReview = "AVAILABLE_WITHOUT_REVIEW",
        /// Declined; the old name, if any, stays in use.
        Declined = "DECLINED",
        /// The certificate has expired.
        Expired = "EXPIRED",
        /// In review.
        PendingReview = "PENDING_REVIEW",
        /// No name has been asked for.
        None = "NONE",
    }
}

open_enum! {
    /// Whether the number has been proven by SMS or voice code.
    pub enum CodeVerification {
        /// Proven.
        Verified = "VERIFIED",
        /// Not proven.
        NotVerified = "NOT_VERIFIED",
        /// Not proven, as Meta's API document spells it.
        Unverified = "UNVERIFIED",
        /// Proven once, has to be proven again.
        Expired = "EXPIRED",
    }
}

open_enum! {
    /// How many different people may be written to first in 24 hours, per
    /// business portfolio since October 2025 (sources §0.2, §1.3).
    pub enum MessagingLimit {
        /// 50 people.
        Tier50 = "TIER_50",
        /// 250 people.
        Tier250 = "TIER_250",
        /// 1,000 people (Graph API up to v23).
        Tier1K = "TIER_1K",
        /// 2,000 people.
        Tier2K = "TIER_2K",
        /// 10,000 people.
        Tier10K = "TIER_10K",
        /// 100,000 people.
        Tier100K = "TIER_100K",
        /// No limit.
        Unlimited = "TIER_UNLIMITED",
        /// Not set yet.
        NotSet = "NOT_SET",
    }
}

impl MessagingLimit {
    /// People per 24 hours; `None` when unlimited or not known.
    #[must_use]
    pub const fn people(&self) -> Option<u32> {
        Some(match self {
            Self::Tier50 => 50,
            Self::Tier250 => 250,
            Self::Tier1K => 1_000,
            Self::Tier2K => 2_000,
            Self::Tier10K => 10_000,
            Self::Tier100K => 100_000,
            Self::Unlimited | Self::NotSet | Self::Unknown(_) => return None,
        })
    }
}

open_enum! {
    /// How many messages per second a number may pass.
    pub enum Throughput {
        /// 80 per second.
        Standard = "STANDARD",
        /// 1,000 per second.
        High = "HIGH",
        /// Not applicable.
        NotApplicable = "NOT_APPLICABLE",
    }
}

/// How long a released number is left alone by default, so that late replies
/// still reach the bakery that used it (design: "Resting").
pub const REST_AFTER_RELEASE: i64 = 30 * DAY;

/// What a number is doing for the platform, derived from our own records and
/// Meta's status; the count pills above the pool filter by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberUse {
    /// Assigned to a bakery.
    InUse,
    /// The platform's default number, used by every bakery without its own.
    Shared,
    /// Ready, nobody has it.
    Free,
    /// Registration or code still open.
    SettingUp,
    /// Released less than [`REST_AFTER_RELEASE`] ago.
    Resting,
    /// Taken out of the pool by an admin.
    Archived,
    /// No longer listed by Meta. Kept here with its history.
    Vanished,
}

/// The facts that decide a [`NumberUse`].
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent yes-or-no facts, named where they are given"
)]
#[derive(Debug, Clone, Copy)]
pub struct UseFacts<'a> {
    /// Meta's status.
    pub status: &'a NumberStatus,
    /// Whether an assignment is open.
    pub assigned: bool,
    /// Whether this is the platform's default number.
    pub is_default: bool,
    /// When the last assignment ended, if one ever did.
    pub released_at: Option<Millis>,
    /// Whether an admin archived it.
    pub archived: bool,
    /// Whether it is missing from the last complete sync.
    pub vanished: bool,
}

impl NumberUse {
    /// Every use, in the order of the pills.
    pub const ALL: [Self; 7] = [
        Self::InUse,
        Self::Shared,
        Self::Free,
        Self::SettingUp,
        Self::Resting,
        Self::Archived,
        Self::Vanished,
    ];

    /// Decides what the number is doing at `now`.
    #[must_use]
    pub fn of(facts: &UseFacts<'_>, now: Millis) -> Self {
        if facts.vanished {
            Self::Vanished
        } else if facts.archived {
            Self::Archived
        } else if facts.is_default {
            Self::Shared
        } else if facts.assigned {
            Self::InUse
        } else if matches!(facts.status, NumberStatus::Pending | NumberStatus::Unverified) {
            Self::SettingUp
        } else if facts
            .released_at
            .is_some_and(|at| now.since(at) < REST_AFTER_RELEASE)
        {
            Self::Resting
        } else {
            Self::Free
        }
    }

    /// The word used in URLs and the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::InUse => "in_use",
            Self::Shared => "shared",
            Self::Free => "free",
            Self::SettingUp => "setting_up",
            Self::Resting => "resting",
            Self::Archived => "archived",
            Self::Vanished => "vanished",
        }
    }

    /// Reads the word used in URLs.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|u| u.key() == key)
    }
}

/// Whether something about this number should be looked at by a person.
#[must_use]
pub fn needs_attention(status: &NumberStatus, quality: &QualityRating, name: &NameStatus) -> bool {
    matches!(
        status,
        NumberStatus::Disconnected
            | NumberStatus::Flagged
            | NumberStatus::Restricted
            | NumberStatus::Banned
            | NumberStatus::Deleted
            | NumberStatus::Migrated
    ) || matches!(quality, QualityRating::Yellow | QualityRating::Red)
        || matches!(name, NameStatus::Declined | NameStatus::Expired)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn facts(status: &NumberStatus) -> UseFacts<'_> {
        UseFacts {
            status,
            assigned: false,
            is_default: false,
            released_at: None,
            archived: false,
            vanished: false,
        }
    }

    #[rstest]
    #[case(29, NumberUse::Resting)]
    #[case(30, NumberUse::Free)]
    fn a_released_number_rests_for_thirty_days(#[case] days: i64, #[case] expected: NumberUse) {
        let released = UseFacts {
            released_at: Some(NOW.plus(-days * DAY)),
            ..facts(&NumberStatus::Connected)
        };
        assert_eq!(NumberUse::of(&released, NOW), expected);
    }

    #[test]
    fn what_meta_took_away_wins_over_what_we_think() {
        let all = UseFacts {
            assigned: true,
            is_default: true,
            vanished: true,
            ..facts(&NumberStatus::Connected)
        };
        assert_eq!(NumberUse::of(&all, NOW), NumberUse::Vanished);
    }

    #[test]
    fn an_unverified_number_is_being_set_up_not_free() {
        assert_eq!(
            NumberUse::of(&facts(&NumberStatus::Unverified), NOW),
            NumberUse::SettingUp
        );
    }

    #[test]
    fn every_use_has_its_own_key() {
        for a in NumberUse::ALL {
            assert_eq!(NumberUse::from_key(a.key()), Some(a));
        }
        assert_eq!(NumberUse::from_key("lost"), None);
    }

    #[test]
    fn an_unknown_status_alone_is_no_alarm() {
        assert!(!needs_attention(
            &NumberStatus::parse("SOMETHING_NEW"),
            &QualityRating::NotRated,
            &NameStatus::PendingReview
        ));
    }
}
