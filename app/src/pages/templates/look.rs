//! How templates look: states, categories, prices.

use domain::lang::Lang;
use leptos::prelude::*;
use service::templates::{TemplateStatus, row::TemplateRow};

use crate::{
    components::{
        icon::Icon,
        status::{Tone, status},
    },
    words::templates as w,
};

/// Tone, icon, and whether a state is tinted because it needs a person.
pub(super) const fn of_status(state: &TemplateStatus) -> (Tone, Icon, bool) {
    match state {
        TemplateStatus::Approved | TemplateStatus::Reinstated | TemplateStatus::Unlocked => {
            (Tone::Ok, Icon::Ok, false)
        }
        TemplateStatus::Pending | TemplateStatus::InAppeal | TemplateStatus::Unarchived => {
            (Tone::Info, Icon::Clock, false)
        }
        TemplateStatus::Rejected => (Tone::Bad, Icon::Bad, true),
        TemplateStatus::Paused => (Tone::Warn, Icon::Pause, true),
        TemplateStatus::Flagged => (Tone::Warn, Icon::Flag, true),
        TemplateStatus::Disabled => (Tone::Bad, Icon::Lock, true),
        TemplateStatus::LimitExceeded => (Tone::Warn, Icon::Warn, true),
        TemplateStatus::Locked => (Tone::Idle, Icon::Lock, false),
        TemplateStatus::Archived => (Tone::Idle, Icon::Rest, false),
        TemplateStatus::Deleted | TemplateStatus::PendingDeletion => (Tone::Idle, Icon::X, false),
        TemplateStatus::Unknown(_) => (Tone::Idle, Icon::Help, false),
    }
}

/// A state with its word.
pub(super) fn state(lang: Lang, state: &TemplateStatus) -> AnyView {
    let (tone, icon, needs) = of_status(state);
    status(tone, icon, w::status(lang, state), needs)
}

/// A state with its word, never tinted.
pub(super) fn plain(lang: Lang, state: &TemplateStatus) -> AnyView {
    let (tone, icon, _) = of_status(state);
    status(tone, icon, w::status(lang, state), false)
}

/// A category, with the move that is coming or that has been.
pub(super) fn category(lang: Lang, row: &TemplateRow) -> AnyView {
    let now = w::category(lang, &row.category);
    let moves = row
        .alarms
        .iter()
        .any(|alarm| matches!(alarm.key(), "moving" | "moved"));
    if let Some((next, _)) = &row.next_category
        && moves
    {
        let words = w::soon(lang, now, &w::category_within(lang, next));
        return status(Tone::Warn, Icon::Warn, words, true);
    }
    match &row.previous_category {
        Some(before) if moves => {
            let words = w::was(lang, now, &w::category_within(lang, before));
            status(Tone::Warn, Icon::Warn, words, true)
        }
        _ => view! { <span>{now.to_owned()}</span> }.into_any(),
    }
}

/// Millionths of a currency with four decimals, for one message: `€0.0166`, `0,0166 €`.
pub(super) fn each(lang: Lang, micros: i64, currency: &str) -> String {
    money(lang, micros, currency, 100, 4)
}

/// Millionths of a currency with two decimals, for many: `€9.79`, `9,79 €`.
pub(super) fn sum(lang: Lang, micros: i64, currency: &str) -> String {
    money(lang, micros, currency, 10_000, 2)
}

fn money(lang: Lang, micros: i64, currency: &str, unit: u64, decimals: usize) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let rounded = (micros.unsigned_abs() + unit / 2) / unit;
    let scale = 1_000_000 / unit;
    let whole = crate::components::format::count(lang, rounded / scale);
    let part = rounded % scale;
    let (mark, code) = match currency {
        "EUR" => ("€", ""),
        "USD" => ("$", ""),
        "GBP" => ("£", ""),
        other => ("", other),
    };
    match lang {
        Lang::En if code.is_empty() => format!("{sign}{mark}{whole}.{part:0decimals$}"),
        Lang::En => format!("{sign}{whole}.{part:0decimals$}\u{a0}{code}"),
        Lang::Es => format!("{sign}{whole},{part:0decimals$}\u{a0}{mark}{code}"),
    }
}

/// Why a template is as it is, shortest first: our words for Meta's reason.
pub(super) fn reason(lang: Lang, row: &TemplateRow) -> Option<String> {
    let code = row
        .reason
        .as_deref()
        .filter(|code| !code.is_empty() && *code != "NONE")?;
    Some(w::rejected(lang, code).map_or_else(|| code.to_owned(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_written_as_people_write_them() {
        assert_eq!(each(Lang::En, 16_600, "EUR"), "€0.0166");
        assert_eq!(sum(Lang::En, 9_794_000, "EUR"), "€9.79");
        assert_eq!(sum(Lang::Es, 1_234_565_000, "EUR"), "1.234,57\u{a0}€");
        assert_eq!(sum(Lang::En, -24_721_000, "USD"), "-$24.72");
        assert_eq!(each(Lang::En, 16_600, "MXN"), "0.0166\u{a0}MXN");
    }

    #[test]
    fn every_state_that_meta_has_looks_like_something() {
        for state in TemplateStatus::KNOWN {
            assert_ne!(of_status(state).1, Icon::Help);
        }
    }
}
