//! Pure rules and types: identities, people, numbers, statuses, permissions.
//!
//! No IO and no clock of its own: the same rules answer on the server and in
//! the browser. Everything a partner sends is parsed as an open enum, so a
//! value that nobody has documented yet is shown rather than refused.

pub mod account;
pub mod amounts;
pub mod assignment;
pub mod billing;
pub mod clock;
pub mod contact;
pub mod figures;
pub mod health;
pub mod ids;
pub mod lang;
pub mod message;
pub mod meta_error;
pub mod money;
pub mod number;
pub mod open_enum;
pub mod page;
pub mod permission;
pub mod person;
pub mod phone;
pub mod secret_age;
pub mod template;
pub mod tenant;
pub mod time;
