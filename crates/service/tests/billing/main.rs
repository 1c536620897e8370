//! The ledger on both databases: what it says about messages, in whatever
//! order we hear of them, and that it can be proved from the log.
#![expect(clippy::unwrap_used, reason = "tests")]

mod budgets;
mod bulk;
mod cards;
mod eligibility;
mod fees;
mod ledger;
mod months;
mod random;
mod reconcile;
mod support;
mod terms;
mod whatif;
