//! The server: command line, configuration, routes and layers, sessions, HTTP
//! endpoints, background jobs. No SQL and no HTML; use cases live in
//! `service`, pages in `app`.

#![recursion_limit = "256"]

pub mod api;
pub mod assets;
pub mod cli;
pub mod config;
pub mod http;
pub mod jobs;
mod patience;
pub mod router;
pub mod serve;
pub mod session;
pub mod start;
pub mod state;
pub mod telemetry;
pub mod web;

/// Pages are made of many small pieces of text: with the system's allocator a
/// quarter of a page's time goes into asking for them and giving them back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
