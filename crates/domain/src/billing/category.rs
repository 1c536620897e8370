//! What a message is, and which line of a rate card prices it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::open_enum;

open_enum! {
    /// How a message was sent.
    pub enum Kind {
        /// From an approved template.
        Template = "template",
        /// Free text or media, as an answer.
        FreeForm = "free_form",
        /// Sent from the WhatsApp Business app on a number that is also used by
        /// us (coexistence). Never charged (sources §4.1, §4.2 step 2).
        AppEcho = "app_echo",
    }
}

open_enum! {
    /// The category of a message as Meta names it (sources §2.3).
    pub enum Category {
        /// Promotion.
        Marketing = "marketing",
        /// About something the customer ordered or asked for.
        Utility = "utility",
        /// One-time codes.
        Authentication = "authentication",
        /// One-time codes to other countries. Meta writes it both ways.
        AuthenticationInternational = "authentication_international" | "authentication-international",
        /// Free-form messages.
        Service = "service",
    }
}

/// A line of a rate card: what is charged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rated {
    /// Marketing message or conversation.
    Marketing,
    /// Utility message or conversation.
    Utility,
    /// Authentication message or conversation.
    Authentication,
    /// Authentication message to another country by a business with high volume.
    AuthenticationInternational,
    /// Service message or conversation.
    Service,
    /// A template message before February 2022, whatever its content.
    Notification,
    /// A conversation begun by the business, February 2022 to May 2023.
    BusinessInitiated,
    /// A conversation begun while the customer's window was open, same time.
    UserInitiated,
}

impl Rated {
    /// Every line a card may have.
    pub const ALL: [Self; 8] = [
        Self::Marketing,
        Self::Utility,
        Self::Authentication,
        Self::AuthenticationInternational,
        Self::Service,
        Self::Notification,
        Self::BusinessInitiated,
        Self::UserInitiated,
    ];

    /// The word in cards, ledgers and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Utility => "utility",
            Self::Authentication => "authentication",
            Self::AuthenticationInternational => "authentication_international",
            Self::Service => "service",
            Self::Notification => "notification",
            Self::BusinessInitiated => "business_initiated",
            Self::UserInitiated => "user_initiated",
        }
    }

    /// Reads the word of [`as_str`](Self::as_str), in any case and with hyphens
    /// or underscores, as Meta writes both (sources §2.3).
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim().replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|rated| word.eq_ignore_ascii_case(rated.as_str()))
    }

    /// The line for a template of this category; `None` for a category that no
    /// template has or that this version does not know.
    #[must_use]
    pub fn of_template(category: &Category) -> Option<Self> {
        match category {
            Category::Marketing => Some(Self::Marketing),
            Category::Utility => Some(Self::Utility),
            // Which of the two rates applies follows from the account, not from the template;
            // but a report that names the international one knows it already.
            Category::Authentication => Some(Self::Authentication),
            Category::AuthenticationInternational => Some(Self::AuthenticationInternational),
            Category::Service | Category::Unknown(_) => None,
        }
    }
}

impl fmt::Display for Rated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What one unit of a card's rates is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A template message outside of conversations, before February 2022.
    Notification,
    /// A conversation of 24 hours, until June 2025.
    Conversation,
    /// A delivered message, since July 2025.
    Message,
}

impl Unit {
    /// The word in cards.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::Conversation => "conversation",
            Self::Message => "message",
        }
    }

    /// Reads the word of [`as_str`](Self::as_str).
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Notification, Self::Conversation, Self::Message]
            .into_iter()
            .find(|unit| unit.as_str() == word)
    }
}
