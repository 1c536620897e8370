//! The console as browsers, programs and operators meet it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod api;
mod away;
mod commands;
mod doors;
mod forms;
mod headers;
mod live;
mod sending;
mod sessions;
mod support;
