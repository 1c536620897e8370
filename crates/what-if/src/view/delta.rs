//! Now, each change, and what would be.

use domain::billing::whatif::{Cause, Numbers};

use super::{
    View,
    html::esc,
    sums::{difference, of_step, tone, written},
};
use crate::words::{self, answer as w};

pub(super) fn write(view: &View<'_>, out: &mut String) {
    let (lang, sums) = (view.lang, &view.sums);
    let (now, then) = (view.amounts(&sums.now), view.amounts(&sums.then));
    let all = difference(&sums.now, &sums.then);
    let stat = |label: &str, class: &str, value: &str| {
        format!(
            "<div><dt>{}</dt><dd class=\"{class}\">{}</dd></div>",
            esc(label),
            esc(value)
        )
    };
    let said = format!(
        "{} {then}, {} {}",
        w::would_be(lang),
        w::difference(lang).to_lowercase(),
        written(lang, &all, view.base.currency)
    );
    out.extend([format!("<dl class=\"stats\" data-say=\"{}\">", esc(&said))]);
    out.push_str(&stat(w::now(lang), "", &now));
    out.push_str(&stat(w::would_be(lang), "", &then));
    out.push_str(&stat(
        w::difference(lang),
        tone(&all),
        &written(lang, &all, view.base.currency),
    ));
    out.push_str("</dl>");
    let steps = &view.answer.walk.steps;
    if steps.is_empty() {
        out.extend([format!("<p class=\"hint\">{}</p>", esc(w::nothing_asked(lang)))]);
        return;
    }
    out.push_str(
        "<section class=\"card\" aria-labelledby=\"h-why\"><div class=\"card__head\"><h2 id=\"h-why\">",
    );
    out.push_str(&esc(w::why(lang)));
    out.push_str("</h2></div><div class=\"card__body\"><dl class=\"delta delta--steps\">");
    let row = |label: &str, class: &str, value: &str| {
        format!(
            "<dt class=\"{}\">{}</dt><dd class=\"{class}\">{}</dd>",
            if class == "total" { class } else { "" },
            esc(label),
            esc(value)
        )
    };
    out.push_str(&row(w::now(lang), "", &now));
    for step in steps {
        let amounts = of_step(view.base.currency, step);
        out.push_str(&row(
            &heading(view, step.cause),
            tone(&amounts),
            &written(lang, &amounts, view.base.currency),
        ));
    }
    out.push_str(&row(w::would_be(lang), "total", &then));
    out.push_str("</dl></div></section>");
}

/// What a step changes.
pub(super) fn heading(view: &View<'_>, cause: Cause) -> String {
    let (lang, asked, scenario) = (view.lang, view.asked, &view.answer.scenario);
    let card = || scenario.card.map_or_else(String::new, |card| card.id.clone());
    let for_one = |what: String| match &asked.only {
        Some(tenant) => w::only_for(lang, &what, &view.name(tenant)),
        None => what,
    };
    let what = match cause {
        Cause::Rules => words::regime(lang, scenario.regime).0.to_owned(),
        Cause::Card => card(),
        Cause::Category => asked.recategorises().map_or_else(String::new, |(from, to)| {
            let name = |rated: domain::billing::Rated| words::category(lang, rated.as_str());
            for_one(w::becomes(lang, &name(from), &name(to)))
        }),
        Cause::Volume => for_one(w::percent_of(lang, &w::figure(lang, asked.percent))),
        Cause::Numbers => match asked.numbers {
            Numbers::AsTheyAre => String::new(),
            numbers => w::numbers(lang, numbers).to_owned(),
        },
        Cause::Partner => scenario
            .partner
            .map_or_else(String::new, |partner| w::partner_name(&partner.id)),
    };
    w::cause(lang, cause, &what)
}
