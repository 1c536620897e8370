//! Who a customer is: number, other records of the same person, what WhatsApp
//! calls them.

use domain::message::id::MessageId;
use leptos::{prelude::*, server_fn::ServerFn};
use service::contacts::{
    detail::{ContactDetail, Merged, Mismatch},
    list::ContactRow,
};

use super::{consents::who, list::number};
use crate::{
    actions::contacts::{MergeContacts, UnmergeContacts},
    components::{
        form::{BackHere, Hidden},
        format::Times,
        icon::{Icon, icon},
    },
    guard::Cx,
    pages::{messages::reveal, parts::card, place::Place},
    words::contacts as w,
};

/// Name, number, since when.
pub(super) fn facts(cx: &Cx, place: &Place, times: &Times, detail: &ContactDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let line = |label: &'static str, value: Option<String>| {
        value
            .filter(|value| !value.is_empty())
            .map(|value| view! { <dt>{label}</dt><dd>{value}</dd> })
    };
    let bakery = row
        .tenant
        .as_ref()
        .filter(|_| !place.is_own())
        .map(|(_, name)| name.clone());
    let shown = number(lang, &detail.number);
    card(
        "h-contact",
        w::contact(lang),
        view! {
            <dl class="facts">
                <dt>{w::name(lang)}</dt>
                <dd>{who(lang, &row.name)}</dd>
                <dt>{w::number(lang)}</dt>
                <dd class="mask">{shown}</dd>
                {line(w::username(lang), Some(detail.username.clone()))}
                {line(w::user_id(lang), detail.user_id.clone().filter(|_| !place.is_own()))}
                {line(w::bakery(lang), bakery)}
                <dt>{w::since(lang)}</dt>
                <dd>{times.day_element(row.since)}</dd>
            </dl>
            {reveal::reveal(cx, times, Some(row.id), detail.sight)}
        },
    )
}

/// Records that are this person, and those that may be.
pub(super) fn records(cx: &Cx, place: &Place, times: &Times, detail: &ContactDetail) -> AnyView {
    let lang = cx.lang;
    let merged = (!detail.merged.is_empty()).then(|| {
        let items = detail
            .merged
            .iter()
            .map(|each| part(cx, times, each, detail.may_change))
            .collect_view();
        card(
            "h-merged",
            w::merged(lang),
            view! { <ul class="stack stack--2" role="list">{items}</ul> },
        )
    });
    let alike = (detail.may_change || !detail.alike.is_empty()).then(|| {
        let content = if detail.alike.is_empty() {
            view! { <p class="soft">{w::alike_none(lang)}</p> }.into_any()
        } else {
            let items = detail
                .alike
                .iter()
                .map(|each| candidate(cx, place, each, detail.row.id, detail.may_change))
                .collect_view();
            view! {
                <p class="sm soft">{w::alike_why(lang)}</p>
                <ul class="stack stack--2" role="list">{items}</ul>
            }
            .into_any()
        };
        card("h-alike", w::alike(lang), content)
    });
    view! { {merged}{alike}{differences(cx, times, &detail.events)} }.into_any()
}

fn part(cx: &Cx, times: &Times, each: &Merged, may: bool) -> AnyView {
    let lang = cx.lang;
    let apart = may.then(|| {
        view! {
            <form method="post" action=UnmergeContacts::url()>
                <Hidden name="merge" value=each.merge.to_string()/>
                <BackHere/>
                <button class="btn btn--sm" type="submit">{icon(Icon::Undo)}{w::unmerge(lang)}</button>
            </form>
        }
    });
    let by = times.marked_up(each.at, w::merged_by(lang, &each.by, &times.moment(each.at)));
    view! {
        <li class="row spread">
            <span>{who(lang, &each.name)}" "<span class="mask">{number(lang, &each.who)}</span><br/><small class="soft">{by}</small></span>
            {apart}
        </li>
    }
    .into_any()
}

fn candidate(cx: &Cx, place: &Place, each: &ContactRow, kept: MessageId, may: bool) -> AnyView {
    let lang = cx.lang;
    let same = may.then(|| {
        view! {
            <form method="post" action=MergeContacts::url() data-confirm=w::merge_sure(lang) data-confirm-yes=w::merge(lang)>
                <Hidden name="kept" value=kept.to_string()/>
                <Hidden name="other" value=each.id.to_string()/>
                <BackHere/>
                <button class="btn btn--sm" type="submit">{w::merge(lang)}</button>
            </form>
        }
    });
    view! {
        <li class="row spread">
            <span>
                <a href=place.contact(each.id)>{who(lang, &each.name)}</a>
                " "
                <span class="mask">{number(lang, &each.who)}</span>
            </span>
            {same}
        </li>
    }
    .into_any()
}

fn differences(cx: &Cx, times: &Times, events: &[Mismatch]) -> Option<AnyView> {
    let lang = cx.lang;
    let items = events
        .iter()
        .map(|event| {
            view! {
                <li>
                    <span class="mask">{w::differs(lang, &event.dialled, &event.answered)}</span>
                    <br/>
                    <small class="soft">{times.element(event.at)}</small>
                </li>
            }
        })
        .collect_view();
    (!events.is_empty()).then(|| {
        card(
            "h-differs",
            w::events(lang),
            view! {
                <ul class="stack stack--2" role="list">{items}</ul>
                <p class="sm soft">{w::differs_why(lang)}</p>
            },
        )
    })
}
