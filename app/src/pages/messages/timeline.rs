//! What happened to a message, step by step.

use domain::{lang::Lang, message::delivery::State, time::Millis};
use leptos::prelude::*;
use service::messages::{detail::MessageDetail, list::Direction};

use super::pane::given_up;
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        status::Tone,
    },
    words::messages as w,
};

/// One step.
struct Step {
    at: Millis,
    words: &'static str,
    icon: Icon,
    tone: Tone,
}

/// The steps in the order in which they happened.
fn steps(lang: Lang, detail: &MessageDetail) -> Vec<Step> {
    if detail.row.direction == Direction::In {
        return vec![Step {
            at: detail.row.at,
            words: w::step_written(lang),
            icon: Icon::Chat,
            tone: Tone::Ok,
        }];
    }
    let facts = &detail.facts;
    let refused = if detail.cause.is_none() && given_up(facts) {
        w::step_given_up(lang)
    } else {
        w::step_refused(lang)
    };
    let known = [
        (
            facts.queued_at.or(Some(detail.row.at)),
            w::step_asked(lang),
            Icon::Ok,
            Tone::Ok,
        ),
        (facts.held_at, w::step_held(lang), Icon::Held, Tone::Idle),
        (facts.dropped_at, w::step_dropped(lang), Icon::X, Tone::Idle),
        (facts.handed_at, w::step_handed(lang), Icon::Send, Tone::Ok),
        (
            facts.unanswered_at,
            w::step_unanswered(lang),
            Icon::Help,
            Tone::Idle,
        ),
        (
            facts.accepted_at,
            w::step_accepted(lang),
            Icon::Accepted,
            Tone::Ok,
        ),
        (facts.refused_at, refused, Icon::Failed, Tone::Bad),
        (facts.sent_at, w::step_sent(lang), Icon::Sent, Tone::Ok),
        (
            facts.delivered_at,
            w::step_delivered(lang),
            Icon::Delivered,
            Tone::Ok,
        ),
        (facts.read_at, w::step_read(lang), Icon::Read, Tone::Ok),
        (facts.played_at, w::step_played(lang), Icon::Read, Tone::Ok),
        (facts.failed_at, w::step_failed(lang), Icon::Failed, Tone::Bad),
    ];
    let mut steps: Vec<Step> = known
        .into_iter()
        .filter_map(|(at, words, icon, tone)| {
            Some(Step {
                at: at?,
                words,
                icon,
                tone,
            })
        })
        .collect();
    // Meta's clock has whole seconds and may lag behind ours: what the list
    // above says first stays first within a second.
    steps.sort_by_key(|step| step.at.0.div_euclid(1_000));
    steps
}

pub(super) fn timeline(lang: Lang, times: &Times, detail: &MessageDetail) -> AnyView {
    let steps = steps(lang, detail);
    let begun = steps.first().map_or(detail.row.at, |step| step.at);
    let same_day = |at: Millis| times.iso_day(at) == times.iso_day(begun);
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let clock =
                if same_day(step.at) { times.second(step.at) } else { times.moment(step.at) };
            let (time, note) = if index == 0 {
                (times.marked_up(step.at, times.moment(step.at)), (!detail.source.is_empty()).then(|| detail.source.clone()))
            } else {
                (times.marked_up(step.at, format!("+{}", w::span(lang, step.at.since(begun)))), Some(clock))
            };
            let tone = (step.tone != Tone::Ok).then(|| step.tone.key());
            view! {
                <li data-tone=tone>
                    {icon(step.icon)}<b>{step.words}</b>{time}{note.map(|note| view! { <small>{note}</small> })}
                </li>
            }
        })
        .collect_view();
    let over = detail.row.state == State::Failed;
    view! {
        <ol class="timeline" role="list">
            {items}
            {over
                .then(|| {
                    view! {
                        <li data-tone="idle">
                            {icon(Icon::Dash)}
                            <span>{w::rest_never(lang)}</span>
                            <span>{w::never(lang)}</span>
                            <small>{w::stops_here(lang)}</small>
                        </li>
                    }
                })}
        </ol>
    }
    .into_any()
}
