//! June 2023 to June 2025: a template opens a conversation of its category
//! unless one is open; several may be open at once. Free text opens a service
//! conversation only when nothing is open. 1,000 service conversations are free
//! for each WABA and calendar month, and from November 2024 on all of them
//! (sources §4.1).

use super::{Case, ENTRY_72_H, Entry, Message, Rules, Verdict, take};
use crate::billing::{category::Rated, charge::Reason};

pub(super) struct CategoryConversation {
    pub(super) service_free: bool,
}

impl Rules for CategoryConversation {
    fn entry(&self) -> Entry {
        ENTRY_72_H
    }

    fn judge(&self, case: &mut Case<'_>) -> Verdict {
        if case.message == Message::Echo {
            return Verdict::Free(Some(Rated::Service), Reason::AppEcho);
        }
        if case.entry_open {
            return Verdict::Free(charged_as(case.message), Reason::FreeEntryPoint);
        }
        match case.message {
            Message::UnknownTemplate => Verdict::Unknown(Reason::UnknownCategory),
            Message::Template(rated) => {
                let conversation = conversation(rated);
                if case.thread.is_open(conversation, case.at) {
                    return Verdict::Free(Some(rated), Reason::OpenConversation);
                }
                case.thread.open(conversation, case.at);
                Verdict::Rate(rated, false)
            }
            Message::Echo | Message::FreeForm => {
                if let Some(open) = case.thread.any_open(case.at) {
                    return Verdict::Free(Some(open), Reason::OpenConversation);
                }
                case.thread.open(Rated::Service, case.at);
                if self.service_free {
                    Verdict::Free(Some(Rated::Service), Reason::FreeCustomerService)
                } else if take(case.conversations_used) {
                    Verdict::Free(Some(Rated::Service), Reason::FreeTier)
                } else {
                    Verdict::Rate(Rated::Service, false)
                }
            }
        }
    }
}

/// What a template opens: authentication-international is another rate of the
/// same category, not a category of its own.
const fn conversation(rated: Rated) -> Rated {
    match rated {
        Rated::AuthenticationInternational => Rated::Authentication,
        other => other,
    }
}

/// The line that a message stands on.
pub(super) const fn charged_as(message: Message) -> Option<Rated> {
    match message {
        Message::Template(rated) => Some(rated),
        Message::Echo | Message::FreeForm => Some(Rated::Service),
        Message::UnknownTemplate => None,
    }
}
