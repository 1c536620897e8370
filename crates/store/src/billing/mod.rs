//! What messages cost: the ledger with its sums, and what people say about
//! cards, budgets, invoices and months. The tables are in migration 0008.

pub mod again;
pub mod analytics;
pub mod budgets;
pub mod cards;
pub mod closes;
pub mod differences;
pub mod due;
pub mod facts;
pub mod invoices;
pub mod lines;
pub mod listing;
pub mod proof;
pub mod sums;
pub mod terms;
