//! `/app/settings/whatsapp/billing`: what WhatsApp costs a bakery, in plain words.

use domain::{
    figures::{rounding, signed},
    lang::Lang,
    money::Currency,
};
use leptos::prelude::*;
use service::billing::owner::{self, OwnMonth, ReceiptLine};

use super::{
    address::{OWN, currency, month_in, month_nav, to_month},
    estimate::estimate_plain,
    figures::figure,
};
use crate::{
    components::{
        card::Card,
        icon::{Icon, icon},
        money::{amounts, money, rate},
        page::{PageHead, Screen, page},
        query::Query,
    },
    guard::guard_person,
    pages::owner::chosen::{SETTINGS, bakery, nothing},
    words::{billing as w, owner as own_words},
};

/// See the module.
#[component]
pub(crate) fn OwnBillingPage() -> impl IntoView {
    page(async {
        let cx = guard_person()?;
        let lang = cx.lang;
        let address = Query::current();
        let Some(tenant) = bakery(&cx, &address)? else {
            return Ok(nothing(&cx));
        };
        let found = owner::month(cx.services(), &cx.call, &tenant, month_in(&address)).await?;
        let statement = &found.statement;
        let currency = currency(statement);
        let month = w::month(lang, statement.month);
        let label = if statement.running {
            w::own_total(lang)
        } else {
            w::own_total_past(lang)
        };
        let home = Query::to(SETTINGS).with("bakery", Some(tenant.as_str())).href();
        let receipt = to_month(&format!("{OWN}/receipt"), statement.month, Some(&tenant));
        // The month stands beside its arrows, on a phone too.
        let nav = month_nav(lang, OWN, statement, Some(&tenant));
        let nav = view! { <span class="page-head__when">{month}{nav}</span> }.into_any();
        let body = view! {
            <PageHead title=w::own_title(lang) beside=nav back=(home, own_words::title(lang).to_owned())/>
            {estimate_plain(lang, &statement.basis.cards)}
            <section class="card" aria-label=label>
                <div class="card__body stack">
                    <p class="soft">{label}</p>
                    <p class="figure">{amounts(lang, &statement.figures.total, currency)}</p>
                    <p>
                        {w::own_delivered(lang, &figure(lang, statement.figures.delivered))}". "
                        {w::own_free(lang, &figure(lang, statement.figures.free))}"."
                    </p>
                    {statement.forecast.as_ref().map(|forecast| view! { <p>{w::own_expected(lang, &money(lang, forecast.expected))}</p> })}
                    {found.replies_left.map(|left| view! { <p>{replies(lang, left)}</p> })}
                    {receipt_lines(lang, &found, currency)}
                    <p><a class="btn" href=receipt>{icon(Icon::Printer)}{w::own_receipt(lang)}</a></p>
                </div>
            </section>
            {others(lang, &found, currency)}
        };
        Ok(Screen::new(w::own_title(lang), body).topics("billing"))
    })
}

fn replies(lang: Lang, left: i64) -> String {
    if left > 0 {
        w::own_left(lang, &figure(lang, left))
    } else {
        w::own_left_none(lang).to_owned()
    }
}

/// What is charged, one line for each kind of message.
pub(super) fn receipt_lines(lang: Lang, found: &OwnMonth, currency: Currency) -> AnyView {
    if found.lines.is_empty() {
        return view! { <p class="hint">{w::own_nothing(lang)}</p> }.into_any();
    }
    let lines = found
        .lines
        .iter()
        .map(|line| {
            view! {
                <div>
                    <dt>{kind(lang, &line.what)}<small class="soft">" "{each(lang, line)}</small></dt>
                    <dd>{amounts(lang, &line.amount, currency)}</dd>
                </div>
            }
        })
        .collect_view();
    let total = &found.statement.figures.total;
    let rounding = rounding(found.lines.iter().map(|line| &line.amount), total)
        .into_iter()
        .map(|left| view! { <div><dt class="soft">{w::own_rounding(lang)}</dt><dd>{signed(lang, left)}</dd></div> })
        .collect_view();
    view! {
        <dl class="receipt">
            {lines}
            {rounding}
            <div class="total"><dt>{w::total(lang)}</dt><dd>{amounts(lang, total, currency)}</dd></div>
        </dl>
    }
    .into_any()
}

fn each(lang: Lang, line: &ReceiptLine) -> String {
    let messages = figure(lang, line.messages);
    match line.rate {
        Some(one) => w::own_each(lang, &messages, &rate(lang, one)),
        None => w::own_many(lang, &messages),
    }
}

/// Kinds of messages without Meta's terms.
fn kind(lang: Lang, what: &str) -> &'static str {
    match what {
        "utility" => w::own_kind_utility(lang),
        "marketing" => w::own_kind_marketing(lang),
        "authentication" | "authentication_international" => w::own_kind_authentication(lang),
        "service" => w::own_kind_service(lang),
        "partner" => w::own_kind_partner(lang),
        _ => w::own_kind_other(lang),
    }
}

fn others(lang: Lang, found: &OwnMonth, currency: Currency) -> Option<AnyView> {
    let rows = found
        .others
        .iter()
        .map(|(month, messages, amount)| {
            let href = to_month(OWN, *month, Some(&found.tenant));
            view! {
                <div>
                    <dt><a href=href>{w::month(lang, *month)}</a>" "<small class="soft">{w::own_delivered(lang, &figure(lang, *messages))}</small></dt>
                    <dd>{amounts(lang, amount, currency)}</dd>
                </div>
            }
        })
        .collect_view();
    (!found.others.is_empty()).then(|| {
        view! { <Card id="h-others" title=w::own_other_months(lang)><dl class="receipt">{rows}</dl></Card> }.into_any()
    })
}
