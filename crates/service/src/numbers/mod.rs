//! The pool of numbers, and which bakery each one serves.

pub mod assign;
pub mod bulk;
mod change;
mod csv;
pub mod detail;
pub mod list;
pub mod pool;
pub(crate) mod row;
mod undo;
