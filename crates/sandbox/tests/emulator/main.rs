//! The emulator over HTTP.

mod contract;
mod faults;
mod graph;
mod operator;
mod registration;
mod support;
