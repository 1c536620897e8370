//! What the editor says, in Spanish and English. Nothing here needs a page
//! around it.

pub mod live;
pub(crate) mod preview;
pub mod rules;
