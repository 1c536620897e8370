//! Messages in both directions, as people and programs see them.

pub mod conversation;
pub mod detail;
pub mod export;
pub mod list;
mod masking;
mod names;
mod reading;
pub mod retention;
pub mod reveal;
mod scan;
mod view;
