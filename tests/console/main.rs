//! The console as browsers, programs and operators meet it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod answers;
mod api;
mod away;
mod billing;
mod commands;
mod contacts;
mod deeds;
mod doors;
mod exports;
mod fields;
mod forms;
mod headers;
mod live;
mod messages_api;
mod numbers;
mod sending;
mod sessions;
mod slow;
mod stops;
mod support;
mod templates;
mod templates_bad_input;
mod templates_lint;
mod uploads;
mod webhook_door;
mod webhook_events;
mod webhooks_page;
