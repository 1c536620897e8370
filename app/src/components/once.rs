//! Something shown once, to be copied: a link, a key.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// A box with the text and a button that copies it. Without the browser
/// library the text is selected by hand.
#[component]
pub(crate) fn ShownOnce(
    /// What it is.
    #[prop(into)]
    title: String,
    /// The text.
    #[prop(into)]
    text: String,
    /// What to know about it.
    #[prop(into)]
    note: String,
    /// The words of the button.
    copy: &'static str,
    /// The words of the button when it has copied.
    copied: &'static str,
) -> impl IntoView {
    view! {
        <section class="callout" data-tone="ok" role="status" data-once="">
            {icon(Icon::Ok)}
            <div class="stack stack--2">
                <h2>{title}</h2>
                <div class="linkbox">
                    <span id="shown-once">{text}</span>
                    <button class="btn btn--quiet js-only" type="button" data-copy="#shown-once" data-copied=copied>
                        {icon(Icon::Copy)}
                        {copy}
                    </button>
                </div>
                <p class="sm">{note}</p>
            </div>
        </section>
    }
}
