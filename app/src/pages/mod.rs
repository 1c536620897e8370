//! Pages: load through use cases, render, nothing else.

pub(crate) mod account;
pub(crate) mod api_docs;
pub(crate) mod audit;
pub mod billing;
pub(crate) mod checks;
pub(crate) mod choose;
pub(crate) mod contacts;
pub(crate) mod errors;
pub(crate) mod filters;
pub(crate) mod link;
pub(crate) mod login;
pub mod messages;
pub mod numbers;
pub(crate) mod overview;
pub(crate) mod owner;
pub(crate) mod parts;
pub(crate) mod place;
pub(crate) mod search;
pub(crate) mod team;
pub(crate) mod templates;
pub(crate) mod tenants;
pub(crate) mod wabas;
pub(crate) mod webhooks;
