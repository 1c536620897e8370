//! A template on a phone and what the rules say of it, as HTML. The server
//! writes it into the page, and the editor's island writes the same while
//! somebody types, so it is text without any framework.

pub(crate) mod findings;
mod html;
pub(crate) mod preview;
pub(crate) mod samples;
