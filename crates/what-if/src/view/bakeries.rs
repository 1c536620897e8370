//! Each bakery now and with the change, drawn and as a table.

use std::collections::BTreeMap;

use domain::{
    amounts::Amounts,
    billing::whatif::{NOBODY, TenantSum},
};

use super::{
    View, chart,
    html::{esc, figure_cell, table},
    sums::{both, difference, tone, written},
};
use crate::words::answer as w;

/// Rows of the table; the rest is one row more.
const MOST: usize = 60;

/// A bakery's two sides.
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) now: Amounts,
    pub(super) then: Amounts,
    messages: (i64, i64),
}

pub(super) fn write(view: &View<'_>, out: &mut String) {
    let lang = view.lang;
    let pairs = pairs(view);
    out.extend([format!(
        "<section class=\"card\" aria-labelledby=\"h-bakeries\"><div class=\"card__head\"><h2 id=\"h-bakeries\">{}</h2>\
         <p class=\"legend\"><span><i class=\"key key--a\"></i>{}</span><span><i class=\"key key--b\"></i>{}</span></p></div>",
        esc(w::by_bakery(lang)),
        esc(w::now(lang)),
        esc(w::then(lang))
    )]);
    chart::write(view, &pairs, out);
    let mut rows = String::new();
    for pair in pairs.iter().take(MOST) {
        rows.push_str(&row(view, pair));
    }
    if let Some(rest) = pairs.get(MOST..).filter(|rest| !rest.is_empty()) {
        rows.push_str(&row(view, &together(w::others(lang), rest)));
    }
    let fee = |micros, currency| both(currency, 0, currency, micros);
    let walk = &view.answer.walk;
    let (now, then) = (
        fee(walk.present.number_fee_micros, view.sums.fee_now),
        fee(walk.would_be.number_fee_micros, view.sums.fee_then),
    );
    if !(now.is_zero() && then.is_zero()) {
        let name = w::numbers_fee(lang).to_owned();
        rows.push_str(&row(
            view,
            &Pair {
                name,
                now,
                then,
                messages: (0, 0),
            },
        ));
    }
    let all = Pair {
        name: w::all_bakeries(lang).to_owned(),
        now: view.sums.now.clone(),
        then: view.sums.then.clone(),
        messages: together("", &pairs).messages,
    };
    let columns = [
        w::bakery(lang),
        w::messages(lang),
        w::now(lang),
        w::then(lang),
        w::difference(lang),
    ];
    out.push_str(&table(w::by_bakery(lang), &columns, &rows, &row(view, &all)));
    out.push_str("</section>");
}

fn pairs(view: &View<'_>) -> Vec<Pair> {
    let walk = &view.answer.walk;
    let (now, then) = (walk.present.by_tenant(), walk.would_be.by_tenant());
    let mut tenants: BTreeMap<&str, (TenantSum, TenantSum)> = BTreeMap::new();
    for (tenant, sum) in now {
        tenants.entry(tenant).or_default().0 = sum;
    }
    for (tenant, sum) in then {
        tenants.entry(tenant).or_default().1 = sum;
    }
    let mut pairs: Vec<(i64, Pair)> = tenants
        .into_iter()
        .filter(|(tenant, (now, then))| *tenant != NOBODY || now.messages + then.messages > 0)
        .map(|(tenant, (now, then))| {
            let of =
                |sum: TenantSum, fee_in| both(view.base.currency, sum.amount_micros, fee_in, sum.fee_micros);
            let pair = Pair {
                name: view.name(tenant),
                now: of(now, view.sums.fee_now),
                then: of(then, view.sums.fee_then),
                messages: (now.messages, then.messages),
            };
            (then.amount_micros.max(now.amount_micros), pair)
        })
        .collect();
    pairs.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

fn together(name: &str, pairs: &[Pair]) -> Pair {
    let mut sum = Pair {
        name: name.to_owned(),
        now: Amounts::default(),
        then: Amounts::default(),
        messages: (0, 0),
    };
    for pair in pairs {
        sum.now.add_all(&pair.now);
        sum.then.add_all(&pair.then);
        sum.messages.0 = sum.messages.0.saturating_add(pair.messages.0);
        sum.messages.1 = sum.messages.1.saturating_add(pair.messages.1);
    }
    sum
}

fn row(view: &View<'_>, pair: &Pair) -> String {
    let lang = view.lang;
    let more = difference(&pair.now, &pair.then);
    let (was, is) = pair.messages;
    let messages = if was == is {
        w::figure(lang, is)
    } else {
        format!("{} → {}", w::figure(lang, was), w::figure(lang, is))
    };
    format!(
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"lead\">{}</th>{}{}{}{}</tr>",
        esc(&pair.name),
        figure_cell(w::messages(lang), "n soft", &esc(&messages)),
        figure_cell(w::now(lang), "n", &esc(&view.amounts(&pair.now))),
        figure_cell(w::then(lang), "n strong", &esc(&view.amounts(&pair.then))),
        figure_cell(
            w::difference(lang),
            &format!("n corner {}", tone(&more)),
            &esc(&written(lang, &more, view.base.currency))
        )
    )
}
