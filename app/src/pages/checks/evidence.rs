//! What a gate rests on, in words; the partner's own word stands small beside
//! them, because people quote it when they ask for help.

use domain::{
    health::CanSend,
    lang::Lang,
    message::gate::{Gate, Verdict},
    number::NumberStatus,
    time::Millis,
};
use leptos::prelude::*;
use service::{
    messages::gate::{GateLine, GateReport},
    templates::TemplateStatus,
};

use crate::{
    components::format::Times,
    pages::{numbers::look as numbers, wabas::look as wabas},
    words::{checks as w, contacts, meta_errors, template_terms},
};

/// In words, and as it was found where that is another word.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shown {
    words: String,
    raw: Option<String>,
}

impl Shown {
    fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            raw: None,
        }
    }

    fn with(words: impl Into<String>, raw: &str) -> Self {
        let words = words.into();
        let raw = Some(raw.to_owned()).filter(|raw| !raw.is_empty() && *raw != words);
        Self { words, raw }
    }
}

/// The evidence of a gate, if there is any to show.
pub(super) fn evidence(lang: Lang, times: &Times, line: &GateLine, report: &GateReport) -> Option<AnyView> {
    let shown = shown(lang, times, line, report);
    (!shown.words.is_empty()).then(|| {
        let raw = shown
            .raw
            .map(|raw| view! { " "<small class="mono muted">{raw}</small> });
        view! { <p>{shown.words}{raw}</p> }.into_any()
    })
}

fn shown(lang: Lang, times: &Times, line: &GateLine, report: &GateReport) -> Shown {
    let passes = line.verdict == Verdict::Passes;
    let text = line.evidence.as_str();
    if text.is_empty() {
        return Shown::default();
    }
    match line.gate {
        // The heading says it already.
        Gate::Platform | Gate::Tenant => Shown::default(),
        Gate::OwnerSwitch => Shown::plain(w::switched_by(lang, text)),
        Gate::Number | Gate::Token => Shown::plain(text),
        Gate::NumberStatus | Gate::NumberLimit => Shown::with(
            numbers::number_status(lang, &NumberStatus::parse(text)).word,
            text,
        ),
        Gate::AccountHealth if passes => Shown::with(wabas::can_send(lang, &CanSend::parse(text)).word, text),
        Gate::AccountHealth | Gate::FleetStop => trouble(lang, text),
        Gate::Template => template(lang, text),
        Gate::Parameters => Shown::with(misfits(lang, report), text),
        Gate::OptIn | Gate::OptOut => Shown::plain(contacts::source(lang, text)),
        Gate::Window => Shown::plain(
            text.parse()
                .map(|at| w::wrote(lang, &times.moment(Millis(at))))
                .unwrap_or_default(),
        ),
        Gate::DailyLimit => limit(lang, text),
        Gate::Budget => match text.split_once(" / ") {
            Some((spent, whole)) => Shown::plain(w::budget_of(lang, spent, whole)),
            None => Shown::plain(text),
        },
    }
}

/// What Meta names, each by its code: `131042 Business eligibility payment issue; 190 …`.
fn trouble(lang: Lang, text: &str) -> Shown {
    let mut words: Vec<&'static str> = text
        .split("; ")
        .filter_map(|part| part.split_whitespace().next()?.parse().ok())
        .map(|code| meta_errors::explain(lang, code, None).what)
        .collect();
    words.dedup();
    if words.is_empty() {
        Shown::with(wabas::can_send(lang, &CanSend::parse(text)).word, text)
    } else {
        Shown::with(words.join(" "), text)
    }
}

/// `po_notification (es): APPROVED`, or what there is instead.
fn template(lang: Lang, text: &str) -> Shown {
    let Some((wish, state)) = text.rsplit_once(": ") else {
        return Shown::plain(text);
    };
    if let Some(languages) = state.strip_prefix("only ") {
        return Shown::plain(w::only_languages(lang, wish, languages));
    }
    if let Some(moved) = state.strip_prefix("HELD ") {
        return Shown::with(w::template_held(lang, wish), moved);
    }
    let status = TemplateStatus::parse(state);
    let word = template_terms::status(lang, &status);
    Shown::with(w::template_is(lang, wish, word), state)
}

fn misfits(lang: Lang, report: &GateReport) -> String {
    let said: Vec<String> = report
        .misfits
        .iter()
        .map(|misfit| {
            let place = misfit
                .field
                .strip_prefix("template.components.")
                .unwrap_or(&misfit.field);
            format!("{place}: {}", w::misfit(lang, misfit.what))
        })
        .collect();
    said.join(" ")
}

/// `120/2000 (14/40)`: people of the day, of all bakeries and of this one.
fn limit(lang: Lang, text: &str) -> Shown {
    let parts: Vec<&str> = text
        .split(['/', ' ', '(', ')'])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [total, limit, own, share] => Shown::plain(w::people_of(lang, total, limit, own, share)),
        _ => Shown::with(w::unlimited(lang), text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metas_words_are_told_in_ours_and_stay_beside_them() {
        let found = template(Lang::En, "po_notification (es): PAUSED");
        assert_eq!(found.raw.as_deref(), Some("PAUSED"));
        assert!(found.words.starts_with("po_notification (es)"), "{found:?}");
        let found = trouble(Lang::Es, "131042 Business eligibility payment issue");
        assert!(
            !found.words.contains("eligibility") && found.raw.is_some(),
            "{found:?}"
        );
    }

    #[test]
    fn the_days_people_are_told_by_bakery() {
        let found = limit(Lang::En, "120/2000 (14/40)");
        assert!(
            found.words.contains("120") && found.words.contains("14"),
            "{found:?}"
        );
        assert_eq!(
            limit(Lang::En, "TIER_UNLIMITED").raw.as_deref(),
            Some("TIER_UNLIMITED")
        );
    }
}
