//! Since July 2025: each delivered message is charged (sources §4.2).
//!
//! Until September 2026 free text is free, and utility templates are free while
//! the customer service window is open. From October 2026 on both are charged;
//! each number has 1,000 free service messages in a calendar month. Free entry
//! points and messages from the business's own app stay free and use no
//! allowance.

use super::{Case, ENTRY_72_H, Entry, Message, Rules, Verdict, category_conversation::charged_as, take};
use crate::billing::{calendar::Day, category::Rated, charge::Reason};

/// Last day on which governments and non-profits get service messages free.
const NONPROFIT_UNTIL: Day = Day::of(2027, 12, 31);

pub(super) struct PerMessage {
    pub(super) service_charged: bool,
}

impl Rules for PerMessage {
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
            Message::Template(Rated::Utility) if case.window_open && !self.service_charged => {
                Verdict::Free(Some(Rated::Utility), Reason::FreeCustomerService)
            }
            // Bands exist for utility and authentication only (sources §4.4).
            Message::Template(rated) => Verdict::Rate(rated, rated != Rated::Marketing),
            Message::Echo | Message::FreeForm => self.service(case),
        }
    }
}

impl PerMessage {
    fn service(&self, case: &mut Case<'_>) -> Verdict {
        let service = Some(Rated::Service);
        if !self.service_charged {
            Verdict::Free(service, Reason::FreeCustomerService)
        } else if case.nonprofit && case.day <= NONPROFIT_UNTIL {
            Verdict::Free(service, Reason::FreeNonprofit)
        } else if take(case.service_used) {
            Verdict::Free(service, Reason::FreeTier)
        } else {
            Verdict::Rate(Rated::Service, false)
        }
    }
}
