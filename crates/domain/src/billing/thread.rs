//! What is open between one number and one customer.

use std::borrow::Cow;

use super::{category::Rated, market::digits_of, regime::Entry};
use crate::{
    contact::match_digits,
    message::window,
    time::{HOUR, Millis},
};

/// A conversation lasts 24 hours from the delivery of its first message,
/// whatever follows (sources §4.1).
pub const CONVERSATION: i64 = 24 * HOUR;
/// How long after a click the first answer still opens a free entry point,
/// this instant included (sources §4.2: "≤24 h after the click message").
pub const ANSWER_WITHIN: i64 = 24 * HOUR;

/// Who a thread is with. All spellings of one phone number meet here as they do
/// in the ledger, also Brazil's, Mexico's and Argentina's with and without the
/// extra digit; user ids stay as they are. `None` for nobody in particular.
pub(crate) fn person(contact: &str) -> Option<Cow<'_, str>> {
    let contact = contact.trim();
    match digits_of(contact) {
        Some(digits) => Some(match_digits(digits)),
        None if contact.is_empty() => None,
        None => Some(Cow::Borrowed(contact)),
    }
}

/// State between a number and a customer. Facts must be fed in order of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thread {
    last_inbound: Option<Millis>,
    /// A click on an ad that nobody has answered yet.
    click: Option<Millis>,
    entry_until: Option<Millis>,
    /// Open conversations: what they were charged as, and their end.
    conversations: Vec<(Rated, Millis)>,
}

impl Thread {
    /// The customer wrote.
    pub(crate) fn inbound(&mut self, at: Millis, entry_point: bool) {
        self.last_inbound = Some(at);
        if entry_point {
            self.click = Some(at);
        }
    }

    /// Whether the customer service window is open.
    pub(crate) fn window_open(&self, at: Millis) -> bool {
        window::Window::at(at, self.last_inbound).is_open()
    }

    /// A message was delivered: the first one after a click opens a free entry
    /// point. Returns whether one is open for this message.
    pub(crate) fn answer(&mut self, at: Millis, entry: Entry) -> bool {
        if let Some(click) = self.click {
            let blocked = entry.only_without_conversation && self.any_open(at).is_some();
            if at.since(click) > ANSWER_WITHIN {
                self.click = None;
            } else if entry.length > 0 && !blocked {
                self.click = None;
                self.entry_until = self.entry_until.max(Some(at.plus(entry.length)));
                if entry.closes_conversations {
                    self.conversations.clear();
                }
            }
        }
        self.entry_until.is_some_and(|until| at < until)
    }

    /// Whether a conversation charged as this is open.
    pub(crate) fn is_open(&self, rated: Rated, at: Millis) -> bool {
        self.conversations
            .iter()
            .any(|(open, until)| *open == rated && at < *until)
    }

    /// What the conversation that was opened last is charged as, if one is open.
    pub(crate) fn any_open(&self, at: Millis) -> Option<Rated> {
        self.conversations
            .iter()
            .rev()
            .find(|(_, until)| at < *until)
            .map(|(rated, _)| *rated)
    }

    /// Opens a conversation.
    pub(crate) fn open(&mut self, rated: Rated, at: Millis) {
        self.conversations.retain(|(_, until)| at < *until);
        self.conversations.push((rated, at.plus(CONVERSATION)));
    }
}
