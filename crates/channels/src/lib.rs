//! Clients of messaging partners.
//!
//! [`graph`] speaks to Meta's Graph API, [`webhook`] checks what Meta sends to
//! us, and [`http`] is the one place where an HTTP client is built.

pub mod graph;
pub mod http;
mod mac;
pub mod webhook;
