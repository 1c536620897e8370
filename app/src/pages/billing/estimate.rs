//! The line that every page with figures carries: it is an estimate, and by
//! which rate cards.

use domain::{billing::whatif::Base, lang::Lang};
use leptos::prelude::*;
use service::billing::CardRef;

use super::address::{BILLING, day};
use crate::words::billing as w;

/// For people who may read the cards.
pub(super) fn estimate(lang: Lang, cards: &[CardRef]) -> AnyView {
    let named = cards
        .iter()
        .map(|card| {
            let href = format!("{BILLING}/cards/{}", card.id);
            let derived = card.derived.then(|| format!(" ({})", w::rates_derived(lang)));
            let of = w::card_of(lang, &day(lang, card.effective));
            view! { " "{w::card(lang)}" "<a href=href><code>{card.id.clone()}</code></a>" "{of}{derived}"." }
        })
        .collect_view();
    view! { <p class="hint" data-estimate="">{w::estimate(lang)}{named}</p> }.into_any()
}

/// In plain words, for bakeries.
pub(super) fn estimate_plain(lang: Lang, cards: &[CardRef]) -> AnyView {
    let dates: Vec<String> = cards.iter().map(|card| day(lang, card.effective)).collect();
    let prices = (!dates.is_empty()).then(|| format!(" {}", w::own_prices(lang, &dates.join(", "))));
    let derived = cards
        .iter()
        .any(|card| card.derived)
        .then(|| format!(" {}", w::own_derived(lang)));
    view! { <p class="hint" data-estimate="">{w::own_estimate(lang)}{prices}{derived}</p> }.into_any()
}

/// The cards of a what-if page's present.
pub(super) fn cards_of(base: &Base) -> Vec<CardRef> {
    let later = base.later.iter().map(|stretch| stretch.card.as_deref());
    let mut out: Vec<CardRef> = Vec::new();
    for offered in std::iter::once(base.card.as_deref())
        .chain(later)
        .flatten()
        .filter_map(|id| base.offered(id))
    {
        let card = &offered.card;
        if !out.iter().any(|known| known.id == card.id) {
            out.push(CardRef {
                id: card.id.clone(),
                currency: card.currency,
                effective: card.effective,
                source: card.source.clone(),
                // The page has the rows of the month's markets only.
                derived: card.derived(),
            });
        }
    }
    out
}
