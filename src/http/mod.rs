//! Plain HTTP endpoints: operations, live events, files.

pub mod billing_files;
pub mod events;
pub mod health;
pub mod messages_export;
pub mod metrics;
pub mod numbers_csv;
pub mod palette;
pub mod problem;
pub mod webhook;

use domain::time::Millis;

/// An instant in RFC 3339, in UTC to the millisecond.
#[must_use]
pub fn time_text(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |t| format!("{t:.3}"))
}
