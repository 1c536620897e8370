//! Which month, and whose, an address asks for.

use domain::{
    billing::{Day, Month, Zone},
    ids::TenantId,
    lang::Lang,
    money::Currency,
    time::Millis,
};
use leptos::prelude::*;
use service::billing::{
    Amounts,
    statement::{Statement, StatementQuery},
};

use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        query::Query,
    },
    words::billing as w,
};

/// The month of everybody.
pub(crate) const BILLING: &str = "/app/admin/whatsapp/billing";
/// A bakery's own month.
pub(crate) const OWN: &str = "/app/settings/whatsapp/billing";

/// The statement that an address asks for. What cannot be read falls back to
/// the running month of everybody.
pub(super) fn statement_query(query: &Query) -> StatementQuery {
    StatementQuery {
        month: month_in(query),
        tenant: query.get("bakery").and_then(|id| TenantId::parse(id).ok()),
    }
}

/// `month=2026-11`
pub(super) fn month_in(query: &Query) -> Option<Month> {
    query.get("month").and_then(|month| Month::parse(month).ok())
}

/// The page of a month; of everybody or of one bakery.
pub(super) fn to_month(path: &str, month: Month, bakery: Option<&TenantId>) -> String {
    Query::to(path)
        .with("month", Some(&month.to_string()))
        .with("bakery", bakery.map(TenantId::as_str))
        .href()
}

/// The currency of a statement: that of its amounts, or of its cards.
pub(super) fn currency(statement: &Statement) -> Currency {
    statement
        .figures
        .total
        .first()
        .map(|money| money.currency)
        .or_else(|| statement.basis.cards.first().map(|card| card.currency))
        .unwrap_or(Currency::EUR)
}

/// A sum in one currency, in micro-units.
pub(super) fn micros(amounts: &Amounts, currency: Currency) -> i64 {
    amounts.in_currency(currency).micros
}

/// A day as people write it.
pub(super) fn day(lang: Lang, day: Day) -> String {
    let (year, _, number) = day.ymd();
    let month = w::month(lang, day.month());
    let name = month.split(' ').next().unwrap_or_default();
    match lang {
        Lang::Es => format!("{number} de {name} de {year}"),
        Lang::En => format!("{number} {name} {year}"),
    }
}

/// Today where the reader is; without a known zone, the day of the world's clock.
pub(super) fn today(now: Millis) -> Day {
    Day::parse(&Times::current().iso_day(now)).unwrap_or_else(|_| Zone::utc().day(now))
}

/// Links to the months before and after.
pub(super) fn month_nav(lang: Lang, path: &str, statement: &Statement, bakery: Option<&TenantId>) -> AnyView {
    let before = statement.month.previous();
    let has_before = statement.months.iter().any(|month| *month <= before);
    let step = |name: Icon, month: Month, there: bool| {
        let label = w::month(lang, month);
        if there {
            let href = to_month(path, month, bakery);
            view! { <a class="btn btn--icon btn--sm" href=href aria-label=label>{icon(name)}</a> }.into_any()
        } else {
            let label = format!("{label}, {}", w::not_yet(lang));
            view! { <a class="btn btn--icon btn--sm" role="link" aria-disabled="true" aria-label=label>{icon(name)}</a> }
                .into_any()
        }
    };
    view! {
        <nav class="row row--tight" aria-label=w::month_nav(lang)>
            {has_before.then(|| step(Icon::Left, before, true))}
            {step(Icon::Right, statement.month.next(), !statement.running)}
        </nav>
    }
    .into_any()
}

/// As the page's own reading of its address, for a file of the same statement.
#[must_use]
pub fn statement_of(request: &crate::request::Request) -> StatementQuery {
    statement_query(&Query::parse(&request.path_and_query))
}
