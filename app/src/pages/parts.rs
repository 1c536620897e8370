//! Components as functions, for content that borrows what the page has loaded:
//! a component's children have to own all they show, an argument is rendered
//! at once.

use leptos::prelude::*;

use crate::components::{callout::Callout, card::Card, evidence::Evidence, status::Tone};

/// A card.
pub(crate) fn card(id: &'static str, title: impl Into<String>, body: impl IntoAny) -> AnyView {
    let (title, body) = (title.into(), body.into_any());
    view! { <Card id=id title=title>{body}</Card> }.into_any()
}

/// A card with something beside its heading.
pub(crate) fn card_beside(
    id: &'static str,
    title: impl Into<String>,
    beside: impl IntoAny,
    body: impl IntoAny,
) -> AnyView {
    let (title, body) = (title.into(), body.into_any());
    let head = view! { <span class="end">{beside.into_any()}</span> }.into_any();
    view! { <Card id=id title=title head=head>{body}</Card> }.into_any()
}

/// A callout with a heading.
pub(crate) fn callout(tone: Tone, title: impl Into<String>, body: impl IntoAny) -> AnyView {
    let (title, body) = (title.into(), body.into_any());
    view! { <Callout tone=tone title=title>{body}</Callout> }.into_any()
}

/// A callout of one text.
pub(crate) fn note(tone: Tone, body: impl IntoAny) -> AnyView {
    let body = body.into_any();
    view! { <Callout tone=tone>{body}</Callout> }.into_any()
}

/// Source and time of a claim.
pub(crate) fn evidence(source: impl IntoAny, time: AnyView) -> AnyView {
    let source = source.into_any();
    view! { <Evidence>{source}" "{time}</Evidence> }.into_any()
}

/// A claim that was never checked.
pub(crate) fn no_evidence(words: &'static str) -> AnyView {
    view! { <Evidence stale=true>{words}</Evidence> }.into_any()
}
