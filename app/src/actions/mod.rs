//! Changes: server functions behind ordinary forms. Each one guards, calls a
//! use case, and says how it went on the next page.

pub(crate) mod account;
pub(crate) mod billing;
pub(crate) mod billing_cards;
pub(crate) mod contacts;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod messages;
pub(crate) mod numbers;
pub(crate) mod owner;
pub(crate) mod platform;
pub(crate) mod preferences;
pub(crate) mod sending;
pub(crate) mod session;
pub(crate) mod team;
pub(crate) mod templates;
pub(crate) mod tenants;
pub(crate) mod upload;
pub(crate) mod wabas;
pub(crate) mod webhooks;
