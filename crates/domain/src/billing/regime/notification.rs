//! Until January 2022: each template message is charged by the recipient's
//! country, sessions are free (seed guide; sources §4.1).

use super::{Case, Entry, Message, Rules, Verdict};
use crate::billing::{category::Rated, charge::Reason};

pub(super) struct Notification;

impl Rules for Notification {
    fn entry(&self) -> Entry {
        Entry {
            length: 0,
            only_without_conversation: false,
            closes_conversations: false,
        }
    }

    fn judge(&self, case: &mut Case<'_>) -> Verdict {
        match case.message {
            Message::Echo => Verdict::Free(Some(Rated::Service), Reason::AppEcho),
            Message::FreeForm => Verdict::Free(Some(Rated::Service), Reason::FreeCustomerService),
            // Templates had no categories that mattered for the price.
            Message::Template(_) | Message::UnknownTemplate => Verdict::Rate(Rated::Notification, false),
        }
    }
}
