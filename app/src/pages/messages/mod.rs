//! The message log: one component for admins, support and owners, and the
//! conversation with one customer.

mod composer;
mod controls;
mod conversation;
mod conversation_page;
mod decisions;
pub(crate) mod filter;
mod list_page;
mod look;
mod pane;
mod pane_facts;
mod pills;
mod place;
pub(crate) mod reveal;
mod rows;
mod timeline;

pub(crate) use conversation_page::{AdminConversationPage, OwnConversationPage, SupportConversationPage};
pub(crate) use list_page::{AdminMessagesPage, OwnMessagesPage, SupportMessagesPage};
