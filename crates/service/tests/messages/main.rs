//! The message log on both databases: who sees what, masks, reveals, exports,
//! forgetting.
#![expect(clippy::unwrap_used, reason = "tests")]

mod export;
mod inbox;
mod list;
mod privacy;
mod support;
