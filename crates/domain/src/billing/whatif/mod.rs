//! The same messages under other circumstances: other rules, another card or
//! partner, other categories, other volumes, other numbers.
//!
//! Works on [`Cell`]s, which count equal messages of a month, so that a month
//! of millions is a few hundred cells and an answer takes no time, also in the
//! browser. Under the circumstances of the month itself the answer is what the
//! messages cost line by line.
//!
//! What does not follow from counts is taken over from the month: who wrote
//! when, which conversations were open. A template that changes its category
//! under conversation rules keeps the conversation it opened.

mod assign;
mod base;
mod cell;
mod collect;
mod compare;
mod question;
mod starters;
mod statement;
mod steps;

#[cfg(test)]
mod tests;

pub use assign::{Advice, advise};
pub use base::{Base, NOBODY, Offered, Stretch, TERMS, stretches};
pub use cell::{Cell, Old, Shape};
pub use collect::Collector;
pub use compare::{Because, Comparison, Side, compare};
pub use question::{Answer, Numbers, PERCENT_MAX, Question, answer, answer_from};
pub use starters::{PILOT_PLAN_MICROS, pilot};
pub use statement::{Outcome, Statement, TenantSum, price_cells};
pub use steps::{Cause, Step, Walk, walk};

use std::{collections::BTreeMap, sync::Arc};

use super::{calendar::Month, card::RateCard, category::Rated, partner::Partner, regime::Regime};
use crate::money::Currency;

/// One change to what is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Templates of one category count as another, for everybody or one bakery.
    Recategorise {
        /// Was.
        from: Rated,
        /// Becomes.
        to: Rated,
        /// `None` for everybody.
        tenant: Option<String>,
    },
    /// More or less is sent, for everybody or one bakery.
    Volume {
        /// In millionths: 1,500,000 is half as much again.
        ppm: i64,
        /// `None` for everybody.
        tenant: Option<String>,
    },
    /// Some bakeries send from a number of their own, all others from one that
    /// they share.
    Assign {
        /// Their numbers, by bakery.
        own: BTreeMap<Arc<str>, Arc<str>>,
    },
}

/// The circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario<'a> {
    /// The rules.
    pub regime: Regime,
    /// The card of the first stretch of the month; `None` when there is none, so
    /// that rates are unknown.
    pub card: Option<&'a RateCard>,
    /// Use rates that were converted from another currency.
    pub converted: bool,
    /// Who carries the messages in it; `None` when nothing is known of them.
    pub partner: Option<&'a Partner>,
    /// What counts in the stretches after the first; see [`Cell::stretch`].
    pub later: Vec<InForce<'a>>,
    /// The month, which decides what a partner passes on and which exceptions hold.
    pub month: Month,
    /// The account is of a government or non-profit organisation.
    pub nonprofit: bool,
    /// What is different from what was counted, in order.
    pub changes: Vec<Change>,
}

/// What counts in a stretch of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce<'a> {
    /// The card.
    pub card: Option<&'a RateCard>,
    /// Use rates that were converted from another currency.
    pub converted: bool,
    /// Who carries the messages.
    pub partner: Option<&'a Partner>,
}

impl<'a> Scenario<'a> {
    /// What counts in a stretch, counted from 0.
    #[must_use]
    pub fn in_force(&self, stretch: u8) -> InForce<'a> {
        let first = InForce {
            card: self.card,
            converted: self.converted,
            partner: self.partner,
        };
        usize::from(stretch)
            .checked_sub(1)
            .and_then(|at| self.later.get(at))
            .copied()
            .unwrap_or(first)
    }

    /// Takes one card for the whole month.
    pub fn take_card(&mut self, offered: Option<&'a Offered>) {
        let card = offered.map(|offered| &offered.card);
        let converted = offered.is_some_and(|offered| offered.converted);
        (self.card, self.converted) = (card, converted);
        for later in &mut self.later {
            (later.card, later.converted) = (card, converted);
        }
    }

    /// Takes one partner for the whole month.
    pub fn take_partner(&mut self, partner: &'a Partner) {
        self.partner = Some(partner);
        for later in &mut self.later {
            later.partner = Some(partner);
        }
    }

    /// The currency of the partners' fees; `None` for the account's own. Where
    /// partners of one month take different currencies, that of the first who
    /// takes anything: what the others take is not known then.
    #[must_use]
    pub fn fees_in(&self) -> Option<Currency> {
        let later = self.later.iter().filter_map(|later| later.partner);
        self.partner
            .into_iter()
            .chain(later)
            .find(|partner| takes_something(partner))
            .or(self.partner)?
            .currency
    }
}

/// Whether a partner takes anything at all.
const fn takes_something(partner: &Partner) -> bool {
    partner.per_message_micros != 0
        || partner.per_inbound_micros != 0
        || partner.per_failed_micros != 0
        || partner.per_number_month_micros != 0
        || partner.markup_ppm != 0
        || partner.media.is_some()
}
