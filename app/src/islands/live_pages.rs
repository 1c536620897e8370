//! Links and forms answer in place.
//!
//! A click on a link of this site or the sending of a form fetches the same
//! address that the browser would have loaded and exchanges the parts of the
//! page that differ (`data-part`), so inline panels, filters, paging, undo and
//! switches feel instant without any code of their own. Left to the browser:
//! other sites, `target`, `download`, files to upload, modified clicks, and
//! whatever says `data-reload`.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod confirm;
#[cfg(feature = "hydrate")]
mod filter;
#[cfg(feature = "hydrate")]
mod focus;
#[cfg(feature = "hydrate")]
mod forms;
#[cfg(feature = "hydrate")]
mod history;
#[cfg(feature = "hydrate")]
mod press;
#[cfg(feature = "hydrate")]
mod progress;
#[cfg(feature = "hydrate")]
mod swap;
#[cfg(feature = "hydrate")]
mod visit;

#[cfg(feature = "hydrate")]
pub(super) use self::visit::{Visit, catch_up, heard, known, visit};

/// Starts it. The children are the bar, the notices and the confirm dialog,
/// written by the server.
#[island]
pub fn LivePages(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        history::start();
        forms::start();
        press::start();
        filter::start();
        progress::start();
    }
    children()
}
