//! The number pool, one number, and who gets which.

pub(crate) mod bakeries;
mod bakery_row;
pub(crate) mod bulk;
pub(crate) mod detail;
pub mod filter;
mod history;
pub(crate) mod look;
pub(crate) mod panel;
pub(crate) mod pool;
pub(crate) mod release;
pub(crate) mod tabs;
