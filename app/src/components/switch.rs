//! The owner's one switch: a submit button that says what it is.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// A switch inside a form; pressing it submits the form.
#[component]
pub(crate) fn Switch(
    /// Id of its name, unique on the page.
    #[prop(into)]
    id: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// Whether it is on.
    on: bool,
    /// The state in a word: "On."
    #[prop(into)]
    state: String,
    /// What the state means.
    #[prop(into)]
    meaning: String,
) -> impl IntoView {
    let described = format!("{id}-d");
    view! {
        <button
            class="switch"
            type="submit"
            role="switch"
            aria-checked=if on { "true" } else { "false" }
            aria-labelledby=id
            aria-describedby=described
        >
            <b id=id.clone()>{label}</b>
            <span class="switch__track" aria-hidden="true">{on.then(|| icon(Icon::Sent))}</span>
            <span class="switch__state">
                <strong class=on.then_some("t-ok")>{state}</strong>
                " "
                <span id=described.clone()>{meaning}</span>
            </span>
        </button>
    }
}
