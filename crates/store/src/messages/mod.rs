//! Messages in both directions.

pub mod incoming;
pub mod progress;
