//! Alarms and figures: is everything that Meta sends believed and processed?

use domain::time::MINUTE;
use leptos::prelude::*;
use service::webhooks::list::WebhookState;

use crate::{
    actions::wabas::ACCOUNTS,
    components::{
        format::{Times, count},
        status::Tone,
    },
    guard::Cx,
    pages::parts::{callout, figure},
    words::{common, messages::span, webhooks as w},
};

/// How long processing may lag behind before it is an alarm.
const LAG: i64 = MINUTE;

/// What needs a person, if anything does.
pub(super) fn alarms(cx: &Cx, state: &WebhookState) -> AnyView {
    let lang = cx.lang;
    let no_secret = (!state.has_secret).then(|| {
        callout(
            Tone::Bad,
            w::no_secret_title(lang),
            view! {
                <p>{w::no_secret_text(lang)}</p>
                <p><a class="btn btn--sm" href=ACCOUNTS>{w::to_accounts(lang)}</a></p>
            },
        )
    });
    let refused: u64 = state.refused.iter().map(|(_, n)| n).sum();
    let reasons = state
        .refused
        .iter()
        .map(|(why, n)| view! { <li>{w::refusal(lang, why)}": "<b class="tnum">{count(lang, *n)}</b></li> })
        .collect_view();
    let refused = (refused > 0).then(|| {
        callout(
            Tone::Warn,
            w::refused_title(lang, refused),
            view! {
                <ul class="sm" role="list">{reasons}</ul>
                <p class="sm">{w::refused_text(lang)}</p>
            },
        )
    });
    let late = state
        .waiting
        .1
        .map(|since| state.at.since(since))
        .filter(|late| *late > LAG);
    let late = late.map(|late| {
        let words = view! { <p class="sm">{w::lag_text(lang)}</p> };
        callout(Tone::Warn, w::lag_title(lang, &span(lang, late)), words)
    });
    view! { {no_secret}{late}{refused} }.into_any()
}

/// Figures that are true now.
pub(super) fn figures(cx: &Cx, times: &Times, state: &WebhookState) -> AnyView {
    let lang = cx.lang;
    let (waiting, oldest) = state.waiting;
    let waits = match oldest {
        Some(since) => w::f_waiting_since(lang, &span(lang, state.at.since(since))),
        None => w::f_waiting_none(lang).to_owned(),
    };
    let refused: u64 = state.refused.iter().map(|(_, n)| n).sum();
    let refused_note = if refused == 0 {
        // Signatures that nobody has sent are not called right.
        match state.last_at {
            Some(_) => w::f_refused_none(lang).to_owned(),
            None => w::f_refused_nothing(lang).to_owned(),
        }
    } else {
        let most = state.refused.iter().max_by_key(|(_, n)| *n);
        most.map(|(why, _)| w::refusal(lang, why)).unwrap_or_default()
    };
    let open = state.open.iter().map(|(_, n)| n).sum::<u64>() + state.dead;
    let (last, last_note) = match state.last_at {
        Some(at) => (times.marked_up(at, times.second(at)), times.moment(at)),
        None => (common::never(lang).into_any(), w::f_last_never(lang).to_owned()),
    };
    view! {
        <dl class="stats">
            <div>
                <dt>{w::f_last(lang)}</dt>
                <dd>{last}</dd>
                <dd>{last_note}</dd>
            </div>
            {figure(lang, w::f_waiting(lang), waiting, waits)}
            {figure(lang, w::f_refused(lang), refused, refused_note)}
            {figure(lang, w::f_open(lang), open, w::f_open_note(lang).to_owned())}
        </dl>
    }
    .into_any()
}
