//! WhatsApp Business Accounts: connecting, checking, syncing, rotating tokens.

pub mod bootstrap;
pub mod connect;
mod graph;
pub mod health;
mod inspect;
pub mod list;
pub mod rotate;
mod save;
mod secrets;
pub mod subscription;
pub mod sync;

pub use graph::GraphAccess;
