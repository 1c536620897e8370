//! Which bakeries should have a number of their own.

use super::{View, html::esc};
use crate::words::answer as w;

pub(super) fn write(view: &View<'_>, out: &mut String) {
    let Some(advice) = &view.answer.advice else {
        return;
    };
    let lang = view.lang;
    let told = if advice.own.is_empty() {
        w::advice_none(lang).to_owned()
    } else {
        let names: Vec<String> = advice.own.iter().map(|tenant| view.name(tenant)).collect();
        w::advised(lang, &names.join(", "), &view.money(advice.saved_micros()))
    };
    let why = w::advice_why(
        lang,
        &view.money(advice.shared_micros),
        &view.money(view.asked.number_micros),
    );
    out.extend([format!(
        "<div class=\"callout\" data-tone=\"info\" role=\"status\"><div><h2>{}</h2><p><strong>{}</strong></p><p>{}</p></div></div>",
        esc(w::advice(lang)),
        esc(&told),
        esc(&why)
    )]);
}
