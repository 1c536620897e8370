//! Bakeries: the list, one of them, adding and importing.

pub(crate) mod detail;
pub(crate) mod edit;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod new;
mod owners;
pub(crate) mod preview;
