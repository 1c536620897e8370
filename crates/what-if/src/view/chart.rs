//! Two bars for each bakery.

use domain::money::share;

use super::{View, bakeries::Pair, html::esc};
use crate::words::answer as w;

/// Bakeries that are drawn, the dearest first.
const MOST: usize = 8;

/// How a drawing is laid out, in the units of the picture.
struct Paper {
    class: &'static str,
    /// The class of a bar with the change, and the id of its hatching.
    hatched: (&'static str, &'static str),
    width: i64,
    left: i64,
    right: i64,
    row: i64,
    /// Room for a name above its bars; without, it stands beside them.
    above: i64,
}

const WIDE: Paper = Paper {
    class: "chart chart--pairs hide-phone",
    hatched: ("b", "hatch-b"),
    width: 640,
    left: 190,
    right: 560,
    row: 34,
    above: 0,
};

/// A phone is as wide as the names and the longest bar of the other one are not.
const NARROW: Paper = Paper {
    class: "chart only-phone",
    hatched: ("b2", "hatch-b2"),
    width: 320,
    left: 1,
    right: 250,
    row: 50,
    above: 14,
};

/// Draws them; the table beneath says the same in figures.
pub(super) fn write(view: &View<'_>, pairs: &[Pair], out: &mut String) {
    let drawn: Vec<&Pair> = pairs.iter().take(MOST).collect();
    let top = drawn
        .iter()
        .map(|pair| of(view, &pair.now).max(of(view, &pair.then)))
        .max()
        .unwrap_or(0);
    if top <= 0 {
        return;
    }
    out.push_str("<figure class=\"card__body\">");
    draw(view, &drawn, top, &WIDE, out);
    draw(view, &drawn, top, &NARROW, out);
    out.push_str("</figure>");
}

/// Micro-units of the page's currency.
fn of(view: &View<'_>, amounts: &domain::amounts::Amounts) -> i64 {
    amounts.in_currency(view.base.currency).micros
}

fn draw(view: &View<'_>, drawn: &[&Pair], top: i64, paper: &Paper, out: &mut String) {
    let &Paper {
        class,
        hatched: (hatched, hatch),
        width,
        left,
        right,
        row,
        above,
    } = paper;
    let lang = view.lang;
    let height = i64::try_from(drawn.len()).unwrap_or(0) * row + 8;
    out.extend([format!(
        "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" "
    )]);
    // The wide one says it all; the other is the same again.
    out.extend([if above > 0 {
        "aria-hidden=\"true\">".to_owned()
    } else {
        let description = w::chart_desc(
            lang,
            &view.amounts(&view.sums.now),
            &view.amounts(&view.sums.then),
        );
        format!(
            "role=\"img\" aria-labelledby=\"wi-t wi-d\"><title id=\"wi-t\">{}</title><desc id=\"wi-d\">{}</desc>",
            esc(w::chart_title(lang)),
            esc(&description)
        )
    }]);
    out.extend([format!(
        "<defs><pattern id=\"{hatch}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"hatch-bg\" width=\"5\" height=\"5\"></rect><path class=\"hatch-line\" d=\"M0 0v5\"></path></pattern></defs>\
         <path class=\"axis\" d=\"M{left} 0V{height}\"></path>"
    )]);
    let mut y = 6;
    for pair in drawn {
        let long = |micros: i64| share(micros.clamp(0, top), right - left, top).unwrap_or(0);
        let (now, then) = (long(of(view, &pair.now)), long(of(view, &pair.then)));
        let bars = y + above;
        let (x, line, anchor) = if above > 0 {
            (left + 6, y + 9, "start")
        } else {
            (left - 8, y + 15, "end")
        };
        out.extend([format!(
            "<text x=\"{x}\" y=\"{line}\" text-anchor=\"{anchor}\" class=\"strong\">{}</text>\
             <rect class=\"a\" x=\"{left}\" y=\"{bars}\" width=\"{now}\" height=\"10\"></rect>\
             <rect class=\"{hatched}\" x=\"{left}\" y=\"{}\" width=\"{then}\" height=\"10\"></rect>\
             <text x=\"{}\" y=\"{}\">{}</text>",
            esc(&shortened(&pair.name)),
            bars + 12,
            left + now.max(then) + 6,
            bars + 15,
            esc(&view.money(of(view, &pair.then)))
        )]);
        y += row;
    }
    out.push_str("</svg>");
}

/// A name that fits beside its bars.
fn shortened(name: &str) -> String {
    const FITS: usize = 28;
    if name.chars().count() <= FITS {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(FITS - 1).collect();
    short.push('…');
    short
}
