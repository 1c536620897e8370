//! Meta's price rules, one file for each set, chosen by the day in the WABA's
//! time zone (sources §4.1).

mod category_conversation;
mod conversation;
mod notification;
mod per_message;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    calendar::Day,
    category::{Category, Kind, Rated, Unit},
    charge::Reason,
    thread::Thread,
};
use crate::time::HOUR;

/// How many conversations (until October 2024) or service messages (since
/// October 2026) a month are free (sources §4.1).
pub const ALLOWANCE: u32 = 1_000;

/// A set of price rules. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Regime {
    /// Templates are charged for each message; sessions are free.
    #[serde(rename = "notification")]
    Notification,
    /// Business- and user-initiated conversations.
    #[serde(rename = "conversation-2022-02")]
    Conversation,
    /// Conversations by category.
    #[serde(rename = "conversation-2023-06")]
    CategoryConversation,
    /// The same, service conversations free.
    #[serde(rename = "conversation-2024-11")]
    FreeServiceConversation,
    /// For each delivered template.
    #[serde(rename = "per-message-2025-07")]
    PerMessage,
    /// For each delivered message beyond the allowance.
    #[serde(rename = "per-message-2026-10")]
    ChargedService,
}

/// When a free entry point opens, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Milliseconds; 0 where the rules know none.
    pub(crate) length: i64,
    /// It is a conversation itself, so it needs that none is open.
    pub(crate) only_without_conversation: bool,
    /// It ends the conversations that are open.
    pub(crate) closes_conversations: bool,
}

/// What is being charged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    /// Sent from the business's own app.
    Echo,
    /// Free text.
    FreeForm,
    /// A template, as a line of the card.
    Template(Rated),
    /// A template of a category that this version does not know.
    UnknownTemplate,
}

impl Message {
    /// As the rules see a message; `None` for a kind that this version does not know.
    pub(crate) fn of(kind: &Kind, category: &Category) -> Option<Self> {
        match kind {
            Kind::Template => {
                Some(Rated::of_template(category).map_or(Self::UnknownTemplate, Self::Template))
            }
            Kind::FreeForm => Some(Self::FreeForm),
            Kind::AppEcho => Some(Self::Echo),
            Kind::Unknown(_) => None,
        }
    }
}

/// A delivered message in its circumstances.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent circumstances, each asked for by name"
)]
pub(crate) struct Case<'a> {
    pub(crate) at: crate::time::Millis,
    pub(crate) day: Day,
    pub(crate) message: Message,
    pub(crate) window_open: bool,
    pub(crate) entry_open: bool,
    pub(crate) nonprofit: bool,
    /// Whether the partner passes free conversations on.
    pub(crate) free_conversations: bool,
    pub(crate) thread: &'a mut Thread,
    /// Free conversations used by the WABA this month.
    pub(crate) conversations_used: &'a mut u32,
    /// Free service messages used by the number this month.
    pub(crate) service_used: &'a mut u32,
}

/// What the rules say; the card says how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing to pay.
    Free(Option<Rated>, Reason),
    /// The card's rate; with `true`, volume bands apply.
    Rate(Rated, bool),
    /// It cannot be said.
    Unknown(Reason),
}

/// One set of rules.
pub(crate) trait Rules: Sync {
    /// Free entry points under these rules.
    fn entry(&self) -> Entry;
    /// What this message is charged as. Facts come in order of time.
    fn judge(&self, case: &mut Case<'_>) -> Verdict;
}

/// Free entry points since June 2023: 72 hours in which everything is free. A
/// single source of September 2026 speaks of up to seven days (sources §4.1,
/// §9); the shorter time is used until that is confirmed.
const ENTRY_72_H: Entry = Entry {
    length: 72 * HOUR,
    only_without_conversation: false,
    closes_conversations: true,
};

impl Regime {
    /// All, oldest first.
    pub const ALL: [Self; 6] = [
        Self::Notification,
        Self::Conversation,
        Self::CategoryConversation,
        Self::FreeServiceConversation,
        Self::PerMessage,
        Self::ChargedService,
    ];

    /// First day of these rules; `None` for the oldest (sources §4.1).
    #[must_use]
    pub const fn from(self) -> Option<Day> {
        match self {
            Self::Notification => None,
            Self::Conversation => Day::new(2022, 2, 1),
            Self::CategoryConversation => Day::new(2023, 6, 1),
            Self::FreeServiceConversation => Day::new(2024, 11, 1),
            Self::PerMessage => Day::new(2025, 7, 1),
            Self::ChargedService => Day::new(2026, 10, 1),
        }
    }

    /// First day of the rules that followed; `None` for those in force.
    #[must_use]
    pub fn until(self) -> Option<Day> {
        Self::ALL
            .into_iter()
            .filter_map(Self::from)
            .find(|day| self.from().is_none_or(|from| from < *day))
    }

    /// The rules of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self::ALL
            .into_iter()
            .rev()
            .find(|regime| regime.from().is_none_or(|from| from <= day))
            .unwrap_or(Self::Notification)
    }

    /// The word in ledgers and answers.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::Conversation => "conversation-2022-02",
            Self::CategoryConversation => "conversation-2023-06",
            Self::FreeServiceConversation => "conversation-2024-11",
            Self::PerMessage => "per-message-2025-07",
            Self::ChargedService => "per-message-2026-10",
        }
    }

    /// Reads the word of [`id`](Self::id).
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regime| regime.id() == id)
    }

    /// What the rates of its cards are for.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Notification => Unit::Notification,
            Self::Conversation | Self::CategoryConversation | Self::FreeServiceConversation => {
                Unit::Conversation
            }
            Self::PerMessage | Self::ChargedService => Unit::Message,
        }
    }

    pub(crate) fn rules(self) -> &'static dyn Rules {
        match self {
            Self::Notification => &notification::Notification,
            Self::Conversation => &conversation::Conversation,
            Self::CategoryConversation => {
                &category_conversation::CategoryConversation { service_free: false }
            }
            Self::FreeServiceConversation => {
                &category_conversation::CategoryConversation { service_free: true }
            }
            Self::PerMessage => &per_message::PerMessage {
                service_charged: false,
            },
            Self::ChargedService => &per_message::PerMessage {
                service_charged: true,
            },
        }
    }
}

impl fmt::Display for Regime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Takes one of the month's allowance; `false` when none is left.
fn take(used: &mut u32) -> bool {
    let left = *used < ALLOWANCE;
    if left {
        *used += 1;
    }
    left
}
