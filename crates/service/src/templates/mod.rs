//! Templates: drafted, handed in, and followed until they can be used.
//!
//! [`sync`] and `hook` bring what Meta tells to `follow`, the one place where an
//! observation changes what is known (`history` says how). [`list`] and
//! [`detail`] show it, [`drafts`] and [`submit`] write.

pub mod alarms;
pub mod detail;
pub mod diff;
pub mod drafts;
pub mod follow;
pub mod history;
pub mod holds;
pub(crate) mod hook;
pub mod legacy;
pub mod limits;
pub mod list;
pub mod media;
pub mod own;
pub mod price;
pub mod round;
pub mod row;
mod rules;
pub mod settings;
mod settle;
pub mod submit;
pub mod sync;
mod texts;

pub use channels::template::{ParameterFormat, TemplateCategory, TemplateStatus};
