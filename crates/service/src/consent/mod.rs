//! Who agreed to be written to, who took it back, and the proof of either.
//!
//! Statements are only ever added; the newest by the time at which it was said
//! counts, so the order in which they arrive does not matter.

pub mod import;
mod note;
pub mod record;
pub mod standing;

pub use note::{note_preference, note_refusal_by_meta, note_statement, note_wish};
