//! Everything that renders: shell, pages, server-function actions, components
//! and islands. Pages and actions exist on the server only; the browser gets
//! the islands.

#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
#[macro_use]
pub mod words;
