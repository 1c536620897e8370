//! What a sum is made of: so many messages at the same rate for the same reason.

use domain::{ids::TenantId, lang::Lang};
use leptos::prelude::*;
use service::billing::statement::{Item, Payee, Statement};

use super::{address::BILLING, figures::figure};
use crate::{
    components::{
        money::{money, rate},
        query::Query,
        table::{Column, Table},
    },
    words::billing as w,
};

/// The parts, each with a link to its lines.
pub(super) fn items(lang: Lang, statement: &Statement, bakery: Option<&TenantId>) -> AnyView {
    let columns = vec![
        Column::new(w::charged_as(lang)),
        Column::new(w::why(lang)),
        Column::new(w::market(lang)),
        Column::figures(w::messages(lang)),
        Column::figures(w::rate(lang)),
        Column::figures(w::amount(lang)),
        Column::new(w::card(lang)),
        Column::hidden(w::lines_link(lang)),
    ];
    let rows = statement
        .items
        .iter()
        .map(|item| row(lang, statement, item, bakery))
        .collect_view();
    view! { <Table caption=w::made_of(lang) columns=columns>{rows}</Table> }.into_any()
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
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{category}{late}</th>
            <td role="cell" class="soft wide" data-label=w::why(lang)>{w::reason(lang, &item.reason)}</td>
            <td role="cell" data-label=w::market(lang)>{market}</td>
            <td role="cell" class="n" data-label=w::messages(lang)>{figure(lang, item.messages)}</td>
            <td role="cell" class="n" data-label=w::rate(lang)>{each}</td>
            <td role="cell" class="n strong corner" data-label=w::amount(lang)>{money(lang, item.amount)}</td>
            <td role="cell" class="soft" data-label=w::card(lang)>{card(item)}</td>
            <td role="cell" class="n act"><a class="btn btn--quiet btn--sm" href=lines>{w::lines_link(lang)}</a></td>
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
