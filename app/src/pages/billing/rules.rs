//! The row of price rules through the years, with the one in force.

use domain::{billing::Regime, lang::Lang};
use leptos::prelude::*;
use service::billing::statement::Statement;

use crate::{
    components::{
        icon::Icon,
        status::{Tone, status},
    },
    words::billing as w,
};

/// Which rules this month was priced by.
pub(super) fn rules(lang: Lang, statement: &Statement) -> AnyView {
    let last = statement.month.last();
    let current = Regime::of(last);
    let all = Regime::ALL
        .into_iter()
        .map(|regime| {
            let (name, since) = w::regime(lang, regime);
            let here = regime == current || statement.basis.regimes.contains(&regime);
            let state = if here {
                status(Tone::Ok, Icon::Ok, w::this_month(lang), false)
            } else if regime.from().is_some_and(|from| from > last) {
                status(Tone::Idle, Icon::Clock, w::not_yet(lang), false)
            } else {
                status(Tone::Idle, Icon::History, w::past(lang), false)
            };
            let class = if here { "era era--here" } else { "era" };
            view! {
                <li class=class aria-current=here.then_some("true")>
                    <b>{name}</b>
                    <small>{since}</small>
                    {state}
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="h-rules">
            <h2 class="strong sm" id="h-rules">{w::price_rules(lang)}</h2>
            <p class="hint">{w::price_rules_hint(lang)}</p>
            <ol class="eras" role="list">{all}</ol>
        </section>
    }
    .into_any()
}
