//! Components as functions, for content that borrows what the page has loaded:
//! a component's children have to own all they show, an argument is rendered
//! at once.

use domain::{lang::Lang, time::Millis};
use leptos::prelude::*;

use crate::components::{
    callout::Callout,
    card::Card,
    evidence::Evidence,
    format::{Times, count},
    icon::{Icon, icon},
    query::Query,
    status::Tone,
};

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

/// One of the figures in a row of figures; quiet when it is nought.
pub(crate) fn figure(lang: Lang, label: &'static str, n: u64, note: String) -> AnyView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd class=(n == 0).then_some("muted")>{count(lang, n)}</dd>
            <dd>{note}</dd>
        </div>
    }
    .into_any()
}

/// One interval of a history: what it is about, from when to when, and notes.
pub(crate) fn interval(
    times: &Times,
    (from, to): (Millis, Option<Millis>),
    about: impl IntoAny,
    notes: impl IntoAny,
) -> AnyView {
    let (tone, name) = if to.is_none() {
        ("ok", Icon::Ok)
    } else {
        ("idle", Icon::Dash)
    };
    let until = to.map(|to| view! { " – "{times.day_element(to)} });
    let (about, notes) = (about.into_any(), notes.into_any());
    view! {
        <li data-tone=tone>
            {icon(name)}
            <b>{about}</b>
            <span>{times.day_element(from)}{until}</span>
            <small>{notes}</small>
        </li>
    }
    .into_any()
}

/// What Meta answered, word for word, folded up.
pub(crate) fn raw(title: &'static str, text: String) -> AnyView {
    view! {
        <details class="disclosure">
            <summary>{icon(Icon::Right)}{title}</summary>
            <pre class="raw" tabindex="0">{text}</pre>
        </details>
    }
    .into_any()
}

/// A pane instead of something that is not there: what it would have shown, what
/// to say, and the word for closing it.
pub(crate) fn gone(label: &'static str, text: &'static str, close: &'static str, query: &Query) -> AnyView {
    let list = query.with("sel", None).href();
    view! {
        <aside class="card pane" aria-label=label>
            <div class="pane__section">
                <p>{text}</p>
                <a class="btn btn--sm" href=list data-close="">{close}</a>
            </div>
        </aside>
    }
    .into_any()
}

/// A claim that was never checked.
pub(crate) fn no_evidence(words: &'static str) -> AnyView {
    view! { <Evidence stale=true>{words}</Evidence> }.into_any()
}
