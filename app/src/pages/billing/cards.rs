//! `/app/admin/whatsapp/billing/cards`: rate cards, and one of them.

use std::collections::BTreeMap;

use domain::{
    billing::{Market, Rated, Unit},
    lang::Lang,
    money::Money,
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::billing::cards::{self, CardDetail, CardRow};

use super::address::{BILLING, day, today};
use crate::{
    actions::billing::{WITHDRAW, WithdrawCard},
    components::{
        callout::Callout,
        card::Card,
        field::TextField,
        form::{BackHere, ErrorSummary, Form, Hidden},
        format::{Times, count},
        icon::Icon,
        money::rate,
        page::{PageHead, Screen, page},
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::guard,
    words::{billing as w, card_import},
};

/// The list.
#[component]
pub(crate) fn CardsPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let found = cards::list(cx.services(), &cx.call).await?;
        let columns = vec![
            Column::new(w::card(lang)),
            Column::new(w::currency(lang)),
            Column::new(w::from(lang)),
            Column::new(w::until(lang)),
            Column::new(w::state(lang)),
            Column::figures(w::rates(lang)),
            Column::new(w::source(lang)),
        ];
        let today = today(cx.now);
        let rows = found.iter().map(|card| row(lang, card, today)).collect_view();
        let may = cx.call.actor.may(Permission::ManageBilling, Scope::Platform);
        let body = view! {
            <PageHead title=w::cards_title(lang) sub=w::cards_sub(lang) back=(BILLING.to_owned(), w::title(lang).to_owned())>
                {may.then(|| view! { <a class="btn btn--primary" href=format!("{BILLING}/cards/import")>{card_import::title(lang)}</a> })}
            </PageHead>
            <section class="card" aria-label=w::cards_title(lang)>
                <Table caption=w::cards_title(lang) columns=columns>{rows}</Table>
            </section>
        };
        Ok(Screen::new(w::cards_title(lang), body).topics("billing"))
    })
}

fn row(lang: Lang, card: &CardRow, today: domain::billing::Day) -> AnyView {
    let href = format!("{BILLING}/cards/{}", card.id);
    let until = card
        .until
        .map_or_else(|| "–".to_owned(), |until| day(lang, until));
    let origin = match &card.imported {
        Some((who, _)) => w::card_imported(lang, who),
        None => w::card_shipped(lang).to_owned(),
    };
    let derived = card
        .derived
        .then(|| view! { <small>{w::rows_derived(lang)}</small> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead"><a href=href><code>{card.id.clone()}</code></a></th>
            <td role="cell" data-label=w::currency(lang)>{card.currency.to_string()}</td>
            <td role="cell" data-label=w::from(lang)>{day(lang, card.from)}</td>
            <td role="cell" data-label=w::until(lang)>{until}</td>
            <td role="cell" class="corner" data-label=w::state(lang)>{state(lang, card, today)}</td>
            <td role="cell" class="n" data-label=w::rates(lang)>{count(lang, card.rates)}{derived}</td>
            <td role="cell" class="soft wide" data-label=w::source(lang)>{origin}<small>{card.source.clone()}</small></td>
        </tr>
    }
    .into_any()
}

fn state(lang: Lang, card: &CardRow, today: domain::billing::Day) -> AnyView {
    if let Some((_, _, why)) = &card.withdrawn {
        return status(Tone::Bad, Icon::Failed, w::card_withdrawn(lang, why), false);
    }
    if card.from > today {
        status(Tone::Info, Icon::Clock, w::card_future(lang), false)
    } else if card.superseded_by.is_some() || card.until.is_some_and(|until| until <= today) {
        status(Tone::Idle, Icon::History, w::card_past(lang), false)
    } else {
        status(Tone::Ok, Icon::Ok, w::card_current(lang), false)
    }
}

/// One card.
#[component]
pub(crate) fn CardPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let id = params.get("id").unwrap_or_default();
        let found = cards::show(cx.services(), &cx.call, &id).await?;
        let card = &found.row;
        let today = today(cx.now);
        let used = (card.used > 0).then(|| {
            let text = w::card_in_use(lang, &count(lang, card.used));
            view! { <p class="hint">{text}</p> }
        });
        let unit = match card.unit {
            Unit::Notification => w::category(lang, "notification"),
            Unit::Conversation => w::regime(lang, domain::billing::Regime::Conversation)
                .0
                .to_owned(),
            Unit::Message => w::message(lang).to_owned(),
        };
        let note = card.note.clone().map(|note| {
            view! { <Callout tone=Tone::Info><p>{note}</p></Callout> }
        });
        let may = cx.call.actor.may(Permission::ManageBilling, Scope::Platform);
        let withdraw =
            (may && card.imported.is_some() && card.withdrawn.is_none()).then(|| withdraw(lang, card));
        let imported = card
            .imported
            .as_ref()
            .map(|(who, at)| view! { <p class="hint">{w::card_imported(lang, who)}", "{Times::current().element(*at)}</p> });
        let body = view! {
            <PageHead
                title=card.id.clone()
                sub=format!("{}, {}; {} {}", card.currency, w::basis_from(lang, &day(lang, card.from)), w::card_kind(lang).to_lowercase(), unit.to_lowercase())
                back=(format!("{BILLING}/cards"), w::cards_title(lang).to_owned())
                beside=state(lang, card, today)
            />
            <p>{w::source(lang)}": "{card.source.clone()}</p>
            {imported}
            {used}
            {note}
            <section class="card" aria-label=w::rates(lang)>{rates(lang, &found)}</section>
            {withdraw}
        };
        Ok(Screen::new(card.id.clone(), body).topics("billing"))
    })
}

fn rates(lang: Lang, found: &CardDetail) -> AnyView {
    let mut by_market: BTreeMap<Market, BTreeMap<Rated, (Option<i64>, bool)>> = BTreeMap::new();
    for entry in found.card.entries() {
        let derived = entry.origin != domain::billing::Origin::Stated;
        by_market
            .entry(entry.market.clone())
            .or_default()
            .insert(entry.category, (entry.rate_micros, derived));
    }
    let lines: Vec<Rated> = Rated::ALL
        .into_iter()
        .filter(|rated| by_market.values().any(|rates| rates.contains_key(rated)))
        .collect();
    let columns = std::iter::once(Column::new(w::market(lang)))
        .chain(
            lines
                .iter()
                .map(|rated| Column::figures(w::category(lang, rated.as_str()))),
        )
        .collect();
    let rows = by_market
        .iter()
        .map(|(market, rates)| {
            let cells = lines
                .iter()
                .map(|rated| {
                    let label = w::category(lang, rated.as_str());
                    let (text, derived) = match rates.get(rated) {
                        Some((Some(micros), derived)) => {
                            (rate(lang, Money::of(*micros, found.card.currency)), *derived)
                        }
                        Some((None, _)) => (w::not_known(lang).to_owned(), false),
                        None => ("–".to_owned(), false),
                    };
                    let derived = derived.then(|| view! { <small>{w::derived(lang)}</small> });
                    view! { <td role="cell" class="n" data-label=label>{text}{derived}</td> }
                })
                .collect_view();
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="lead">{market.to_string()}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! { <Table caption=w::rates(lang) columns=columns>{rows}</Table> }.into_any()
}

fn withdraw(lang: Lang, card: &CardRow) -> AnyView {
    let form = Form::of(WITHDRAW);
    let id = card.id.clone();
    view! {
        <Card id="h-withdraw" title=w::withdraw(lang)>
            <form method="post" action=WithdrawCard::url()>
                <ErrorSummary form=&form labels=vec![("why", w::withdraw_why(lang))]/>
                <Hidden name="card" value=id/>
                <BackHere/>
                <TextField form=&form name="why" label=w::withdraw_why(lang) required=true/>
                <button class="btn" type="submit">{w::withdraw(lang)}</button>
            </form>
        </Card>
    }
    .into_any()
}
