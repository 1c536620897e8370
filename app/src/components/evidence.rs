//! Evidence: when something was last known to be so.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// Source and time of a claim. `stale` marks what is too old to be trusted.
#[component]
pub(crate) fn Evidence(
    /// Whether it is too old.
    #[prop(optional)]
    stale: bool,
    /// The words, with a [`super::format::Times::element`] where there is a time.
    children: Children,
) -> impl IntoView {
    let (class, name) = if stale {
        ("evidence evidence--stale", Icon::Warn)
    } else {
        ("evidence", Icon::Clock)
    };
    view! { <span class=class>{icon(name)}<span>{children()}</span></span> }
}
