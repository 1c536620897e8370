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
