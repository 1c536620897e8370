//! How a template was used, by day and by bakery.

use domain::lang::Lang;
use leptos::prelude::*;
use service::templates::detail::{TemplateDetail, Usage};

use crate::{
    components::{
        format::{Times, count},
        icon::{Icon, icon},
        query::Query,
        table::{Column, Table},
    },
    guard::Cx,
    pages::parts::{card, card_beside},
    words::templates as w,
};

/// Width and height of the drawing, in its own units.
const WIDTH: u64 = 600;
const HEIGHT: u64 = 120;

/// Messages by day, drawn and as a table.
pub(super) fn usage(cx: &Cx, times: &Times, detail: &TemplateDetail) -> AnyView {
    let lang = cx.lang;
    let usage = &detail.usage;
    if usage.sent == 0 {
        return card(
            "h-usage",
            w::usage(lang),
            view! { <p class="soft sm">{w::usage_none(lang)}</p> },
        );
    }
    let sum = w::usage_sum(lang, &count(lang, usage.sent), &count(lang, usage.failed));
    let rows = usage
        .days
        .iter()
        .rev()
        .filter(|day| day.sent > 0)
        .map(|day| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="lead">{times.day_element(day.day)}</th>
                    <td role="cell" data-label=w::usage_sent(lang) class="n">{count(lang, day.sent)}</td>
                    <td role="cell" data-label=w::usage_failed(lang) class="n">{figure(lang, day.failed)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::new(w::usage_day(lang)),
        Column::figures(w::usage_sent(lang)),
        Column::figures(w::usage_failed(lang)),
    ];
    let log = Query::to("/app/admin/whatsapp/messages")
        .with("template", Some(&detail.row.name))
        .with("day", Some("30"))
        .href();
    card_beside(
        "h-usage",
        w::usage(lang),
        view! { <a class="btn btn--link btn--sm" href=log>{w::see_messages(lang)}</a> },
        view! {
            <p>{sum}</p>
            {chart(lang, times, usage)}
            <p class="row sm soft">
                <span class="key key--a" aria-hidden="true"></span>
                {w::usage_sent(lang)}
                <span class="key key--bad" aria-hidden="true"></span>
                {w::usage_failed(lang)}
            </p>
            <details class="disclosure">
                <summary>{icon(Icon::Right)}{w::usage_table(lang)}</summary>
                <Table caption=w::usage(lang) columns=columns>{rows}</Table>
            </details>
        },
    )
}

/// Bars by day; failed ones stand at the foot in another colour.
fn chart(lang: Lang, times: &Times, usage: &Usage) -> AnyView {
    let most = usage.days.iter().max_by_key(|day| day.sent);
    let (peak, day) = most.map_or((0, String::new()), |day| (day.sent, times.day(day.day)));
    let label = w::usage_chart(
        lang,
        &count(lang, usage.sent),
        &count(lang, usage.failed),
        &count(lang, peak),
        &day,
    );
    let peak = peak.max(1);
    let slots = u64::try_from(usage.days.len()).unwrap_or(1).max(1);
    let step = WIDTH / slots;
    let bars = usage
        .days
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let x = u64::try_from(index).unwrap_or(0) * step;
            let scaled = |n: u64| if n == 0 { 0 } else { (n * HEIGHT / peak).max(2) };
            let (tall, bad) = (scaled(day.sent), scaled(day.failed));
            let bar = |class: &'static str, tall: u64| {
                (tall > 0).then(|| {
                    view! {
                        <rect class=class x=x y=HEIGHT - tall width=step.saturating_sub(4).max(1) height=tall></rect>
                    }
                })
            };
            view! { {bar("a", tall)}{bar("bad", bad)} }
        })
        .collect_view();
    view! {
        <svg class="chart tpl-chart" viewBox=format!("0 0 {WIDTH} {}", HEIGHT + 2) role="img" aria-label=label>
            <line class="axis" x1="0" x2=WIDTH y1=HEIGHT + 1 y2=HEIGHT + 1></line>
            {bars}
        </svg>
    }
    .into_any()
}

/// Bakeries and code paths that use it.
pub(super) fn users(cx: &Cx, detail: &TemplateDetail) -> Option<AnyView> {
    let lang = cx.lang;
    let usage = &detail.usage;
    if usage.tenants.is_empty() {
        return None;
    }
    let rows = usage
        .tenants
        .iter()
        .map(|tenant| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="lead">
                        <a href=format!("/app/admin/tenants/{}", tenant.tenant)>{tenant.name.clone()}</a>
                    </th>
                    <td role="cell" data-label=w::usage_sent(lang) class="n">{count(lang, tenant.sent)}</td>
                    <td role="cell" data-label=w::usage_failed(lang) class="n">{figure(lang, tenant.failed)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::new(w::bakery(lang)),
        Column::figures(w::usage_sent(lang)),
        Column::figures(w::usage_failed(lang)),
    ];
    let sources = usage
        .sources
        .iter()
        .map(|(name, n)| format!("{name} ({})", count(lang, *n)))
        .collect::<Vec<_>>()
        .join(", ");
    let view = view! {
        <section class="card" aria-labelledby="h-users">
            <div class="card__head">
                <h2 id="h-users">{w::who_uses(lang)}</h2>
                <span class="soft sm">{w::bakeries(lang, usage.tenants.len())}</span>
            </div>
            <Table caption=w::who_uses(lang) columns=columns>{rows}</Table>
            {(!sources.is_empty())
                .then(|| view! { <div class="card__foot"><span>{w::asked_by(lang)}": "{sources}</span></div> })}
        </section>
    };
    Some(view.into_any())
}

/// Zero is grey.
fn figure(lang: Lang, n: u64) -> AnyView {
    if n == 0 {
        view! { <span class="muted">"0"</span> }.into_any()
    } else {
        view! { {count(lang, n)} }.into_any()
    }
}
