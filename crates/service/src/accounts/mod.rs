//! WhatsApp Business Accounts: connecting, checking, syncing, rotating tokens.

pub mod bootstrap;
pub mod connect;
mod graph;
pub mod health;
mod inspect;
mod keep;
pub mod list;
pub mod rotate;
pub(crate) mod save;
pub(crate) mod secrets;
pub mod subscription;
pub mod sync;

pub use graph::GraphAccess;
