//! How a list of conversations looks.

use domain::{lang::Lang, message::id::MessageId};
use leptos::prelude::*;
use service::messages::{
    inbox::{Inbox, InboxRow, Show},
    list::Direction,
};

use super::{look, window};
use crate::{
    components::{
        empty::Blank,
        format::{Times, count},
        icon::{Icon, icon},
        pager::Older,
        query::Query,
        status::{Tone, status},
    },
    guard::Cx,
    pages::place::Place,
    words::{common, messages as w},
};

pub(super) fn list(
    cx: &Cx,
    place: &Place,
    times: &Times,
    found: &Inbox,
    show: Show,
    query: &Query,
) -> AnyView {
    let lang = cx.lang;
    if found.rows.is_empty() {
        // One bakery among all is a filter too; an owner has no other.
        let narrowed = !place.is_own() && query.get("bakery").is_some() && show == Show::All;
        let (icon_name, title, text) = if query.get("q").is_some() || narrowed {
            (
                Icon::Search,
                common::nothing_matches(lang),
                w::inbox_no_match(lang),
            )
        } else {
            match show {
                Show::All => (Icon::Chat, w::inbox_none_title(lang), w::inbox_none_text(lang)),
                Show::Waiting => (
                    Icon::Ok,
                    w::inbox_answered_title(lang),
                    w::inbox_answered_text(lang),
                ),
                Show::ClosesSoon => (
                    Icon::Clock,
                    w::inbox_closing_none(lang),
                    w::inbox_closing_text(lang),
                ),
            }
        };
        return view! {
            <section class="card" aria-label=w::inbox_title(lang)>
                <Blank icon_name=icon_name title=title text=text/>
            </section>
        }
        .into_any();
    }
    let class = if place.is_own() {
        "card card--flush"
    } else {
        "card"
    };
    let rows = found
        .rows
        .iter()
        .map(|row| conversation(cx, place, times, row, None, query))
        .collect_view();
    let older = found
        .next
        .map(|id| query.with("before", Some(&id.to_string())).href());
    let newest = query.get("before").map(|_| query.with("before", None).href());
    let shown = w::shown(lang, &count(lang, u64::try_from(found.rows.len()).unwrap_or(0)));
    view! {
        <section class=class aria-label=w::inbox_list(lang)>
            <ul class="convs" role="list">{rows}</ul>
            <div class="card__foot">
                <span data-announce="">{shown}</span>
                <Older href=older newest=newest/>
            </div>
        </section>
    }
    .into_any()
}

/// What of a list's address its conversations keep, so that going back, or on
/// to the next one, leads to the same list.
pub(super) const KEPT: [&str; 3] = ["q", "bakery", "show"];

/// The same list narrow, beside the conversation `here` that was opened from it.
pub(super) fn beside(
    cx: &Cx,
    place: &Place,
    times: &Times,
    found: &Inbox,
    here: MessageId,
    query: &Query,
) -> AnyView {
    let lang = cx.lang;
    let rows = found
        .rows
        .iter()
        .map(|row| conversation(cx, place, times, row, Some(here), query))
        .collect_view();
    let waiting = (found.waiting > 0).then(|| {
        let href = kept(place.to(place.conversations()), query).with("show", Some(Show::Waiting.key()));
        view! { <a class="sm" href=href.href()>{w::inbox_waiting(lang)}" "<b>{count(lang, found.waiting)}</b></a> }
    });
    let all = kept(place.to(place.conversations()), query);
    view! {
        <nav class="card card--flush talks" aria-labelledby="h-talks" data-scroll="talks" data-scroll-stays="">
            <div class="talks__head">
                <h2 id="h-talks"><a href=all.href()>{w::inbox_title(lang)}</a></h2>
                {waiting}
            </div>
            <ul class="convs" role="list">{rows}</ul>
        </nav>
    }
    .into_any()
}

/// An address with what `query` says about the list.
pub(super) fn kept(to: Query, query: &Query) -> Query {
    KEPT.iter().fold(to, |to, key| match query.get(key) {
        Some(value) => to.with(key, Some(value)),
        None => to,
    })
}

fn conversation(
    cx: &Cx,
    place: &Place,
    times: &Times,
    row: &InboxRow,
    here: Option<MessageId>,
    query: &Query,
) -> AnyView {
    let lang = cx.lang;
    let href = kept(Query::parse(&place.conversation(row.contact)), query).href();
    let current = (here == Some(row.contact)).then_some("page");
    let name = if row.name.trim().is_empty() {
        w::hidden_name(lang).to_owned()
    } else {
        row.name.clone()
    };
    let who = if row.who.is_empty() {
        w::nobody(lang).to_owned()
    } else {
        row.who.clone()
    };
    let bakery = (!place.is_own()).then(|| {
        let name = row
            .tenant
            .as_ref()
            .map_or_else(|| w::no_bakery(lang).to_owned(), |(_, name)| name.clone());
        view! { <span class="conv__bakery">{name}</span> }
    });
    let time = if times.iso_day(row.at) == times.iso_day(cx.now) {
        times.hour(row.at)
    } else {
        times.moment(row.at)
    };
    let class = if row.waits { "conv conv--waits" } else { "conv" };
    let waits = row
        .waits
        .then(|| status(Tone::Info, Icon::Chat, w::waits(lang), false));
    view! {
        <li>
            <a class=class href=href aria-current=current data-window="">
                <b>{name}</b>
                {times.marked_up(row.at, time)}
                <p>{said(lang, row)}</p>
                <span class="meta">
                    <span class="conv__who"><span class="mask">{who}</span>{bakery}</span>
                    <span class="conv__state">{waits}{window::short(lang, row.window, cx.now)}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// The newest message in one line; how ours came along stands before it.
fn said(lang: Lang, row: &InboxRow) -> AnyView {
    let way = (row.direction == Direction::Out).then(|| {
        let (name, tone, _) = look::of_state(row.state);
        view! {
            <span class="status" data-tone=tone.key()>
                {icon(name)}
                <span class="sr-only">{w::state(lang, row.state)}": "</span>
            </span>
        }
    });
    let words = match (&row.template, row.preview.trim()) {
        (_, text) if !text.is_empty() => text.split_whitespace().collect::<Vec<_>>().join(" "),
        (Some(name), _) => name.clone(),
        (None, _) => w::kind_of(lang, &row.kind),
    };
    view! { {way}{words} }.into_any()
}
