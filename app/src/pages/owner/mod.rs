//! What an owner sees: one switch, their number, what it means.

pub(crate) mod chosen;
pub(crate) mod poster;
pub(crate) mod settings;
pub(crate) mod texts;
