//! The 24 hours in which a customer may be answered freely, as a clock that
//! counts down where the browser can (`islands::countdown`).

use domain::{
    lang::Lang,
    message::window::{LENGTH, WARN_BEFORE, Window},
    time::Millis,
};
use leptos::prelude::*;

use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        status::Tone,
    },
    guard::Cx,
    islands::countdown::left as words_of,
    words::messages as w,
};

fn tone(left: i64) -> Tone {
    if left < WARN_BEFORE { Tone::Warn } else { Tone::Ok }
}

/// `3 h 12 min left`
fn clock(lang: Lang, left: i64) -> AnyView {
    let (warn, span) = (WARN_BEFORE.to_string(), LENGTH.to_string());
    view! {
        {w::left_before(lang)}
        " "
        <b role="timer" data-left=left.to_string() data-warn=warn data-span=span>
            {words_of(left)}
        </b>
        " "
        {w::left_after(lang)}
    }
    .into_any()
}

/// The strip above the place where people write. It stands inside a `data-window`.
pub(super) fn strip(cx: &Cx, times: &Times, window: Window) -> AnyView {
    let lang = cx.lang;
    let left = window.left(cx.now);
    match window {
        Window::Open { until } => {
            let until = w::window_open(lang, &times.moment(until));
            let filled = (left * 100 / LENGTH).to_string();
            view! {
                <div class="window" data-tone=tone(left).key() data-says="">
                    {icon(Icon::Clock)}
                    <p data-while="open">{until}" "{clock(lang, left)}</p>
                    <p data-while="closed" hidden=true>{w::window_just_closed(lang)}</p>
                    <svg class="meter" data-while="open" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect data-meter="" width=filled height="8"></rect>
                    </svg>
                </div>
            }
            .into_any()
        }
        Window::Closed { since } => idle(w::window_closed(lang, &times.moment(since))),
        Window::Never => idle(w::window_never(lang).to_owned()),
    }
}

fn idle(words: String) -> AnyView {
    view! { <div class="window" data-tone=Tone::Idle.key()>{icon(Icon::Lock)}<p>{words}</p></div> }.into_any()
}

/// The same in a list, inside a `data-window` of its own.
pub(super) fn short(lang: Lang, window: Window, now: Millis) -> AnyView {
    let shut = |hidden: bool| {
        view! {
            <span class="status" data-tone=Tone::Idle.key() data-while="closed" hidden=hidden>
                {icon(Icon::Lock)}
                {w::window_shut(lang)}
            </span>
        }
    };
    let left = window.left(now);
    match window {
        Window::Open { .. } => view! {
            <span class="status" data-tone=tone(left).key() data-while="open">
                {icon(Icon::Clock)}
                <span>{clock(lang, left)}</span>
            </span>
            {shut(true)}
        }
        .into_any(),
        Window::Closed { .. } => shut(false).into_any(),
        Window::Never => ().into_any(),
    }
}
