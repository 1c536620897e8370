//! How a conversation looks: bubbles, the window, the customer.

use domain::message::{
    delivery::State,
    window::{WARN_BEFORE, Window},
};
use leptos::prelude::*;
use service::messages::{
    conversation::{Bubble, Conversation},
    list::Direction,
};

use super::{look, place::Place, reveal::reveal};
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        page::PageHead,
        query::Query,
        status::Tone,
    },
    guard::Cx,
    words::{messages as w, meta_errors},
};

pub(super) fn conversation(
    cx: &Cx,
    place: &Place,
    times: &Times,
    talk: &Conversation,
    query: &Query,
) -> AnyView {
    let lang = cx.lang;
    let who = [&talk.name, &talk.number]
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned();
    let who = who.unwrap_or_else(|| w::nobody(lang).to_owned());
    let sub = [
        talk.tenant
            .as_ref()
            .filter(|_| !place.is_own())
            .map(|(_, name)| w::with_bakery(lang, name)),
        talk.through.as_ref().map(|number| w::through(lang, number)),
    ];
    let sub = sub.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let bakery = place.tenant().map(ToString::to_string);
    let list = Query::to(place.list()).with("bakery", bakery.as_deref());
    let log = list.with("contact", Some(&talk.contact.to_string())).href();
    let older = talk
        .older
        .map(|id| query.with("before", Some(&id.to_string())).href());
    let latest = query.get("before").map(|_| query.with("before", None).href());
    let back = (list.href(), w::title(lang).to_owned());
    let class = if place.is_own() {
        "card card--flush"
    } else {
        "card"
    };
    view! {
        <PageHead title=w::conversation_with(lang, &who) sub=sub back=back>
            <a class="btn" href=log>{icon(Icon::Log)}{w::in_log(lang)}</a>
        </PageHead>
        <div class="cols cols--main-pane">
            <section class=class aria-label=w::thread(lang)>
                <div class="thread">
                    {older.map(|href| view! { <a class="day" href=href>{w::earlier(lang)}</a> })}
                    {bubbles(cx, times, &talk.bubbles)}
                    {talk.bubbles.is_empty().then(|| view! { <span class="event">{w::no_words(lang)}</span> })}
                    {latest.map(|href| view! { <a class="day" href=href>{w::latest(lang)}</a> })}
                </div>
                {window(cx, times, talk)}
            </section>
            {about(cx, times, talk)}
        </div>
    }
    .into_any()
}

fn bubbles(cx: &Cx, times: &Times, bubbles: &[Bubble]) -> Vec<AnyView> {
    let mut day = String::new();
    let mut out = Vec::with_capacity(bubbles.len() + 4);
    for each in bubbles {
        let this = times.iso_day(each.at);
        if this != day {
            out.push(view! { <span class="day">{times.day_element(each.at)}</span> }.into_any());
            day = this;
        }
        out.push(bubble(cx, times, each));
    }
    out
}

fn bubble(cx: &Cx, times: &Times, each: &Bubble) -> AnyView {
    let lang = cx.lang;
    let out = each.direction == Direction::Out;
    let class = if out { "msg msg--out" } else { "msg" };
    let who = match (&each.template, &each.text) {
        (Some(name), _) => Some(view! { <p class="who"><code>{name.clone()}</code></p> }.into_any()),
        (None, None) => Some(view! { <p class="who">{w::kind_of(lang, &each.kind)}</p> }.into_any()),
        (None, Some(_)) => None,
    };
    let words = each.text.clone().map(|text| view! { <p>{text}</p> });
    let state = (out && each.state != State::Received).then(|| {
        let (name, _, _) = look::of_state(each.state);
        view! { {icon(name)}{w::state(lang, each.state)} }
    });
    let why = each
        .error
        .map(|code| view! { <span>{meta_errors::explain(lang, code, None).what}</span> });
    view! {
        <div class=class>
            {who}
            {words}
            <footer>{times.marked_up(each.at, times.hour(each.at))}{state}{why}</footer>
        </div>
    }
    .into_any()
}

/// Whether the bakery may answer freely, and for how long.
fn window(cx: &Cx, times: &Times, talk: &Conversation) -> AnyView {
    let lang = cx.lang;
    let left = talk.window.left(cx.now);
    let (tone, name, words) = match talk.window {
        Window::Open { until } => {
            let tone = if left < WARN_BEFORE { Tone::Warn } else { Tone::Ok };
            (
                tone,
                Icon::Clock,
                w::window_open(lang, &times.moment(until), &w::span(lang, left)),
            )
        }
        Window::Closed { since } => (
            Tone::Idle,
            Icon::Lock,
            w::window_closed(lang, &times.moment(since)),
        ),
        Window::Never => (Tone::Idle, Icon::Lock, w::window_never(lang).to_owned()),
    };
    // The strip keeps its words on one line only where they are short.
    view! { <div class="window" data-tone=tone.key() role="status">{icon(name)}<p>{words}</p></div> }
        .into_any()
}

fn about(cx: &Cx, times: &Times, talk: &Conversation) -> AnyView {
    let lang = cx.lang;
    let name = if talk.name.is_empty() {
        w::hidden_name(lang).to_owned()
    } else {
        talk.name.clone()
    };
    let number = if talk.number.is_empty() {
        w::nobody(lang).to_owned()
    } else {
        talk.number.clone()
    };
    view! {
        <aside class="card pane" aria-labelledby="h-contact">
            <div class="pane__section">
                <h3 id="h-contact">{w::contact(lang)}</h3>
                <dl class="facts">
                    <dt>{w::name(lang)}</dt>
                    <dd>{name}</dd>
                    <dt>{w::number(lang)}</dt>
                    <dd class="mask">{number}</dd>
                    <dt>{w::first_seen(lang)}</dt>
                    <dd>{times.day_element(talk.first_seen)}</dd>
                </dl>
                {reveal(cx, times, Some(talk.contact), talk.sight)}
            </div>
            <div class="pane__section">
                <h3>{w::window_title(lang)}</h3>
                <p class="sm soft">{w::window_why(lang)}</p>
            </div>
        </aside>
    }
    .into_any()
}
