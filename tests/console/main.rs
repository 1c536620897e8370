//! The console as browsers, programs and operators meet it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod answers;
mod api;
mod away;
mod billing;
mod commands;
mod contacts;
mod doors;
mod forms;
mod headers;
mod live;
mod messages_api;
mod sending;
mod sessions;
mod stops;
mod support;
mod templates;
mod templates_lint;
mod webhook_door;
mod webhook_events;
mod webhooks_page;
