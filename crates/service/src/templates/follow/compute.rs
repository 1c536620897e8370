//! The columns that follow from the observations.

use channels::template::TemplateStatus;
use domain::time::HOUR;
use store::templates::{events::TemplateEventRecord, states::TemplateState};

use super::words::{Detail, Field};
use crate::{
    accounts::save::read_json,
    templates::{
        alarms,
        history::{self, Seen, Source},
    },
};

/// How long the first pause lasts (sources §1.5).
const FIRST_PAUSE: i64 = 3 * HOUR;
/// How long the second pause lasts (sources §1.5); after that Meta disables it.
const SECOND_PAUSE: i64 = 6 * HOUR;

/// The observations of one field.
pub(in crate::templates) fn of_field(known: &[TemplateEventRecord], field: Field) -> Vec<Seen> {
    known
        .iter()
        .filter(|event| event.field == field.key())
        .map(|event| Seen {
            at: event.at,
            source: Source::from_key(&event.source),
            value: event.value.clone(),
            detail: event.detail.clone(),
            by: event.by_name.clone(),
        })
        .collect()
}

pub(super) fn fingerprint(known: &[TemplateEventRecord]) -> Option<String> {
    let mut field = of_field(known, Field::Components);
    history::sort(&mut field);
    field.pop().map(|seen| seen.value)
}

/// Fills the columns that follow from the observations.
pub(super) fn compute(state: &mut TemplateState, known: &[TemplateEventRecord]) {
    state.last_event_at = known
        .iter()
        .map(|event| event.at)
        .max()
        .unwrap_or(state.last_event_at);
    state.seen_at = state.seen_at.max(state.last_event_at);
    let mut vanished = None;
    for field in Field::ALL {
        let mut seen = of_field(known, field);
        history::sort(&mut seen);
        let Some(present) = history::present(&seen) else {
            continue;
        };
        let value = present.value.to_owned();
        let previous = present.previous.map(str::to_owned);
        let detail = merged(present.run);
        match field {
            Field::Status => {
                state.paused_until = pause_end(&value, present.run, &detail);
                (state.status, state.status_since) = (value, present.since);
                state.reason = detail.reason;
                state.explanation = detail.explanation.or(detail.description);
                state.recommendation = detail.recommendation;
            }
            Field::Category => {
                (state.category, state.category_since) = (value, present.since);
                state.previous_category = previous
                    .or(detail.previous)
                    .filter(|word| *word != state.category);
            }
            Field::NextCategory => {
                let next = Some(value).filter(|word| !word.is_empty() && *word != state.category);
                state.next_since = next.as_ref().map(|_| present.since);
                state.moves_at = next.as_ref().and(detail.at);
                state.next_category = next;
            }
            Field::Quality => {
                (state.quality, state.quality_since) = (value, present.since);
                state.previous_quality = previous;
            }
            Field::Lock => state.locked = i64::from(value == TemplateStatus::Locked.as_str()),
            Field::Listed => vanished = Some(present.since).filter(|_| value == "no"),
            Field::Components => {}
        }
    }
    // Something newer than the list that missed it knows better.
    state.vanished_at = vanished.filter(|at| *at >= state.last_event_at);
    state.shown = if state.vanished_at.is_some() {
        TemplateStatus::Deleted.as_str().to_owned()
    } else {
        state.status.clone()
    };
    state.alarm = alarms::of(state).first().map_or(0, alarms::Alarm::weight);
}

/// What was said about the present value; webhooks say the most.
fn merged(run: &[Seen]) -> Detail {
    let mut all: Vec<&Seen> = run.iter().collect();
    all.sort_by_key(|seen| std::cmp::Reverse((seen.source, seen.at)));
    let mut out = Detail::default();
    for seen in all {
        if let Some(detail) = read_json::<Detail>(seen.detail.as_deref()) {
            out.fill(detail);
        }
    }
    out
}

fn pause_end(status: &str, run: &[Seen], detail: &Detail) -> Option<i64> {
    if TemplateStatus::parse(status) != TemplateStatus::Paused {
        return None;
    }
    let lasts = match detail.title.as_deref()? {
        "FIRST_PAUSE" => FIRST_PAUSE,
        "SECOND_PAUSE" => SECOND_PAUSE,
        _ => return None,
    };
    let told = run.iter().rev().find(|seen| seen.source == Source::Webhook)?;
    Some(told.at + lasts)
}
