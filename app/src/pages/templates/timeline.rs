//! What happened to a template, with who told.

use domain::{lang::Lang, number::QualityRating};
use leptos::prelude::*;
use service::templates::{
    TemplateCategory, TemplateStatus,
    detail::{TemplateDetail, TimelineEvent},
    follow::Field,
};

use super::{look, versions};
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        status::Tone,
    },
    guard::Cx,
    pages::{numbers::look as numbers, parts::card},
    words::templates as w,
};

/// The card with everything that happened, newest first.
pub(super) fn timeline(cx: &Cx, times: &Times, detail: &TemplateDetail) -> AnyView {
    let lang = cx.lang;
    let items = detail
        .timeline
        .iter()
        .map(|event| item(lang, times, event))
        .collect_view();
    let body = if detail.timeline.is_empty() {
        view! { <p class="soft sm">{w::timeline_none(lang)}</p> }.into_any()
    } else {
        view! { <ol class="timeline" role="list">{items}</ol> }.into_any()
    };
    card("h-timeline", w::timeline(lang), body)
}

fn item(lang: Lang, times: &Times, event: &TimelineEvent) -> AnyView {
    let (tone, name, words) = said(lang, event);
    let tone = (tone != Tone::Ok).then(|| tone.key());
    let by = if event.by.is_empty() {
        w::source(lang, event.source).to_owned()
    } else {
        format!("{}, {}", event.by, w::source(lang, event.source))
    };
    let detail = &event.detail;
    let reason = detail
        .reason
        .as_deref()
        .filter(|code| !code.is_empty() && *code != "NONE")
        .map(|code| w::rejected(lang, code).unwrap_or(code).to_owned());
    let told = detail.explanation.clone();
    let advice = detail
        .recommendation
        .clone()
        .or_else(|| detail.description.clone());
    let changes = (!event.changes.is_empty()).then(|| versions::changes(lang, &event.changes));
    view! {
        <li data-tone=tone>
            {icon(name)}
            <b>{words}</b>
            {times.element(event.at)}
            <small>{by}</small>
            {reason.map(|words| view! { <small>{words}</small> })}
            {told.map(|words| view! { <small>{w::meta_says(lang)}": "{words}</small> })}
            {advice.map(|words| view! { <small>{w::meta_recommends(lang)}": "{words}</small> })}
            {changes.map(|changes| view! { <div class="timeline__more">{changes}</div> })}
        </li>
    }
    .into_any()
}

/// Tone, icon and words of an event.
fn said(lang: Lang, event: &TimelineEvent) -> (Tone, Icon, String) {
    let arrow = |before: Option<String>, after: String| match before {
        Some(before) => format!("{before} → {after}"),
        None => after,
    };
    match event.field {
        Field::Status => {
            let state = TemplateStatus::parse(&event.after);
            let (tone, icon, _) = look::of_status(&state);
            (tone, icon, w::status(lang, &state).to_owned())
        }
        Field::Category => {
            let of = |word: &str| w::category(lang, &TemplateCategory::parse(word)).to_owned();
            let words = arrow(event.before.as_deref().map(of), of(&event.after));
            let tone = if event.before.is_some() {
                Tone::Warn
            } else {
                Tone::Ok
            };
            (tone, Icon::Euro, format!("{}: {words}", w::category_word(lang)))
        }
        Field::NextCategory if event.after.is_empty() => (Tone::Ok, Icon::Euro, w::move_off(lang).to_owned()),
        Field::NextCategory => {
            let to = w::category_within(lang, &TemplateCategory::parse(&event.after));
            (Tone::Warn, Icon::Euro, w::move_announced(lang, &to))
        }
        Field::Quality => {
            let of = |word: &str| numbers::quality(lang, &QualityRating::parse(word));
            let look = of(&event.after);
            let words = arrow(event.before.as_deref().map(|word| of(word).word), look.word);
            (
                look.tone,
                Icon::Trend,
                format!("{}: {words}", w::quality_word(lang)),
            )
        }
        Field::Components => (Tone::Idle, Icon::Draft, w::text_changed(lang).to_owned()),
        Field::Lock => {
            let words = if event.after == "LOCKED" {
                w::locked(lang)
            } else {
                w::unlocked(lang)
            };
            (Tone::Idle, Icon::Lock, words.to_owned())
        }
        Field::Listed => {
            if event.after == "no" {
                (Tone::Idle, Icon::X, w::gone(lang).to_owned())
            } else {
                (Tone::Ok, Icon::Ok, w::back(lang).to_owned())
            }
        }
    }
}
