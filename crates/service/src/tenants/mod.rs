//! Bakeries: list, create, edit, suspend, import, and the owner's switch.

pub mod choose;
pub mod edit;
pub mod import;
pub mod list;
pub mod own;
mod owners;
