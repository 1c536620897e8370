//! Messages in both directions, as people and programs see them.

pub mod checks;
pub mod conversation;
pub mod detail;
pub mod export;
pub mod export_progress;
pub mod gate;
pub mod inbox;
pub mod list;
pub(crate) mod masking;
mod names;
pub mod nudge;
pub mod offers;
pub mod outbox;
pub mod parameters;
mod reading;
pub mod reply;
pub mod retention;
pub mod reveal;
pub mod reveals;
mod scan;
pub mod send;
pub mod send_test;
pub(crate) mod view;
