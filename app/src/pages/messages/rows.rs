//! The table of the log.

use domain::lang::Lang;
use leptos::prelude::*;
use service::messages::list::{Charge, MessageList, MessageRow};

use super::{
    controls::{is_plain, reset},
    filter, look,
};
use crate::{
    components::{
        empty::Blank,
        format::{Times, count},
        icon::Icon,
        pager::Older,
        query::Query,
        table::{Column, Table},
    },
    guard::Cx,
    pages::place::Place,
    words::{billing, common, messages as w},
};

pub(super) fn table(cx: &Cx, place: &Place, times: &Times, list: &MessageList, query: &Query) -> AnyView {
    let lang = cx.lang;
    if list.rows.is_empty() && list.next.is_none() {
        return empty(cx, place, list, query);
    }
    let who = if place.is_own() {
        w::own_who(lang)
    } else {
        w::who(lang)
    };
    let columns = vec![
        Column::new(w::time(lang)),
        Column::new(w::status(lang)),
        Column::new(who),
        Column::new(w::what(lang)),
        Column::figures(w::charged(lang)),
    ];
    let rows = list
        .rows
        .iter()
        .map(|message| row(cx, place, times, message, query))
        .collect_view();
    let base = query.with("sel", None);
    let older = list
        .next
        .map(|id| base.with("before", Some(&id.to_string())).href());
    let newest = query.get("before").map(|_| base.with("before", None).href());
    let shown = count(lang, u64::try_from(list.rows.len()).unwrap_or(0));
    let shown = match filter::matching(list, query) {
        Some(total) => w::shown_of(lang, &shown, &count(lang, total)),
        None => w::shown(lang, &shown),
    };
    // The owner's cards are padded, which a table brings by itself.
    let class = if place.is_own() {
        "card card--flush"
    } else {
        "card"
    };
    view! {
        <section class=class aria-label=w::title(lang)>
            <Table caption=w::caption(lang) columns=columns>{rows}</Table>
            <div class="card__foot">
                <span data-announce="">
                    {shown} {list.looked_to.map(|at| format!(". {}", w::looked_to(lang, &times.moment(at))))}
                </span>
                <Older href=older newest=newest/>
            </div>
        </section>
    }
    .into_any()
}

fn row(cx: &Cx, place: &Place, times: &Times, message: &MessageRow, query: &Query) -> AnyView {
    let lang = cx.lang;
    let id = message.id.to_string();
    let open = query.get("sel") == Some(id.as_str());
    let href = query.with("sel", Some(&id)).href();
    let time = times.marked_up(message.at, clock(cx, times, message));
    let bakery = (!place.is_own()).then(|| {
        let name = message
            .tenant
            .as_ref()
            .map_or_else(|| w::no_bakery(lang).to_owned(), |(_, name)| name.clone());
        view! { {name} }
    });
    let who = look::who(lang, message);
    let who = if place.is_own() {
        let name = message.name.clone();
        view! { {name}<small class="mask">{who}</small> }.into_any()
    } else {
        view! { <small class="mask">{who}</small> }.into_any()
    };
    let why = message
        .error
        .map(|code| view! { <small>{look::why(lang, code, place.is_own())}</small> });
    view! {
        <tr role="row" class=open.then_some("is-selected")>
            <th role="rowheader" scope="row" class="lead nowrap">
                <a href=href aria-current=open.then_some("true")>{time}</a>
            </th>
            <td role="cell" data-label=w::status(lang) class="corner">{look::state(lang, message.state, false)}{why}</td>
            <td role="cell" data-label=w::who(lang) class="wide">{bakery}{who}</td>
            <td role="cell" data-label=w::what(lang) class="start">{look::what(lang, message, place.is_own())}</td>
            <td role="cell" data-label=w::charged(lang) class="n finish">{charge(lang, message, place.is_own())}</td>
        </tr>
    }
    .into_any()
}

/// With seconds today, with the day otherwise.
fn clock(cx: &Cx, times: &Times, message: &MessageRow) -> String {
    if times.iso_day(message.at) == times.iso_day(cx.now) {
        times.second(message.at)
    } else {
        times.moment(message.at)
    }
}

/// Categories are Meta's words: owners read what it cost in their month.
fn charge(lang: Lang, message: &MessageRow, own: bool) -> AnyView {
    let words = w::charge(lang, message.charge);
    if message.charge == Charge::Charged {
        let category = message.category.clone().filter(|_| !own);
        let category = category.map(|category| view! { <small>{billing::category(lang, &category)}</small> });
        view! { {words}{category} }.into_any()
    } else {
        view! { <span class="muted">{words}</span> }.into_any()
    }
}

/// Nothing yet, or nothing that matches.
fn empty(cx: &Cx, place: &Place, list: &MessageList, query: &Query) -> AnyView {
    let lang = cx.lang;
    if list.newest.is_none() && is_plain(query, place.is_own()) {
        view! {
            <section class="card">
                <Blank icon_name=Icon::Log title=w::none_title(lang) text=w::none_text(lang)/>
            </section>
        }
        .into_any()
    } else {
        let reset = reset(place);
        // Only where days are left out there is something to say about them.
        let all = filter::every_day(query);
        let text = if all {
            w::no_match_anywhere(lang)
        } else {
            w::no_match_text(lang)
        };
        let every_day = (!all).then(|| {
            let href = query
                .with("sel", None)
                .with("before", None)
                .with("from", None)
                .with("to", None)
                .with("day", Some("all"))
                .href();
            view! { <a class="btn" href=href>{w::all_days(lang)}</a> }
        });
        view! {
            <section class="card">
                <Blank icon_name=Icon::Search title=common::nothing_matches(lang) text=text>
                    <p class="row">
                        {every_day}
                        <a class="btn" href=reset>{common::reset_filters(lang)}</a>
                    </p>
                </Blank>
            </section>
        }
        .into_any()
    }
}
