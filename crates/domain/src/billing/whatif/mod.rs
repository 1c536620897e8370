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
#[cfg(test)]
mod tests_question;

pub use assign::{Advice, advise};
pub use base::{Base, NOBODY, Offered, TERMS};
pub use cell::{Cell, Old, Shape};
pub use collect::Collector;
pub use compare::{Because, Comparison, Side, compare};
pub use question::{Answer, Numbers, PERCENT_MAX, Question, answer, answer_from};
pub use starters::{PILOT_PLAN_MICROS, pilot};
pub use statement::{Outcome, Statement, TenantSum, price_cells};
pub use steps::{Cause, Step, Walk, walk};

use std::{collections::BTreeMap, sync::Arc};

use super::{calendar::Month, card::RateCard, category::Rated, partner::Partner, regime::Regime};

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
    /// The card; `None` when there is none, so that rates are unknown.
    pub card: Option<&'a RateCard>,
    /// Use rates that were converted from another currency.
    pub converted: bool,
    /// Who carries the messages; `None` when nothing is known of them.
    pub partner: Option<&'a Partner>,
    /// The month, which decides what a partner passes on and which exceptions hold.
    pub month: Month,
    /// The account is of a government or non-profit organisation.
    pub nonprofit: bool,
    /// What is different from what was counted, in order.
    pub changes: Vec<Change>,
}
