//! The five figures on top of a month.

use domain::{
    billing::forecast::{Forecast, Method},
    lang::Lang,
};
use leptos::prelude::*;
use service::billing::statement::{Allowance, Statement};

use super::address::{currency, day};
use crate::{
    components::{
        format::count,
        money::{amounts, money},
    },
    words::billing as w,
};

/// The figures.
pub(super) fn figures(lang: Lang, statement: &Statement) -> AnyView {
    let currency = currency(statement);
    let figures = &statement.figures;
    let total = amounts(lang, &figures.total, currency);
    let second = statement.second.as_ref().map(|second| {
        let text = w::about_dollars(lang, &money(lang, second.amount), &day(lang, second.dated));
        view! { <dd>{text}</dd> }
    });
    let delivered = w::delivered_free(
        lang,
        &figure(lang, figures.delivered),
        &figure(lang, figures.free),
    );
    let label = if statement.running {
        w::so_far(lang)
    } else {
        w::total(lang)
    };
    view! {
        <dl class="stats">
            <div><dt>{label}</dt><dd>{total}</dd><dd>{delivered}</dd>{second}</div>
            {statement.running.then(|| expected(lang, statement))}
            {budget(lang, statement)}
            {allowance(lang, &statement.allowances)}
            <div>
                <dt>{w::month_before(lang)}</dt>
                <dd>{amounts(lang, &statement.before, currency)}</dd>
                <dd>{w::month(lang, statement.month.previous())}</dd>
            </div>
        </dl>
    }
    .into_any()
}

fn expected(lang: Lang, statement: &Statement) -> AnyView {
    let (value, note) = match &statement.forecast {
        Some(forecast) => (money(lang, forecast.expected), range(lang, forecast)),
        None => ("–".to_owned(), w::no_forecast(lang).to_owned()),
    };
    view! { <div><dt>{w::expected(lang)}</dt><dd>{value}</dd><dd>{note}</dd></div> }.into_any()
}

/// Between which amounts, and by which method.
fn range(lang: Lang, forecast: &Forecast) -> String {
    let (low, high) = (money(lang, forecast.low), money(lang, forecast.high));
    let days = forecast.days.to_string();
    match forecast.method {
        Method::SameWeekday => w::range_weekdays(lang, &low, &high, &days),
        Method::MeanDay => w::range(lang, &low, &high, &days),
    }
}

fn budget(lang: Lang, statement: &Statement) -> AnyView {
    let (value, note) = match &statement.budget {
        Some(budget) => {
            let spent = w::budget_spent(lang, &budget.percent.to_string());
            let mut note = spent;
            if budget.hard_stop {
                note = format!("{note}; {}", w::budget_stops(lang));
            }
            if !budget.not_counted.is_zero() {
                let elsewhere = amounts(lang, &budget.not_counted, budget.limit.currency);
                note = format!("{note}; {}", w::not_counted(lang, &elsewhere));
            }
            (money(lang, budget.limit), note)
        }
        None => ("–".to_owned(), w::budget_none(lang).to_owned()),
    };
    view! { <div><dt>{w::budget(lang)}</dt><dd>{value}</dd><dd>{note}</dd></div> }.into_any()
}

fn allowance(lang: Lang, allowances: &[Allowance]) -> Option<AnyView> {
    let of: i64 = allowances.iter().map(|number| number.of).sum();
    let left: i64 = allowances.iter().map(Allowance::left).sum();
    let gone: Vec<&str> = allowances
        .iter()
        .filter(|number| number.left() == 0)
        .map(|number| number.display.as_str())
        .collect();
    let note = if gone.is_empty() {
        w::free_left_of(lang, &figure(lang, of))
    } else {
        format!(
            "{}; {}",
            w::free_left_of(lang, &figure(lang, of)),
            w::free_left_none(lang, &gone.join(", "))
        )
    };
    (!allowances.is_empty()).then(|| {
        view! { <div><dt>{w::free_left(lang)}</dt><dd>{figure(lang, left)}</dd><dd>{note}</dd></div> }
            .into_any()
    })
}

/// A count that corrections can make smaller than nothing.
pub(super) fn figure(lang: Lang, n: i64) -> String {
    let text = count(lang, n.unsigned_abs());
    if n < 0 { format!("−{text}") } else { text }
}
