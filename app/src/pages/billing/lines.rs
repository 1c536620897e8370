//! `/app/admin/whatsapp/billing/lines`: the ledger, line by line.

use domain::{
    billing::{Day, Month},
    ids::TenantId,
    lang::Lang,
    message::id::MessageId,
    money::Currency,
    permission::Permission,
};
use leptos::prelude::*;
use service::billing::{
    lines::{self, LinePage, LineQuery, LineRow},
    statement::Payee,
};

use super::{
    address::{BILLING, month_in, to_month},
    estimate::estimate,
    figures::figure,
};
use crate::{
    components::{
        chips::{Chip, Chips},
        empty::Blank,
        format::{Times, count},
        icon::{Icon, icon},
        money::{amounts, money, rate, signed},
        page::{PageHead, Screen, page},
        pager::Older,
        query::Query,
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::{Cx, guard},
    request::Request,
    words::{billing as w, common},
};

/// What the address of the page, and of its file, may say.
const KEYS: [&str; 10] = [
    "month", "bakery", "category", "reason", "market", "template", "number", "day", "only", "before",
];

/// Reads the lines that a request asks for, also for a file of them. What
/// cannot be read falls back to all.
#[must_use]
pub fn line_query(request: &Request) -> LineQuery {
    read(&Query::parse(&request.path_and_query))
}

fn read(query: &Query) -> LineQuery {
    let text = |key: &str| query.get(key).unwrap_or_default().to_owned();
    LineQuery {
        month: month_in(query),
        tenant: query.get("bakery").and_then(|id| TenantId::parse(id).ok()),
        category: text("category"),
        reason: text("reason"),
        market: text("market"),
        template: text("template"),
        number: text("number"),
        day: query.get("day").and_then(|day| Day::parse(day).ok()),
        corrections: query.get("only") == Some("corrections"),
        unpriced: query.get("only") == Some("unpriced") || query.get("unpriced").is_some(),
        before: query.get("before").and_then(|id| MessageId::parse(id).ok()),
        size: None,
    }
}

/// See the module.
#[component]
pub(crate) fn LinesPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewBilling)?;
        let lang = cx.lang;
        let mut address = Query::current();
        let wanted = read(&address);
        if address.get("unpriced").is_some() {
            address = address.with("only", Some("unpriced"));
        }
        let address = address.only(&KEYS);
        let found = lines::list(cx.services(), &cx.call, &wanted).await?;
        let title = w::lines_title(lang, &w::month(lang, found.month));
        let csv = {
            let text = address.with("before", None).href();
            let query = text
                .split_once('?')
                .map(|(_, query)| format!("?{query}"))
                .unwrap_or_default();
            format!("{BILLING}/lines.csv{query}")
        };
        let (sum, rests_on) = (sum(lang, &found), estimate(lang, &found.cards));
        let body = view! {
            <PageHead title=title.clone() sub=w::lines_sub(lang) back=back(lang, found.month, wanted.tenant.as_ref())>
                <a class="btn" href=csv>{icon(Icon::Download)}{w::csv_lines(lang)}</a>
            </PageHead>
            {rests_on}
            {only(lang, &address, &wanted)}
            <section class="card" aria-label=title.clone()>
                <div class="card__head"><p>{sum}</p></div>
                {table(&cx, &address, found)}
            </section>
        };
        Ok(Screen::new(title, body).topics("billing").wide())
    })
}

fn back(lang: Lang, month: Month, bakery: Option<&TenantId>) -> (String, String) {
    (
        to_month(BILLING, month, bakery),
        w::title_of(lang, &w::month(lang, month)),
    )
}

fn sum(lang: Lang, found: &LinePage) -> String {
    let currency = found
        .rows
        .iter()
        .find_map(|row| row.amount.or(row.rate))
        .map_or(Currency::EUR, |money| money.currency);
    w::lines_found(
        lang,
        &count(lang, found.count),
        &amounts(lang, &found.sum, currency),
    )
}

fn only(lang: Lang, address: &Query, wanted: &LineQuery) -> AnyView {
    let to = |only: Option<&str>| address.with("only", only).with("before", None).href();
    let all = !wanted.corrections && !wanted.unpriced;
    let chips = vec![
        Chip::plain(to(None), w::all_lines(lang), all),
        Chip::plain(
            to(Some("corrections")),
            w::only_corrections(lang),
            wanted.corrections,
        ),
        Chip::plain(to(Some("unpriced")), w::only_unpriced(lang), wanted.unpriced),
    ];
    view! { <Chips label=w::all_lines(lang) chips=chips/> }.into_any()
}

fn table(cx: &Cx, address: &Query, found: LinePage) -> AnyView {
    let lang = cx.lang;
    if found.rows.is_empty() {
        let reset = Query::to(format!("{BILLING}/lines"))
            .with("month", Some(&found.month.to_string()))
            .href();
        return view! {
            <Blank icon_name=Icon::Bill title=w::lines_none(lang) text=w::lines_none_text(lang)>
                <a class="btn" href=reset>{common::reset_filters(lang)}</a>
            </Blank>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(w::booked(lang)),
        Column::new(w::bakery(lang)),
        Column::new(w::charged_as(lang)),
        Column::new(w::why(lang)),
        Column::new(w::market(lang)),
        Column::figures(w::rate(lang)),
        Column::figures(w::amount(lang)),
        Column::new(w::card(lang)),
        Column::hidden(w::message(lang)),
    ];
    let times = Times::current();
    let older = found
        .next
        .map(|next| address.with("before", Some(&next.to_string())).href());
    let newest = address
        .get("before")
        .is_some()
        .then(|| address.with("before", None).href());
    let rows = found
        .rows
        .iter()
        .map(|line| row(lang, &times, line))
        .collect_view();
    let pages = (older.is_some() || newest.is_some())
        .then(|| view! { <div class="card__foot"><Older href=older newest=newest/></div> });
    view! {
        <Table caption=w::lines_title(lang, &w::month(lang, found.month)) columns=columns>{rows}</Table>
        {pages}
    }
    .into_any()
}

fn row(lang: Lang, times: &Times, line: &LineRow) -> AnyView {
    let category = match line.payee {
        Payee::Meta => w::category(lang, &line.category),
        Payee::Partner => w::partner_fee(lang).to_owned(),
    };
    let standing = if line.quantity < 0 {
        Some(status(Tone::Warn, Icon::Undo, w::correction(lang), false))
    } else if line.open {
        None
    } else {
        Some(status(Tone::Idle, Icon::Dash, w::replaced(lang), false))
    };
    let bakery = line
        .tenant
        .as_ref()
        .map_or_else(|| w::nobody(lang).to_owned(), |(_, name)| name.clone());
    let card = if line.card.is_empty() {
        "–".into_any()
    } else {
        let href = format!("{BILLING}/cards/{}", line.card);
        view! { <a href=href><code class="nowrap">{line.card.clone()}</code></a> }.into_any()
    };
    let amount = line.amount.map_or_else(
        || w::not_known(lang).to_owned(),
        |amount| {
            if line.quantity < 0 {
                signed(lang, amount)
            } else {
                money(lang, amount)
            }
        },
    );
    let message = format!("/app/admin/whatsapp/messages?day=all&sel={}", line.message);
    let template =
        (!line.template.is_empty()).then(|| view! { <small><code>{line.template.clone()}</code></small> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">
                {times.element(line.booked_at)}
                <small>{w::delivered_at(lang)}" "{times.element(line.at)}</small>
            </th>
            <td role="cell" data-label=w::bakery(lang)>{bakery}<small>{line.number.clone()}</small></td>
            <td role="cell" data-label=w::charged_as(lang)>{category}{template}</td>
            <td role="cell" class="soft wide" data-label=w::why(lang)>{w::reason(lang, &line.reason)}" "{standing}</td>
            <td role="cell" data-label=w::market(lang)>{line.market.clone()}</td>
            <td role="cell" class="n" data-label=w::rate(lang)>
                {match line.rate {
                    None => w::not_known(lang).to_owned(),
                    // What is free has no rate; the reason stands beside it.
                    Some(each) if each.micros == 0 => "–".to_owned(),
                    Some(each) => rate(lang, each),
                }}
                {(line.quantity != 1).then(|| view! { <small>{figure(lang, line.quantity)}</small> })}
            </td>
            <td role="cell" class="n strong corner" data-label=w::amount(lang)>{amount}</td>
            <td role="cell" class="soft" data-label=w::card(lang)>{card}</td>
            <td role="cell" class="n act"><a class="btn btn--quiet btn--sm" href=message>{w::message(lang)}</a></td>
        </tr>
    }
    .into_any()
}
