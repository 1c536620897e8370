//! The Graph client against the emulator, over HTTP.

mod contract;
mod errors;
mod journey;
mod messages;
mod patience;
mod reads;
mod secrets;
mod subscriptions;
mod support;
mod templates;
