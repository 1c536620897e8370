//! February 2022 to May 2023: the first delivered message of the business opens
//! a conversation of 24 hours. It is user-initiated when the customer wrote
//! within the last 24 hours, else business-initiated. 1,000 of either kind are
//! free for each WABA and calendar month; the first one after a click on an ad
//! is free as well (seed guide; sources §4.1).

use super::{Case, Entry, Message, Rules, Verdict, take};
use crate::billing::{category::Rated, charge::Reason, thread::CONVERSATION};

pub(super) struct Conversation;

impl Rules for Conversation {
    fn entry(&self) -> Entry {
        Entry {
            length: CONVERSATION,
            only_without_conversation: true,
            closes_conversations: false,
        }
    }

    fn judge(&self, case: &mut Case<'_>) -> Verdict {
        if case.message == Message::Echo {
            return Verdict::Free(Some(Rated::Service), Reason::AppEcho);
        }
        // A free entry point is a free conversation and uses no allowance.
        if case.entry_open {
            return Verdict::Free(Some(Rated::UserInitiated), Reason::FreeEntryPoint);
        }
        if let Some(open) = case.thread.any_open(case.at) {
            return Verdict::Free(Some(open), Reason::OpenConversation);
        }
        let rated = if case.window_open {
            Rated::UserInitiated
        } else {
            Rated::BusinessInitiated
        };
        case.thread.open(rated, case.at);
        if case.free_conversations && take(case.conversations_used) {
            Verdict::Free(Some(rated), Reason::FreeTier)
        } else {
            Verdict::Rate(rated, false)
        }
    }
}
