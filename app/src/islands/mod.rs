//! What is alive in the browser.
//!
//! Every page works as plain links and forms. The islands stand beside the
//! page, never inside it, and make the same links and forms quicker: a page
//! that is asked for is fetched and put in place, filters answer while one
//! types, other people's changes appear by themselves. The server writes every
//! word; where an island needs text of its own it gets it from the markup or as
//! a property.
//!
//! The attributes that pages use to talk to the islands (`data-live`,
//! `data-topics`, `data-copy` …) are described in the module that reads them.

#[cfg(feature = "hydrate")]
mod dom;

pub mod command_palette;
pub mod copy;
pub mod countdown;
pub mod export;
pub mod keyboard;
pub mod live_pages;
pub mod live_updates;
pub mod toasts;

#[cfg(feature = "ssr")]
mod all;
#[cfg(feature = "ssr")]
pub(crate) use all::Islands;
