//! What figures rest on: rules, cards, zone, and when they were counted.

use domain::lang::Lang;
use leptos::prelude::*;
use service::billing::{CardRef, statement::Statement};

use super::address::{BILLING, day};
use crate::words::billing as w;

/// Rules and cards with their dates and sources.
///
/// Cards are links with their source for those who may read them; on paper and
/// for owners they are named.
pub(super) fn basis(lang: Lang, statement: &Statement, linked: bool) -> AnyView {
    let regimes = statement
        .basis
        .regimes
        .iter()
        .map(|regime| {
            let (name, since) = w::regime(lang, *regime);
            view! { <li>{name}", "{since}</li> }
        })
        .collect_view();
    let cards = statement
        .basis
        .cards
        .iter()
        .map(|card| row(lang, card, linked))
        .collect_view();
    view! {
        <dl class="facts">
            <dt>{w::basis_rule(lang)}</dt>
            <dd><ul role="list">{regimes}</ul></dd>
            <dt>{w::rate_cards(lang)}</dt>
            <dd><ul role="list">{cards}</ul></dd>
        </dl>
    }
    .into_any()
}

fn row(lang: Lang, card: &CardRef, linked: bool) -> AnyView {
    let name = view! { <code class="nowrap">{card.id.clone()}</code> };
    let name = if linked {
        let href = format!("{BILLING}/cards/{}", card.id);
        view! { <a href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    // Where a card was read is for those who keep the cards, in their words.
    let source = linked.then(|| {
        view! { <small class="soft">" "{w::source(lang)}": "{card.source.clone()}</small> }
    });
    let derived = card.derived.then(|| format!("; {}", w::rates_derived(lang)));
    view! {
        <li>
            {name}", "{w::basis_from(lang, &day(lang, card.effective))}{derived}
            {source}
        </li>
    }
    .into_any()
}
