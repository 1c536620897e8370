//! The emulator over HTTP.

mod analytics;
mod callbacks;
mod contract;
mod customers;
mod desk;
mod faults;
mod graph;
mod messages;
mod operator;
mod registration;
mod support;
mod templates;
