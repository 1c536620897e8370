//! Customers, as bakeries and support look after them: who they are, what they
//! agreed to, and which records are the same person.

pub mod detail;
pub mod list;
pub mod merge;
