//! Messages in both directions, as people and programs see them.

pub mod checks;
pub mod conversation;
pub mod detail;
pub mod export;
pub mod gate;
pub mod list;
mod masking;
mod names;
pub mod nudge;
pub mod outbox;
pub mod parameters;
mod reading;
pub mod retention;
pub mod reveal;
mod scan;
pub mod send;
pub mod send_test;
pub mod templates;
mod view;
