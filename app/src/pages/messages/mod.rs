//! The message log: one component for admins, support and owners, and the
//! conversation with one customer.

mod controls;
mod conversation;
mod conversation_page;
pub(crate) mod filter;
mod list_page;
mod look;
mod pane;
mod pane_facts;
mod pills;
mod place;
mod reveal;
mod rows;
mod timeline;

pub(crate) use conversation_page::{AdminConversationPage, OwnConversationPage, SupportConversationPage};
pub(crate) use list_page::{AdminMessagesPage, OwnMessagesPage, SupportMessagesPage};
