//! The table of the list: a name in each row, its languages side by side.

use domain::lang::Lang;
use leptos::prelude::*;
use service::templates::{
    alarms::Alarm,
    list::{TemplateGroup, TemplateList},
    price::Prices,
    row::TemplateRow,
};

use super::{list, look};
use crate::{
    actions::templates::TEMPLATES,
    components::{
        format::{Times, clipped, count},
        icon::{Icon, icon},
        query::Query,
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::Cx,
    pages::numbers::look as numbers,
    words::{common, templates as w},
};

/// How many characters of a text stand under its name.
const PREVIEW: usize = 70;

pub(super) fn table(cx: &Cx, times: &Times, list: &TemplateList, query: &Query) -> AnyView {
    let lang = cx.lang;
    if list.groups.is_empty() {
        return list::empty(cx, list, query);
    }
    let first = query.with("after", None);
    let columns = vec![
        Column::new(w::col_template(lang)).sorted_by(&first, "", Some("-name")),
        Column::new(w::col_status(lang)),
        Column::new(w::col_category(lang)),
        Column::new(w::col_quality(lang)),
        Column::new(w::col_reason(lang)).sorted_by(&first, "attention", None),
        Column::figures(w::col_used(lang)).sorted_by(&first, "used", Some("-used")),
    ];
    let several = list.freshness.len() > 1;
    let rows = list
        .groups
        .iter()
        .map(|group| {
            let prices = list
                .prices
                .iter()
                .find(|(account, _)| *account == group.account.0)
                .map(|(_, prices)| prices);
            row(lang, times, group, several, prices)
        })
        .collect_view();
    let shown = w::shown_names(
        lang,
        &count(lang, u64::try_from(list.groups.len()).unwrap_or(0)),
        &count(lang, list.total),
    );
    let first = list.previous.is_some().then(|| query.with("after", None).href());
    let before = list
        .previous
        .as_deref()
        .filter(|place| !place.is_empty())
        .map(|place| query.with("after", Some(place)).href());
    let after = list
        .next
        .as_deref()
        .map(|place| query.with("after", Some(place)).href());
    view! {
        <section class="card" aria-label=w::title(lang)>
            <Table caption=w::caption(lang) columns=columns>{rows}</Table>
            <div class="card__foot">
                <span data-announce="">{shown}". "{w::price_note(lang)}</span>
                <nav class="pager" aria-label=common::pages(lang)>
                    {first.map(|href| view! { <a class="btn btn--sm btn--quiet" href=href>{w::first_page(lang)}</a> })}
                    {before
                        .map(|href| {
                            view! { <a class="btn btn--sm" rel="prev" href=href>{icon(Icon::Left)}{common::page_before(lang)}</a> }
                        })}
                    {after
                        .map(|href| {
                            view! { <a class="btn btn--sm" rel="next" href=href>{common::page_after(lang)}{icon(Icon::Right)}</a> }
                        })}
                </nav>
            </div>
        </section>
    }
    .into_any()
}

fn row(lang: Lang, times: &Times, group: &TemplateGroup, several: bool, prices: Option<&Prices>) -> AnyView {
    // The language that a person should look at comes first in the row's link.
    let worst = group
        .languages
        .iter()
        .max_by_key(|row| row.alarms.first().map_or(0, Alarm::weight));
    let Some(lead) = worst.or(group.languages.first()) else {
        return ().into_any();
    };
    let about = if several {
        group.account.2.clone()
    } else {
        clipped(&lead.preview, PREVIEW)
    };
    let languages = group
        .languages
        .iter()
        .map(|row| language(lang, times, row))
        .collect_view();
    let quality = numbers::quality(lang, &lead.quality);
    let calm = quality.calm();
    let trend = lead
        .previous_quality
        .as_ref()
        .filter(|before| **before != lead.quality)
        .map(|before| w::trend_from(lang, &numbers::quality(lang, before).word));
    let used = group
        .languages
        .iter()
        .filter_map(|row| row.last_used_at)
        .max_by_key(|at| at.0);
    let why = know(lang, times, lead);
    let why_class = if why.is_some() { "sm wide" } else { "hide-card" };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">
                <a href=href(lead)><code>{group.name.clone()}</code></a>
                <small>{about}</small>
            </th>
            <td role="cell" data-label=w::col_status(lang) class="corner">
                <ul class="tpl-langs" role="list">{languages}</ul>
            </td>
            <td role="cell" data-label=w::col_category(lang)>
                {look::category(lang, lead)}
                {price(lang, lead, prices).map(|words| view! { <small>{words}</small> })}
            </td>
            <td role="cell" data-label=w::col_quality(lang) class=calm>
                {quality.view()}
                {trend.map(|words| view! { <small>{words}</small> })}
            </td>
            <td role="cell" data-label=w::col_reason(lang) class=why_class>{why}</td>
            <td role="cell" data-label=w::col_used(lang) class="n">
                {match used {
                    Some(at) => times.element(at),
                    None => view! { <span class="muted">{w::never_used(lang)}</span> }.into_any(),
                }}
            </td>
        </tr>
    }
    .into_any()
}

fn href(row: &TemplateRow) -> String {
    format!("{TEMPLATES}/{}", row.id)
}

/// A language with its state, as a link of its own.
fn language(lang: Lang, times: &Times, row: &TemplateRow) -> AnyView {
    let until = row
        .paused_until
        .filter(|_| row.status == service::templates::TemplateStatus::Paused)
        .map(|at| w::until(lang, &times.moment(at)));
    let held = row
        .held
        .then(|| status(Tone::Warn, Icon::Held, w::held(lang), true));
    let name = w::language_name(lang, &row.language);
    view! {
        <li>
            <a href=href(row) title=name.clone()>
                <span aria-hidden="true">{row.language.clone()}</span>
                <span class="sr-only">{name.clone()}</span>
            </a>
            {look::state(lang, &row.status)}
            {held}
            {until.map(|words| view! { <small>{words}</small> })}
        </li>
    }
    .into_any()
}

/// What somebody should know: the worst alarm with Meta's reason, and its words.
fn know(lang: Lang, times: &Times, row: &TemplateRow) -> Option<AnyView> {
    let alarm = row.alarms.first();
    let reason = look::reason(lang, row);
    let said = row.recommendation.clone().or_else(|| row.explanation.clone());
    if let (None, None, None) = (alarm, &reason, &said) {
        return row
            .vanished_at
            .map(|at| view! { {w::gone_why(lang, &times.day(at))} }.into_any());
    }
    let first = match (alarm, reason) {
        (Some(Alarm::Rejected) | None, Some(reason)) => reason,
        (Some(alarm), _) => w::alarm(lang, alarm).to_owned(),
        (None, None) => String::new(),
    };
    let when = match alarm {
        Some(Alarm::Moving { at: Some(at), .. }) => Some(w::since(lang, &times.moment(*at))),
        _ => None,
    };
    let code = row
        .reason
        .clone()
        .filter(|code| !code.is_empty() && code != "NONE");
    Some(
        view! {
            {first}
            {when.map(|when| view! { " "{when} })}
            {said.map(|said| view! { <small>{w::meta_says(lang)}": "{said}</small> })}
            {code.map(|code| view! { <small class="mono">{code}</small> })}
        }
        .into_any(),
    )
}

fn price(lang: Lang, row: &TemplateRow, prices: Option<&Prices>) -> Option<String> {
    let prices = prices?;
    let each = |category| Some(look::each(lang, prices.of(category)?, &prices.currency));
    let now = each(&row.category)?;
    let next = row
        .next_category
        .as_ref()
        .filter(|_| row.alarms.iter().any(|alarm| alarm.key() == "moving"))
        .and_then(|(next, _)| each(next));
    Some(match next {
        Some(next) => w::then(lang, &now, &next),
        None => now,
    })
}
