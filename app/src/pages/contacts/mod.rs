//! Customers, in three places: for admins, for support, for a bakery's owner.

pub(crate) mod consents;
mod detail;
mod identity;
mod import;
mod list;
mod reveals;

pub(crate) use detail::{AdminContactPage, OwnContactPage, SupportContactPage};
pub(crate) use list::{AdminContactsPage, OwnContactsPage, SupportContactsPage};
pub(crate) use reveals::RevealsPage;
