//! The message log: one component for admins, support and owners, the list of
//! conversations, and the conversation with one customer.

mod composer;
mod controls;
mod conversation;
mod conversation_page;
mod decisions;
pub(crate) mod filter;
mod inbox;
mod inbox_page;
mod list_page;
mod look;
mod pane;
mod pane_facts;
mod pills;
pub(crate) mod reveal;
mod rows;
mod timeline;
mod window;

pub(crate) use conversation_page::{AdminConversationPage, OwnConversationPage, SupportConversationPage};
pub(crate) use inbox_page::{AdminInboxPage, OwnInboxPage, SupportInboxPage};
pub(crate) use list_page::{AdminMessagesPage, OwnMessagesPage, SupportMessagesPage};
