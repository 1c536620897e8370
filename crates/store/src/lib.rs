//! All SQL. One text for SQLite and PostgreSQL; see [`db`] for how.
//!
//! Every function takes a [`Tx`]: there is no way to change a row outside a
//! transaction, so a change and its audit row ([`audit`]) stand or fall together.

#[macro_use]
pub mod db;
pub mod accounts;
pub mod api_keys;
pub mod assignments;
pub mod audit;
pub mod billing;
mod bulk;
pub mod changes;
pub mod consents;
pub mod contact_book;
pub mod contacts;
pub mod conversations;
pub mod counts;
pub mod error;
pub mod idempotency;
pub mod imports;
pub mod leases;
pub mod like;
pub mod links;
mod locks;
pub mod messages;
pub mod migrate;
pub mod nudges;
pub mod numbers;
pub mod outbox;
pub mod recipients;
pub mod second_factor;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod short_ids;
pub mod stops;
pub mod templates;
pub mod tenants;
#[cfg(feature = "testing")]
pub mod testing;
pub mod throttle;
pub mod users;
pub mod webhooks;

pub use db::{Db, Engine, Tx};
pub use error::{StoreError, StoreResult};
