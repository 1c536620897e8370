//! Cost per day as bars, with the running total, the budget and what is
//! expected; the same figures as a table beneath.

use domain::{
    lang::Lang,
    money::{Currency, Money},
};
use leptos::prelude::*;
use service::billing::statement::{DayPart, Statement};

use super::{
    address::{currency, micros},
    figures::figure,
};
use crate::{
    components::money::{amounts, money},
    words::billing as w,
};

/// The drawing area, in the units of the picture.
const LEFT: i64 = 38;
const RIGHT: i64 = 716;
const TOP: i64 = 22;
const BOTTOM: i64 = 320;
/// Lines across, besides the axis.
const STEPS: i64 = 4;

/// What a bar is drawn as, from the bottom.
const SERIES: [(&str, &str); 3] = [("utility", "a"), ("service", "c"), ("marketing", "b")];
/// What is none of these, on top: sign-in codes, a partner's fee, whatever comes.
const REST: &str = "d";

/// The chart and its table.
pub(super) fn chart(lang: Lang, statement: &Statement) -> AnyView {
    let currency = currency(statement);
    if statement.days.iter().all(|day| day.messages == 0) {
        return view! { <p class="hint">{w::no_days(lang)}</p> }.into_any();
    }
    let scale = Scale::of(statement, currency);
    let title = w::chart_title(lang, &w::month(lang, statement.month));
    let dearest = statement
        .days
        .iter()
        .max_by_key(|day| micros(&day.total, currency));
    let description = dearest
        .map(|day| {
            let (_, _, number) = day.day.ymd();
            w::chart_desc(
                lang,
                &money(lang, statement.figures.total.in_currency(currency)),
                &amounts(lang, &day.total, currency),
                &number.to_string(),
            )
        })
        .unwrap_or_default();
    view! {
        <figure class="chart-box" tabindex="0">
            <svg class="chart" viewBox="0 0 760 348" role="img" aria-labelledby="ch-t ch-d">
                <title id="ch-t">{title}</title>
                <desc id="ch-d">{description}</desc>
                <defs>
                    <pattern id="hatch-b" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="hatch-bg" width="5" height="5"></rect>
                        <path class="hatch-line" d="M0 0v5"></path>
                    </pattern>
                </defs>
                {grid(lang, &scale)}
                {statement.days.iter().map(|day| bar(day, &scale)).collect_view()}
                {budget_line(lang, statement, &scale)}
                {running(lang, statement, &scale)}
                {days_axis(statement, &scale)}
            </svg>
        </figure>
        <details class="more">
            <summary>{w::as_table(lang)}</summary>
            {table(lang, statement, currency)}
        </details>
    }
    .into_any()
}

/// The colours with their words.
pub(super) fn legend(lang: Lang, statement: &Statement) -> AnyView {
    let keys = SERIES
        .into_iter()
        .map(|(category, class)| {
            view! { <span><i class=format!("key key--{class}")></i>{w::category(lang, category)}</span> }
        })
        .collect_view();
    let rest = has_rest(statement, currency(statement))
        .then(|| view! { <span><i class=format!("key key--{REST}")></i>{w::chart_rest(lang)}</span> });
    view! {
        <p class="legend">{keys}{rest}<span><i class="key key--line"></i>{w::running_total(lang)}</span></p>
    }
    .into_any()
}

/// How amounts become heights and days become places.
struct Scale {
    currency: Currency,
    days: i64,
    /// Micro-units at the top, for bars and for the running total.
    bars: i64,
    total: i64,
}

impl Scale {
    fn of(statement: &Statement, currency: Currency) -> Self {
        let highest = statement
            .days
            .iter()
            .map(|day| micros(&day.total, currency))
            .max()
            .unwrap_or(0);
        let budget = statement.budget.as_ref().map_or(0, |budget| budget.limit.micros);
        let expected = statement
            .forecast
            .as_ref()
            .map_or(0, |forecast| forecast.expected.micros);
        let total = micros(&statement.figures.total, currency);
        Self {
            currency,
            days: i64::from(statement.month.days()),
            bars: rounded_up(highest),
            total: rounded_up(total.max(budget).max(expected)),
        }
    }

    fn height(micros: i64, top: i64) -> i64 {
        domain::money::share(micros.clamp(0, top), BOTTOM - TOP, top.max(1)).unwrap_or(0)
    }

    fn y(micros: i64, top: i64) -> i64 {
        BOTTOM - Self::height(micros, top)
    }

    /// The middle of a day, from 1.
    fn x(&self, day: i64) -> i64 {
        LEFT + (2 * day - 1) * (RIGHT - LEFT) / (2 * self.days.max(1))
    }

    fn width(&self) -> i64 {
        (RIGHT - LEFT) * 6 / (10 * self.days.max(1))
    }
}

/// The next amount that divides into four steps people can read.
fn rounded_up(micros: i64) -> i64 {
    let mut unit = 400;
    while unit < i64::MAX / 100 {
        for factor in [1, 2, 5] {
            if unit * factor >= micros {
                return unit * factor;
            }
        }
        unit *= 10;
    }
    micros.max(1)
}

fn grid(lang: Lang, scale: &Scale) -> AnyView {
    (0..=STEPS)
        .map(|step| {
            let y = BOTTOM - step * (BOTTOM - TOP) / STEPS;
            let class = if step == 0 { "axis" } else { "grid" };
            let label = |top: i64| money(lang, Money::of(top / STEPS * step, scale.currency));
            view! {
                <path class=class d=format!("M{LEFT} {y}H{RIGHT}")></path>
                <text x=(LEFT - 6).to_string() y=(y + 4).to_string() text-anchor="end">{label(scale.bars)}</text>
                <text x=(RIGHT + 6).to_string() y=(y + 4).to_string()>{label(scale.total)}</text>
            }
        })
        .collect_view()
        .into_any()
}

/// What a day comes to: each of the series, and the rest of its total.
fn split(day: &DayPart, currency: Currency) -> ([i64; 3], i64) {
    let parts = SERIES.map(|(category, _)| {
        day.by_category
            .iter()
            .filter(|(name, ..)| name == category)
            .map(|(.., amount)| micros(amount, currency))
            .sum::<i64>()
    });
    let rest = micros(&day.total, currency) - parts.iter().sum::<i64>();
    (parts, rest)
}

/// Whether the series are not the whole of some day.
fn has_rest(statement: &Statement, currency: Currency) -> bool {
    statement.days.iter().any(|day| split(day, currency).1 != 0)
}

fn bar(day: &DayPart, scale: &Scale) -> AnyView {
    let (_, _, number) = day.day.ymd();
    let (x, width) = (scale.x(i64::from(number)) - scale.width() / 2, scale.width());
    let mut floor = BOTTOM;
    let (parts, rest) = split(day, scale.currency);
    let rects = SERIES
        .into_iter()
        .zip(parts)
        .map(|((_, class), part)| (class, part))
        .chain([(REST, rest)])
        .filter(|(_, part)| *part > 0)
        .map(|(class, part)| {
            let height = Scale::height(part, scale.bars).max(1);
            floor -= height;
            view! {
                <rect class=class x=x.to_string() y=floor.to_string() width=width.to_string() height=height.to_string()></rect>
            }
        })
        .collect_view();
    view! { <g>{rects}</g> }.into_any()
}

fn budget_line(lang: Lang, statement: &Statement, scale: &Scale) -> Option<AnyView> {
    let budget = statement.budget.as_ref()?;
    let y = Scale::y(budget.limit.micros, scale.total);
    let label = format!("{} {}", w::budget(lang), money(lang, budget.limit));
    Some(
        view! {
            <path class="budget" d=format!("M{LEFT} {y}H{RIGHT}")></path>
            <text class="budget-label" x=(LEFT + 4).to_string() y=(y - 6).to_string()>{label}</text>
        }
        .into_any(),
    )
}

fn running(lang: Lang, statement: &Statement, scale: &Scale) -> AnyView {
    let mut sum = 0;
    let points: Vec<(i64, i64)> = statement
        .days
        .iter()
        .map(|day| {
            sum += micros(&day.total, scale.currency);
            let (_, _, number) = day.day.ymd();
            (scale.x(i64::from(number)), Scale::y(sum, scale.total))
        })
        .collect();
    let line = points
        .iter()
        .map(|(x, y)| format!("{x},{y}"))
        .collect::<Vec<_>>()
        .join(" ");
    let Some((x, y)) = points.last().copied() else {
        return ().into_any();
    };
    let ahead = statement.forecast.as_ref().map(|forecast| {
        let (to_x, to_y) = (
            scale.x(scale.days),
            Scale::y(forecast.expected.micros, scale.total),
        );
        let label = w::chart_expected(lang, &money(lang, forecast.expected));
        view! {
            <path class="forecast" d=format!("M{x} {y}L{to_x} {to_y}")></path>
            <circle class="dot" cx=to_x.to_string() cy=to_y.to_string() r="3"></circle>
            <text class="strong" x=(to_x + 6).to_string() y=(to_y - 10).to_string() text-anchor="end">{label}</text>
        }
    });
    // Near the right edge the words stand on the left of their dot.
    let (text_x, anchor) = if x > RIGHT - 130 {
        (x - 10, "end")
    } else {
        (x + 10, "start")
    };
    let so_far = w::chart_so_far(lang, &money(lang, Money::of(sum, scale.currency)));
    view! {
        <polyline class="cum" points=line></polyline>
        {ahead}
        <circle class="dot" cx=x.to_string() cy=y.to_string() r="4"></circle>
        <text class="strong" x=text_x.to_string() y=(y + 16).to_string() text-anchor=anchor>{so_far}</text>
    }
    .into_any()
}

fn days_axis(statement: &Statement, scale: &Scale) -> AnyView {
    [1, 5, 10, 15, 20, 25, i64::from(statement.month.days())]
        .into_iter()
        .map(|day| {
            view! { <text x=scale.x(day).to_string() y="340" text-anchor="middle">{day.to_string()}</text> }
        })
        .collect_view()
        .into_any()
}

fn table(lang: Lang, statement: &Statement, currency: Currency) -> AnyView {
    let with_rest = has_rest(statement, currency);
    let rows = statement
        .days
        .iter()
        .map(|day| {
            let (_, _, number) = day.day.ymd();
            let (parts, rest) = split(day, currency);
            let cell = |part: i64| view! { <td class="n">{money(lang, Money::of(part, currency))}</td> };
            view! {
                <tr>
                    <th scope="row">{number.to_string()}</th>
                    <td class="n">{figure(lang, day.messages)}</td>
                    {parts.map(cell)}
                    {with_rest.then(|| cell(rest))}
                    <td class="n strong">{amounts(lang, &day.total, currency)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=w::cost_per_day(lang)>
            <table class="table table--tight">
                <caption class="sr-only">{w::cost_per_day(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w::day(lang)}</th>
                        <th scope="col" class="n">{w::messages(lang)}</th>
                        {SERIES.map(|(category, _)| view! { <th scope="col" class="n">{w::category(lang, category)}</th> })}
                        {with_rest.then(|| view! { <th scope="col" class="n">{w::chart_rest(lang)}</th> })}
                        <th scope="col" class="n">{w::amount(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::billing::Day;
    use service::billing::Amounts;

    use super::*;

    #[test]
    fn the_parts_of_a_day_are_its_total() {
        let eur = |micros| Amounts::of(Money::of(micros, Currency::EUR));
        let day = DayPart {
            day: Day::parse("2026-11-01").unwrap(),
            messages: 3,
            by_category: vec![
                ("utility".to_owned(), 1, eur(16_600)),
                ("authentication".to_owned(), 1, eur(16_600)),
                ("marketing".to_owned(), 1, eur(58_500)),
            ],
            // With a partner's fee of a thousand.
            total: eur(92_700),
        };
        assert_eq!(split(&day, Currency::EUR), ([16_600, 0, 58_500], 17_600));
    }

    #[test]
    fn the_scale_ends_at_a_round_amount_that_holds_the_highest() {
        assert_eq!(rounded_up(0), 400);
        assert_eq!(rounded_up(21_000_000), 40_000_000);
        assert_eq!(rounded_up(40_000_000), 40_000_000);
        assert_eq!(rounded_up(171_740_000), 200_000_000);
    }

    #[test]
    fn heights_stay_inside_the_picture() {
        assert_eq!(Scale::y(0, 100), BOTTOM);
        assert_eq!(Scale::y(100, 100), TOP);
        assert_eq!(Scale::y(1_000, 100), TOP);
        assert_eq!(Scale::y(-5, 100), BOTTOM);
    }
}
