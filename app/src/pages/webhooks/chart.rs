//! Deliveries over time: bars, the same in a sentence, and a table.

use domain::lang::Lang;
use leptos::prelude::*;
use service::webhooks::traffic::{Slot, Span, Traffic};

use crate::{
    components::{
        chips::{Chip, Chips},
        format::{Times, count},
        icon::{Icon, icon},
        query::Query,
        table::{Column, Table},
    },
    guard::Cx,
    words::webhooks as w,
};

/// The card.
pub(super) fn card(cx: &Cx, times: &Times, traffic: &Traffic, query: &Query) -> AnyView {
    let lang = cx.lang;
    let chip = |span: Span, label: &'static str| {
        let key = (span != Span::default()).then(|| span.key());
        Chip::plain(query.with("span", key).href(), label, traffic.span == span)
    };
    let chips = vec![
        chip(Span::Hour, w::by_minute(lang)),
        chip(Span::Day, w::by_hour(lang)),
    ];
    let (taken, refused) = traffic.totals();
    let busiest = traffic.slots.iter().max_by_key(|slot| slot.taken + slot.refused);
    let text = match busiest {
        Some(slot) if taken + refused > 0 => w::chart_text(
            lang,
            &count(lang, taken),
            &count(lang, refused),
            &count(lang, slot.taken + slot.refused),
            &times.hour(slot.from),
        ),
        _ => w::chart_nothing(lang).to_owned(),
    };
    let drawings = (taken + refused > 0).then(|| {
        view! {
            {drawing(lang, times, traffic, &WIDE, &text)}
            {drawing(lang, times, traffic, &NARROW, "")}
            <p class="legend" aria-hidden="true">
                <span>{swatch("a")}{w::taken(lang)}</span>
                <span>{swatch("bad")}{w::refused(lang)}</span>
            </p>
        }
    });
    let rows = (taken + refused > 0).then(|| table(lang, times, traffic));
    view! {
        <section class="card" aria-labelledby="h-arrivals">
            <div class="card__head">
                <h2 id="h-arrivals">{w::arrivals(lang)}</h2>
                <span class="end"><Chips label=w::span_label(lang) chips=chips/></span>
            </div>
            <div class="card__body stack stack--2">
                <figure class="stack stack--2">
                    {drawings}
                    <figcaption class="sm soft">{text}</figcaption>
                </figure>
                {rows}
            </div>
        </section>
    }
    .into_any()
}

fn swatch(class: &'static str) -> AnyView {
    view! { <svg class="chart chart__key" viewBox="0 0 10 10"><rect class=class width="10" height="10"/></svg> }
        .into_any()
}

/// Sizes of a drawing, in its own units.
struct Paper {
    class: &'static str,
    width: u64,
    height: u64,
    /// Where the bars begin.
    left: u64,
    /// Room under them.
    below: u64,
    /// A label for each so many steps of an hour by minutes, of a day by hours.
    labels: (usize, usize),
}

const WIDE: Paper = Paper {
    class: "chart hide-phone",
    width: 960,
    height: 190,
    left: 48,
    below: 22,
    labels: (10, 3),
};

const NARROW: Paper = Paper {
    class: "chart only-phone",
    width: 340,
    height: 170,
    left: 36,
    below: 20,
    labels: (20, 6),
};

/// Room above the highest bar.
const ABOVE: u64 = 10;

fn drawing(lang: Lang, times: &Times, traffic: &Traffic, paper: &Paper, text: &str) -> AnyView {
    let most = traffic
        .slots
        .iter()
        .map(|slot| slot.taken + slot.refused)
        .max()
        .unwrap_or(0);
    let top = round_up(most);
    let steps = u64::try_from(traffic.slots.len()).unwrap_or(1).max(1);
    let inner = paper.width - paper.left;
    let tall = paper.height - paper.below - ABOVE;
    let floor = paper.height - paper.below;
    let x = |index: usize| paper.left + u64::try_from(index).unwrap_or(0) * inner / steps;
    let wide = (inner / steps)
        .saturating_sub(if steps > 30 { 2 } else { 6 })
        .max(1);
    // A bar of one is visible beside one of a thousand.
    let high = |n: u64| if n == 0 { 0 } else { (n * tall / top).max(1) };
    let bars = traffic
        .slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| slot.taken + slot.refused > 0)
        .map(|(index, slot)| {
            let (taken, refused) = (high(slot.taken), high(slot.refused));
            let part = |class: &'static str, height: u64, below: u64| {
                (height > 0).then(|| {
                    view! {
                        <rect
                            class=class
                            x=x(index).to_string()
                            y=(floor - below - height).to_string()
                            width=wide.to_string()
                            height=height.to_string()
                        />
                    }
                })
            };
            view! { {part("a", taken, 0)}{part("bad", refused, taken)} }
        })
        .collect_view();
    let line = |share: u64| {
        let y = floor - tall * share / 2;
        let class = if share == 0 { "axis" } else { "grid" };
        let words = count(lang, top * share / 2);
        view! {
            <path class=class d=format!("M{} {y}.5H{}", paper.left, paper.width)/>
            <text x=(paper.left - 8).to_string() y=(y + 4).to_string() text-anchor="end">{words}</text>
        }
    };
    // An odd maximum has no middle that could be written.
    let lines: Vec<_> = [0, 1, 2]
        .into_iter()
        .filter(|share| top.is_multiple_of(2) || *share != 1)
        .map(line)
        .collect();
    let each = match traffic.span {
        Span::Hour => paper.labels.0,
        Span::Day => paper.labels.1,
    };
    let labels = traffic
        .slots
        .iter()
        .enumerate()
        .filter(|(index, _)| index.is_multiple_of(each))
        .map(|(index, slot)| {
            view! {
                <text x=x(index).to_string() y=(paper.height - 4).to_string()>{times.hour(slot.from)}</text>
            }
        })
        .collect_view();
    let view_box = format!("0 0 {} {}", paper.width, paper.height);
    let drawn = view! { {lines}{bars}{labels} };
    if text.is_empty() {
        // The wide one has said it all.
        return view! { <svg class=paper.class viewBox=view_box aria-hidden="true">{drawn}</svg> }.into_any();
    }
    let label = format!("{}. {text}", w::chart_title(lang));
    view! { <svg class=paper.class viewBox=view_box role="img" aria-label=label>{drawn}</svg> }.into_any()
}

/// The next figure that reads well on an axis and has a middle that does.
fn round_up(n: u64) -> u64 {
    let mut power = 1;
    while power < u64::MAX / 100 {
        for times in [1, 2, 4, 6, 8, 12, 16] {
            if times * power >= n.max(1) {
                return times * power;
            }
        }
        power *= 10;
    }
    n
}

fn table(lang: Lang, times: &Times, traffic: &Traffic) -> AnyView {
    let columns = vec![
        Column::new(w::col_from(lang)),
        Column::figures(w::taken(lang)),
        Column::figures(w::refused(lang)),
    ];
    let rows = traffic
        .slots
        .iter()
        .rev()
        .filter(|slot| slot.taken + slot.refused > 0)
        .map(|slot| row(lang, times, slot))
        .collect_view();
    view! {
        <details class="disclosure">
            <summary>{icon(Icon::Right)}{w::as_table(lang)}</summary>
            <Table caption=w::chart_title(lang) columns=columns>{rows}</Table>
        </details>
    }
    .into_any()
}

fn row(lang: Lang, times: &Times, slot: &Slot) -> AnyView {
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">{times.element(slot.from)}</th>
            <td role="cell" data-label=w::taken(lang) class="n">{count(lang, slot.taken)}</td>
            <td role="cell" data-label=w::refused(lang) class="n">{count(lang, slot.refused)}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_figure_that_reads_well() {
        let ends: Vec<u64> = [0, 1, 3, 7, 9, 11, 61, 100, 1_312]
            .into_iter()
            .map(round_up)
            .collect();
        assert_eq!(ends, [1, 1, 4, 8, 12, 12, 80, 120, 1_600]);
    }
}
