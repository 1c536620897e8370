//! Templates: followed by lists and webhooks, written, held and used, on both
//! databases and against the emulator of Meta's API.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod drafts;
mod following;
mod handing;
mod limits;
mod lists;
mod pauses;
mod rules;
mod submitting;
mod world;
