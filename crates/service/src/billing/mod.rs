//! What messages cost: an estimate that can be followed down to each message,
//! and Meta's own figures beside it.
//!
//! The ledger follows the message log: webhooks note in their own transaction
//! which messages something was learnt about, and [`follow`] prices those and
//! books the difference to what the ledger says. Sums are kept with the lines.
//! [`recompute`] prices a month from the log alone and compares.

pub(crate) mod again;
pub mod basis;
mod booking;
pub mod budgets;
pub(crate) mod calendar;
pub mod cards;
pub mod close;
mod differences;
mod eligibility;
pub mod export;
pub mod follow;
pub mod lines;
pub mod owner;
mod priced;
mod reach;
pub mod recompute;
pub mod reconcile;
pub mod statement;
pub mod terms;
pub mod whatif;
pub(crate) mod world;

pub use basis::{Basis, CardRef, DISCLAIMER, SecondCurrency};
pub use domain::amounts::Amounts;
pub use domain::billing::forecast::Forecast;
