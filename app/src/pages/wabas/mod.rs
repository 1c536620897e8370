//! Connected accounts: the list with connecting, and one of them.

mod cards;
mod connect;
pub(crate) mod detail;
pub(crate) mod list;
pub(crate) mod look;
mod token;
