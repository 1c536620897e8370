//! The answer as HTML.

mod advice;
mod bakeries;
mod basis;
mod chart;
mod delta;
mod html;
mod steps;
mod sums;

use std::sync::Arc;

use domain::{
    billing::whatif::{Answer, Base, PILOT_PLAN_MICROS, Question, Statement, answer, answer_from},
    figures::{amounts, money, rate},
    lang::Lang,
    money::Money,
};

use self::{html::esc, sums::Sums};
use crate::words::answer as w;

/// What the parts of the page are drawn from.
struct View<'b> {
    lang: Lang,
    base: &'b Base,
    asked: &'b Question,
    answer: Answer<'b>,
    sums: Sums,
    pilot: bool,
}

/// The answer to a question, as the content of the page's second half. `pilot`
/// says that the cells are the pilot's plan instead of a month.
#[must_use]
pub fn answer_html(lang: Lang, base: &Base, asked: &Question, pilot: bool) -> String {
    written(lang, base, asked, answer(base, asked), pilot)
}

/// As [`answer_html`], when what the present costs is known already.
#[must_use]
pub fn answer_html_from(
    lang: Lang,
    base: &Base,
    present: Arc<Statement>,
    asked: &Question,
    pilot: bool,
) -> String {
    written(lang, base, asked, answer_from(base, present, asked), pilot)
}

fn written(lang: Lang, base: &Base, asked: &Question, answer: Answer<'_>, pilot: bool) -> String {
    let view = View {
        lang,
        base,
        asked,
        sums: Sums::of(base, &answer),
        answer,
        pilot,
    };
    let mut out = String::with_capacity(16 * 1024);
    view.pilot(&mut out);
    delta::write(&view, &mut out);
    view.warnings(&mut out);
    advice::write(&view, &mut out);
    steps::write(&view, &mut out);
    bakeries::write(&view, &mut out);
    basis::write(&view, &mut out);
    out
}

impl View<'_> {
    /// A bakery's name.
    fn name(&self, tenant: &str) -> String {
        match self.base.names.get(tenant) {
            Some(name) if self.pilot => w::pilot_bakery(self.lang, name),
            Some(name) => name.clone(),
            None => w::nobody(self.lang).to_owned(),
        }
    }

    fn money(&self, micros: i64) -> String {
        money(self.lang, Money::of(micros, self.base.currency))
    }

    fn amounts(&self, all: &domain::amounts::Amounts) -> String {
        amounts(self.lang, all, self.base.currency)
    }

    /// What the pilot's plan reckoned, and why it is something else today.
    fn pilot(&self, out: &mut String) {
        if !self.pilot {
            return;
        }
        let present = &self.answer.walk.present;
        let each = present.outcomes.iter().find_map(|outcome| outcome.rate_micros);
        let each = each.map_or_else(String::new, |micros| {
            rate(self.lang, Money::of(micros, self.base.currency))
        });
        let planned = self.money(PILOT_PLAN_MICROS);
        let now = self.money(present.amount_micros());
        let text = w::pilot_why(self.lang, &planned, &now, &each);
        out.push_str("<div class=\"callout\" data-tone=\"info\" role=\"status\"><div><h2>");
        out.push_str(&esc(&format!("{}: {planned}", w::plan(self.lang))));
        out.push_str("</h2><p>");
        out.push_str(&esc(&text));
        out.push_str("</p></div></div>");
    }

    fn warnings(&self, out: &mut String) {
        let mut warn = |text: &str| {
            out.push_str("<div class=\"callout\" data-tone=\"warn\" role=\"status\"><div><p>");
            out.push_str(&esc(text));
            out.push_str("</p></div></div>");
        };
        let unknown = self.answer.walk.would_be.unknown();
        if unknown > 0 {
            warn(&w::unknown(self.lang, &w::figure(self.lang, unknown)));
        }
        if !self.base.followed {
            warn(w::not_followed(self.lang));
        }
    }
}
