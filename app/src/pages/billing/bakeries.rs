//! The month by bakery.

use domain::{ids::TenantId, lang::Lang, money::Currency};
use leptos::prelude::*;
use service::billing::statement::{Figures, Statement, TenantPart};

use super::{
    address::{BILLING, currency, to_month},
    figures::figure,
};
use crate::{
    components::money::{amounts, money},
    words::billing as w,
};

/// One row for each bakery and their sum.
pub(super) fn bakeries(lang: Lang, statement: &Statement) -> AnyView {
    let currency = currency(statement);
    let columns = [
        w::sent(lang),
        w::delivered(lang),
        w::free(lang),
        w::charged(lang),
        w::meta_charges(lang),
        w::partner_fee(lang),
        w::estimate_col(lang),
    ];
    let rows = statement
        .tenants
        .iter()
        .map(|part| row(lang, statement, part, currency))
        .collect_view();
    view! {
        <div class="table-wrap">
            <table role="table" class="table table--tight table--cards">
                <caption class="sr-only">{w::by_bakery(lang)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{w::bakery(lang)}</th>
                        {columns.map(|label| view! { <th role="columnheader" scope="col" class="n">{label}</th> })}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
                <tfoot role="rowgroup">
                    <tr role="row">
                        <th role="rowheader" scope="row" class="lead">{w::all_bakeries(lang)}</th>
                        {cells(lang, &statement.figures, currency, None)}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, statement: &Statement, part: &TenantPart, currency: Currency) -> AnyView {
    let name = match &part.tenant {
        Some(tenant) => link(statement, tenant, &part.name),
        None => w::nobody(lang).into_any(),
    };
    let share = part
        .budget
        .as_ref()
        .map(|budget| w::of_its(lang, &budget.percent.to_string(), &money(lang, budget.limit)));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{name}</th>
            {cells(lang, &part.figures, currency, share)}
        </tr>
    }
    .into_any()
}

fn link(statement: &Statement, tenant: &TenantId, name: &str) -> AnyView {
    let href = to_month(BILLING, statement.month, Some(tenant));
    view! { <a href=href>{name.to_owned()}</a> }.into_any()
}

fn cells(lang: Lang, figures: &Figures, currency: Currency, note: Option<String>) -> AnyView {
    let cell = |label: &'static str, n: i64| {
        let class = if n == 0 { "n calm" } else { "n" };
        let text = figure(lang, n);
        view! {
            <td role="cell" class=class data-label=label>
                {if n == 0 { view! { <span class="muted">{text}</span> }.into_any() } else { text.into_any() }}
            </td>
        }
    };
    let sent = i64::try_from(figures.sent).unwrap_or(i64::MAX);
    view! {
        {cell(w::sent(lang), sent)}
        {cell(w::delivered(lang), figures.delivered)}
        {cell(w::free(lang), figures.free)}
        {cell(w::charged(lang), figures.charged)}
        <td role="cell" class="n" data-label=w::meta_charges(lang)>{amounts(lang, &figures.meta, currency)}</td>
        <td role="cell" class="n calm" data-label=w::partner_fee(lang)>{amounts(lang, &figures.partner, currency)}</td>
        <td role="cell" class="n strong corner" data-label=w::estimate_col(lang)>
            {amounts(lang, &figures.total, currency)}
            {note.map(|note| view! { <small>{note}</small> })}
        </td>
    }
    .into_any()
}
