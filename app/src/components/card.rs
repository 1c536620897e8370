//! Cards: a heading and what belongs under it.

use leptos::prelude::*;

/// A section with a heading. `id` names the heading, so that links can point
/// at it and the section is announced by it.
#[component]
pub(crate) fn Card(
    /// Id of the heading, unique on the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// Beside the heading: a note, or a link at the end of the line.
    #[prop(optional, into)]
    head: Option<AnyView>,
    /// Whether the content (a table, a list) brings its own padding.
    #[prop(optional)]
    flush: bool,
    /// A line at the bottom.
    #[prop(optional, into)]
    foot: Option<AnyView>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let content = children();
    view! {
        <section class="card" aria-labelledby=id>
            <div class="card__head"><h2 id=id.clone()>{title}</h2>{head}</div>
            {if flush { content.into_any() } else { view! { <div class="card__body">{content}</div> }.into_any() }}
            {foot.map(|foot| view! { <div class="card__foot">{foot}</div> })}
        </section>
    }
}
