//! Pages: load through use cases, render, nothing else.

pub(crate) mod account;
pub(crate) mod errors;
pub(crate) mod link;
pub(crate) mod login;
