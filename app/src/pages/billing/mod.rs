//! What messages cost: the month, its lines, cards, budgets, and Meta's figures.

mod address;
mod allowances;
mod bakeries;
mod basis;
mod budgets;
mod cards;
mod chart;
mod estimate;
mod figures;
mod import;
mod import_preview;
mod items;
mod lines;
mod month;
mod own;
mod receipt;
mod reconcile;
mod reconcile_steps;
mod rules;
mod terms;
mod whatif;
mod whatif_form;

pub use address::statement_of as statement_query;
pub(crate) use budgets::BudgetsPage;
pub(crate) use cards::{CardPage, CardsPage};
pub(crate) use import::ImportCardPage;
pub(crate) use import_preview::ImportCardPreviewPage;
pub(crate) use lines::LinesPage;
pub use lines::line_query;
pub(crate) use month::BillingPage;
pub(crate) use own::OwnBillingPage;
pub(crate) use receipt::ReceiptPage;
pub(crate) use reconcile::ReconcilePage;
pub(crate) use terms::TermsPage;
pub(crate) use whatif::WhatIfPage;
