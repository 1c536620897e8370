//! For each change the messages that cost something else.

use domain::{
    amounts::Amounts,
    billing::whatif::{Because, Side, Step},
    figures::money,
    money::{Currency, Money},
};

use super::{
    View, delta,
    html::{esc, figure_cell, table},
    sums::{of_part, of_step, tone, written},
};
use crate::words::answer as w;

/// Rows of a step; the rest is one row more.
const MOST: usize = 12;

pub(super) fn write(view: &View<'_>, out: &mut String) {
    for (n, step) in view.answer.walk.steps.iter().enumerate() {
        one(view, n, step, out);
    }
}

fn one(view: &View<'_>, n: usize, step: &Step, out: &mut String) {
    let lang = view.lang;
    let title = delta::heading(view, step.cause);
    let all = of_step(view.base.currency, step);
    out.extend([format!(
        "<section class=\"card\" aria-labelledby=\"h-step-{n}\"><div class=\"card__head\">\
         <h2 id=\"h-step-{n}\">{}</h2><span class=\"end {}\">{}</span></div>",
        esc(&title),
        tone(&all),
        esc(&written(lang, &all, view.base.currency))
    )]);
    let mut rows = String::new();
    let mut told = Amounts::default();
    for part in step.because.iter().take(MOST) {
        let amounts = of_part(view.base.currency, step, part);
        told.add_all(&amounts);
        rows.push_str(&row(view, step, part, &amounts));
    }
    if let Some(rest) = step.because.get(MOST..).filter(|rest| !rest.is_empty()) {
        let mut sum = Amounts::default();
        for part in rest {
            sum.add_all(&of_part(view.base.currency, step, part));
        }
        told.add_all(&sum);
        rows.push_str(&summed(view, w::others(lang), &sum));
    }
    // What is left is what a partner takes for numbers.
    let left = super::sums::difference(&told, &all);
    if !left.is_zero() {
        rows.push_str(&summed(view, w::numbers_fee(lang), &left));
    }
    if rows.is_empty() {
        out.extend([format!(
            "<div class=\"card__body\"><p class=\"hint\">{}</p></div>",
            esc(w::no_difference(lang))
        )]);
    } else {
        let columns = [
            w::messages(lang),
            w::now(lang),
            w::then(lang),
            w::difference(lang),
        ];
        let foot = summed(view, w::difference(lang), &all);
        out.push_str(&table(&title, &columns, &rows, &foot));
    }
    out.push_str("</section>");
}

fn row(view: &View<'_>, step: &Step, part: &Because, amounts: &Amounts) -> String {
    let lang = view.lang;
    let (before, after) = (
        w::shape(lang, part.before.shape),
        w::shape(lang, part.after.shape),
    );
    let (was, is) = (part.before.volume, part.after.volume);
    let kind = if before == after {
        before
    } else {
        format!("{before} → {after}")
    };
    let many = if was == is {
        w::figure(lang, is)
    } else {
        format!("{} → {}", w::figure(lang, was), w::figure(lang, is))
    };
    let fees = part.before.fee_micros != part.after.fee_micros || step.fee_before.1 != step.fee_after.1;
    let text = |side: &Side, fee_in: Option<Currency>| {
        let text = w::side(lang, side, view.base.currency);
        let fee = Money::of(side.fee_micros, fee_in.unwrap_or(view.base.currency));
        if fees && side.fee_micros != 0 {
            esc(&format!("{text} + {}", w::fee(lang, &money(lang, fee))))
        } else {
            esc(&text)
        }
    };
    format!(
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"lead\">{} <small>{}</small></th>{}{}{}</tr>",
        esc(&kind),
        esc(&many),
        figure_cell(
            w::now(lang),
            "n soft wraps",
            &text(&part.before, step.fee_before.1)
        ),
        figure_cell(
            w::then(lang),
            "n soft wraps",
            &text(&part.after, step.fee_after.1)
        ),
        figure_cell(
            w::difference(lang),
            &format!("n strong corner {}", tone(amounts)),
            &esc(&written(lang, amounts, view.base.currency))
        )
    )
}

fn summed(view: &View<'_>, label: &str, amounts: &Amounts) -> String {
    format!(
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"lead\">{}</th>\
         <td role=\"cell\" class=\"n hide-card\"></td><td role=\"cell\" class=\"n hide-card\"></td>{}</tr>",
        esc(label),
        figure_cell(
            w::difference(view.lang),
            &format!("n strong corner {}", tone(amounts)),
            &esc(&written(view.lang, amounts, view.base.currency))
        )
    )
}
