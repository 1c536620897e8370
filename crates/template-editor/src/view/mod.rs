//! A template on a phone and what the rules say of it, as HTML.

pub mod findings;
mod html;
pub mod preview;
pub mod samples;
