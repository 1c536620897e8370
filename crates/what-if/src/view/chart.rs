//! Two bars for each bakery.

use domain::money::share;

use super::{View, bakeries::Pair, html::esc};
use crate::words::answer as w;

/// Bakeries that are drawn, the dearest first.
const MOST: usize = 8;
/// In the units of the picture.
const WIDTH: i64 = 640;
const LEFT: i64 = 190;
const RIGHT: i64 = 560;
const ROW: i64 = 34;

/// Draws them; the table beneath says the same in figures.
pub(super) fn write(view: &View<'_>, pairs: &[Pair], out: &mut String) {
    let lang = view.lang;
    let of = |amounts: &domain::amounts::Amounts| amounts.in_currency(view.base.currency).micros;
    let drawn: Vec<&Pair> = pairs.iter().take(MOST).collect();
    let top = drawn
        .iter()
        .map(|pair| of(&pair.now).max(of(&pair.then)))
        .max()
        .unwrap_or(0);
    if top <= 0 {
        return;
    }
    let height = i64::try_from(drawn.len()).unwrap_or(0) * ROW + 8;
    let description = w::chart_desc(
        lang,
        &view.amounts(&view.sums.now),
        &view.amounts(&view.sums.then),
    );
    out.extend([format!(
        "<figure class=\"card__body chart-box\" tabindex=\"0\"><svg class=\"chart chart--pairs\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"wi-t wi-d\"><title id=\"wi-t\">{}</title><desc id=\"wi-d\">{}</desc>\
         <defs><pattern id=\"hatch-b\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"hatch-bg\" width=\"5\" height=\"5\"></rect><path class=\"hatch-line\" d=\"M0 0v5\"></path></pattern></defs>\
         <path class=\"axis\" d=\"M{LEFT} 0V{height}\"></path>",
        esc(w::chart_title(lang)),
        esc(&description)
    )]);
    let mut y = 6;
    for pair in drawn {
        let width = |micros: i64| share(micros.clamp(0, top), RIGHT - LEFT, top).unwrap_or(0);
        let (now, then) = (width(of(&pair.now)), width(of(&pair.then)));
        out.extend([format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" class=\"strong\">{}</text>\
             <rect class=\"a\" x=\"{LEFT}\" y=\"{y}\" width=\"{now}\" height=\"10\"></rect>\
             <rect class=\"b\" x=\"{LEFT}\" y=\"{}\" width=\"{then}\" height=\"10\"></rect>\
             <text x=\"{}\" y=\"{}\">{}</text>",
            LEFT - 8,
            y + 15,
            esc(&shortened(&pair.name)),
            y + 12,
            LEFT + now.max(then) + 6,
            y + 15,
            esc(&view.money(of(&pair.then)))
        )]);
        y += ROW;
    }
    out.push_str("</svg></figure>");
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
