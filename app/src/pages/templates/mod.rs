//! Templates: the list, one template, drafts and their editor.

mod alarm;
mod buttons;
pub(crate) mod checked;
mod controls;
pub(crate) mod delete;
pub(crate) mod detail;
pub(crate) mod edit;
mod facts;
mod fields;
mod language;
pub(crate) mod list;
mod look;
pub(crate) mod new;
pub(crate) mod phone;
mod round;
mod rows;
mod timeline;
mod usage;
pub(crate) mod versions;
