//! Three different kinds of nothing: nothing yet, no match, could not load.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// What stands in place of rows that are not there; `children` hold the one
/// thing to do about it.
#[component]
pub(crate) fn Blank(
    /// Its icon.
    icon_name: Icon,
    /// What is so.
    #[prop(into)]
    title: String,
    /// What will appear, or why there is nothing.
    #[prop(into)]
    text: String,
    /// A button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="blank">
            {icon(icon_name)}
            <h3>{title}</h3>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
