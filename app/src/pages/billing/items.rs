//! What a sum is made of: so many messages at the same rate for the same reason.

use domain::{ids::TenantId, lang::Lang};
use leptos::prelude::*;
use service::billing::{
    Amounts,
    statement::{Item, Payee, Statement},
};

use super::{
    address::{BILLING, currency},
    figures::figure,
};
use crate::{
    components::{
        format::count,
        icon::{Icon, icon},
        money::{amounts, money, rate},
        query::Query,
        table::{Column, Table},
    },
    words::billing as w,
};

/// How many parts are shown at once. A month of many markets has dozens, and on
/// a phone each is a card.
const FIRST: usize = 8;

/// The parts, dearest first, each with a link to its lines; what is left of
/// them unfolds.
pub(super) fn items(lang: Lang, statement: &Statement, bakery: Option<&TenantId>) -> AnyView {
    let all = &statement.items;
    // To fold a single one away would save nothing.
    let shown = if all.len() > FIRST + 1 { FIRST } else { all.len() };
    let (first, rest) = all.split_at(shown);
    let rows = |items: &[Item]| {
        items
            .iter()
            .map(|item| row(lang, statement, item, bakery))
            .collect_view()
    };
    let (top, below) = (rows(first), rows(rest));
    let more = (!rest.is_empty()).then(|| {
        let mut together = Amounts::default();
        for item in rest {
            together.add(item.amount.micros, item.amount.currency);
        }
        let n = count(lang, u64::try_from(rest.len()).unwrap_or(u64::MAX));
        let words = w::more_lines(lang, &n, &amounts(lang, &together, currency(statement)));
        view! {
            <details class="disclosure fold">
                <summary>{icon(Icon::Right)}{words.clone()}</summary>
                <Table caption=words columns=columns(lang)>{below}</Table>
            </details>
        }
    });
    view! {
        <Table caption=w::made_of(lang) columns=columns(lang) foot=Some(total(lang, statement))>{top}</Table>
        {more}
    }
    .into_any()
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::new(w::charged_as(lang)),
        Column::new(w::why(lang)),
        Column::new(w::market(lang)),
        Column::figures(w::messages(lang)),
        Column::figures(w::rate(lang)),
        Column::figures(w::amount(lang)),
        Column::new(w::card(lang)),
    ]
}

/// The sum of all parts, those that are folded away too.
fn total(lang: Lang, statement: &Statement) -> AnyView {
    let sum = amounts(lang, &statement.figures.total, currency(statement));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead" colspan="5">{w::total(lang)}</th>
            <td role="cell" class="n strong corner" data-label=w::amount(lang)>{sum}</td>
            <td role="cell" class="hide-card"></td>
        </tr>
    }
    .into_any()
}

fn row(lang: Lang, statement: &Statement, item: &Item, bakery: Option<&TenantId>) -> AnyView {
    let category = match item.payee {
        Payee::Meta => w::category(lang, &item.category),
        Payee::Partner => w::partner_fee(lang).to_owned(),
    };
    let each = item.rate.map_or_else(
        || w::not_known(lang).to_owned(),
        |money| {
            if money.micros == 0 {
                "–".to_owned()
            } else {
                rate(lang, money)
            }
        },
    );
    let late = item
        .late_of
        .map(|month| view! { <small>{w::late_of(lang, &w::month(lang, month))}</small> });
    let lines = Query::to(format!("{BILLING}/lines"))
        .with("month", Some(&statement.month.to_string()))
        .with("bakery", bakery.map(TenantId::as_str))
        .with("category", Some(&item.category))
        .with("reason", Some(item.reason.as_str()))
        .with("market", Some(&item.market))
        .href();
    let market = if item.market.is_empty() {
        w::not_known(lang).to_owned()
    } else {
        item.market.clone()
    };
    let reason = w::reason(lang, &item.reason);
    let label = format!("{}: {category}, {market}, {reason}", w::lines_link(lang));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead"><a href=lines aria-label=label>{category}</a>{late}</th>
            <td role="cell" class="soft wide" data-label=w::why(lang)>{reason}</td>
            <td role="cell" data-label=w::market(lang)>{market}</td>
            <td role="cell" class="n" data-label=w::messages(lang)>{figure(lang, item.messages)}</td>
            <td role="cell" class="n" data-label=w::rate(lang)>{each}</td>
            <td role="cell" class="n strong corner" data-label=w::amount(lang)>{money(lang, item.amount)}</td>
            <td role="cell" class="soft" data-label=w::card(lang)>{card(item)}</td>
        </tr>
    }
    .into_any()
}

fn card(item: &Item) -> AnyView {
    if item.card.is_empty() {
        return "–".into_any();
    }
    let href = format!("{BILLING}/cards/{}", item.card);
    view! { <a href=href><code>{item.card.clone()}</code></a> }.into_any()
}
