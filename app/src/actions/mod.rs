//! Changes: server functions behind ordinary forms. Each one guards, calls a
//! use case, and says how it went on the next page.

pub(crate) mod account;
pub(crate) mod links;
pub(crate) mod preferences;
pub(crate) mod session;
