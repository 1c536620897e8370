//! Clients of messaging partners.
//!
//! [`partner`] is what any of them can do, [`graph`] speaks to Meta's Graph
//! API, [`webhook`] checks and reads what Meta sends to us, and [`http`] is the
//! one place where an HTTP client for partners is built.

pub mod graph;
pub mod http;
mod mac;
pub mod partner;
pub mod template;
pub mod webhook;
