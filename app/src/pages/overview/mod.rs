//! The first page: what needs a person, what is set up, figures that are true.

mod attention;
mod checklist;
mod figures;
mod item;
mod page;
mod platform;

pub(crate) use page::OverviewPage;
