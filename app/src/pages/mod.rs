//! Pages: load through use cases, render, nothing else.

pub(crate) mod errors;
pub(crate) mod login;
