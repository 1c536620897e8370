//! Messages in both directions.

pub mod counts;
pub mod detail;
pub mod incoming;
pub mod log;
pub mod outgoing;
pub mod past;
pub mod people;
pub mod progress;
pub mod retention;
pub mod reveals;
pub mod trials;
pub(crate) mod wheres;
