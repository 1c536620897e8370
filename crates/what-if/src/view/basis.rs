//! Rules, card and partner of both sides.

use domain::billing::{
    Partner, RateCard, Regime,
    whatif::{Scenario, TERMS},
};

use super::{View, html::esc};
use crate::words::{self, answer as w};

pub(super) fn write(view: &View<'_>, out: &mut String) {
    let lang = view.lang;
    let present = view.base.present();
    let then = &view.answer.scenario;
    let row = |label: &str, now: String, then: String| {
        let text = if now == then {
            esc(&now)
        } else {
            format!("{} → {}", esc(&now), esc(&then))
        };
        format!("<dt>{}</dt><dd>{text}</dd>", esc(label))
    };
    out.extend([format!(
        "<section class=\"card\" aria-labelledby=\"h-rests\"><div class=\"card__head\"><h2 id=\"h-rests\">{}</h2></div>\
         <div class=\"card__body\"><dl class=\"facts\">",
        esc(w::rests_on(lang))
    )]);
    out.push_str(&row(
        w::rules(lang),
        regime(view, present.regime),
        regime(view, then.regime),
    ));
    out.push_str(&row(w::card(lang), cards(view, &present), cards(view, then)));
    out.push_str(&row(
        w::partner(lang),
        partners(view, &present),
        partners(view, then),
    ));
    out.push_str("</dl></div></section>");
}

fn regime(view: &View<'_>, regime: Regime) -> String {
    let (name, since) = words::regime(view.lang, regime);
    format!("{name}, {since}")
}

/// The card, and those that follow it inside the month with their days.
fn cards(view: &View<'_>, scenario: &Scenario<'_>) -> String {
    let mut last = scenario.card;
    let mut all = vec![card(view, last)];
    for (stretch, later) in view.base.later.iter().zip(&scenario.later) {
        if later.card != last {
            all.push(format!("{}: {}", stretch.from, card(view, later.card)));
            last = later.card;
        }
    }
    all.join("; ")
}

fn card(view: &View<'_>, card: Option<&RateCard>) -> String {
    let Some(card) = card else {
        return w::no_card(view.lang).to_owned();
    };
    let converted = view
        .base
        .offered(&card.id)
        .is_some_and(|offered| offered.converted);
    if converted {
        format!("{} ({}; {})", card.id, w::converted(view.lang), card.source)
    } else {
        format!("{} ({})", card.id, card.source)
    }
}

/// Who carries the messages, and who does from a day inside the month on.
fn partners(view: &View<'_>, scenario: &Scenario<'_>) -> String {
    let mut last = scenario.partner;
    let mut all = vec![partner(view, last)];
    for (stretch, later) in view.base.later.iter().zip(&scenario.later) {
        if later.partner != last {
            all.push(format!("{}: {}", stretch.from, partner(view, later.partner)));
            last = later.partner;
        }
    }
    all.join("; ")
}

fn partner(view: &View<'_>, partner: Option<&Partner>) -> String {
    match partner {
        None => words::category(view.lang, ""),
        Some(partner) if partner.id.starts_with(TERMS) => w::own_terms(view.lang).to_owned(),
        Some(partner) => format!("{} ({})", w::partner_name(&partner.id), partner.source),
    }
}
