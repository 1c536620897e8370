//! Everything that renders: shell, pages, server-function actions, components
//! and islands. Pages and actions exist on the server only; the browser gets
//! the islands.

#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
#[macro_use]
mod words;

#[cfg(feature = "ssr")]
#[expect(
    unreachable_pub,
    reason = "Leptos's macros write `pub` whatever the item says"
)]
mod actions;
#[cfg(feature = "ssr")]
#[expect(
    unreachable_pub,
    reason = "Leptos's macros write `pub` whatever the item says"
)]
mod components;
#[cfg(feature = "ssr")]
mod error;
#[cfg(feature = "ssr")]
mod flash;
#[cfg(feature = "ssr")]
pub mod floor;
#[cfg(feature = "ssr")]
mod guard;
pub mod islands;
#[cfg(feature = "ssr")]
#[expect(
    unreachable_pub,
    reason = "Leptos's macros write `pub` whatever the item says"
)]
mod pages;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
#[expect(
    unreachable_pub,
    reason = "Leptos's macros write `pub` whatever the item says"
)]
mod routes;
#[cfg(feature = "ssr")]
#[expect(
    unreachable_pub,
    reason = "Leptos's macros write `pub` whatever the item says"
)]
mod shell;

#[cfg(feature = "ssr")]
pub use error::AppError;
#[cfg(feature = "ssr")]
pub use pages::billing::{line_query, statement_query};
#[cfg(feature = "ssr")]
pub use pages::messages::filter::message_query;
#[cfg(feature = "ssr")]
pub use pages::numbers::filter::number_query;
#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{document, shell};

/// The error page as a whole document, for answers that are not rendered by
/// the router.
#[cfg(feature = "ssr")]
pub mod errors {
    pub use crate::pages::errors::{Reason, document as page};
}

/// Called once by the page before the islands are hydrated.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
