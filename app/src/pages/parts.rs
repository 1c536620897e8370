//! Components as functions, for content that borrows what the page has loaded:
//! a component's children have to own all they show, an argument is rendered
//! at once.

use domain::time::Millis;
use leptos::prelude::*;

use crate::components::{callout::Callout, card::Card, evidence::Evidence, format::Times, status::Tone};

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

/// Source and time of a claim: "Read from Meta today 10:38".
pub(crate) fn evidence(times: &Times, source: &str, at: Millis) -> AnyView {
    let when = times.moment(at);
    // In the middle of a line "Today" is a word like any other; months keep their capital.
    let when = when
        .strip_prefix("Today")
        .map(|rest| format!("today{rest}"))
        .unwrap_or(when);
    let when = when
        .strip_prefix("Yesterday")
        .map(|rest| format!("yesterday{rest}"))
        .unwrap_or(when);
    stamp(times.marked_up(at, format!("{source} {when}")))
}

/// Evidence in words of its own.
pub(crate) fn stamp(words: impl IntoAny) -> AnyView {
    let words = words.into_any();
    view! { <Evidence>{words}</Evidence> }.into_any()
}

/// A claim that was never checked.
pub(crate) fn no_evidence(words: &'static str) -> AnyView {
    view! { <Evidence stale=true>{words}</Evidence> }.into_any()
}
