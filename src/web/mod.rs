//! What lies around every request of a browser: its id, its limits, its
//! session, who is signed in, and the headers of its answer.

pub mod arrival;
pub mod body;
pub mod context;
pub mod csrf;
pub mod failure;
pub(crate) mod headers;
pub mod observe;
