//! Who, what and which ids, at the end of the pane.

use leptos::prelude::*;
use service::messages::{detail::MessageDetail, list::Direction};

use super::reveal::reveal;
use crate::{
    components::{
        format::Times,
        icon::{Icon, icon},
        query::Query,
    },
    guard::Cx,
    pages::place::Place,
    words::messages as w,
};

pub(super) fn facts(cx: &Cx, place: &Place, times: &Times, detail: &MessageDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let own = place.is_own();
    let bakery = row.tenant.as_ref().map(|(_, name)| name.clone());
    let through = row
        .number
        .as_ref()
        .map(|(_, display)| display.clone())
        .unwrap_or_default();
    let ours = match (bakery, through.is_empty()) {
        (Some(name), false) => format!("{through}, {name}"),
        (Some(name), true) => name,
        (None, false) => through,
        (None, true) => w::no_bakery(lang).to_owned(),
    };
    let theirs = if detail.number.is_empty() {
        w::nobody(lang).to_owned()
    } else {
        detail.number.clone()
    };
    let ours = view! { <dd>{ours}</dd> }.into_any();
    let theirs = view! { <dd class="mask">{theirs}</dd> }.into_any();
    let (from, to) = match row.direction {
        Direction::In => (theirs, ours),
        Direction::Out => (ours, theirs),
    };
    let line = |label: &'static str, value: Option<String>, mono: bool| {
        let class = mono.then_some("mono xs");
        value
            .filter(|v| !v.is_empty())
            .map(|value| view! { <dt>{label}</dt><dd class=class>{value}</dd> })
    };
    let linked = |label: &'static str, key: &'static str, value: Option<String>| {
        value.map(|value| {
            let bakery = place.tenant().map(ToString::to_string);
            let href = Query::to(place.messages())
                .with("bakery", bakery.as_deref())
                .with(key, Some(&value))
                .href();
            view! { <dt>{label}</dt><dd><a href=href>{value}</a></dd> }
        })
    };
    let conversation = row.contact.map(|contact| place.conversation(contact));
    let link = format!(
        "{}{}",
        cx.services().settings.base_url.as_str().trim_end_matches('/'),
        Query::to(place.messages())
            .with("bakery", place.tenant().map(ToString::to_string).as_deref())
            .with("q", Some(&row.id.to_string()))
            .with("sel", Some(&row.id.to_string()))
            .href()
    );
    view! {
        <div class="pane__section">
            <dl class="facts">
                <dt>{w::from(lang)}</dt>
                {from}
                <dt>{w::to(lang)}</dt>
                {to}
                {line(w::name(lang), Some(row.name.clone()), false)}
                {linked(w::template(lang), "template", row.template.clone())}
                {linked(w::category(lang), "category", row.category.clone().filter(|_| !own))}
                {line(w::asked_by(lang), Some(detail.source.clone()), false)}
                {line(w::our_id(lang), Some(row.id.to_string()), true)}
                {line(w::meta_id(lang), row.wamid.clone().filter(|_| !own), true)}
                {line(w::answers(lang), detail.reply_to.clone().filter(|_| !own), true)}
            </dl>
            {(!own).then(|| calls(cx, times, detail))}
            {reveal(cx, times, row.contact, detail.sight)}
            <div class="row row--tight">
                {conversation
                    .map(|href| view! { <a class="btn btn--sm" href=href>{icon(Icon::Chat)}{w::open_conversation(lang)}</a> })}
                <button class="btn btn--sm js-only" type="button" data-copy=link data-copied=w::copied(lang)>
                    {icon(Icon::Link)}
                    {w::copy_link(lang)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Each time that it was handed to Meta: when, how long that took, how it ended.
fn calls(cx: &Cx, times: &Times, detail: &MessageDetail) -> Option<AnyView> {
    let lang = cx.lang;
    let items = detail
        .calls
        .iter()
        .map(|call| {
            let code = call
                .code
                .map(|code| format!(", {}", w::code(lang, &code.to_string())));
            let trace = call
                .trace
                .clone()
                .map(|trace| view! { <br/><span class="mono">{trace}</span> });
            view! {
                <li class="xs">
                    {times.marked_up(call.at, times.second(call.at))}
                    ", "
                    {w::span(lang, call.took)}
                    ": "
                    {w::call_ended(lang, &call.outcome)}
                    {code}
                    {trace}
                </li>
            }
        })
        .collect_view();
    (!detail.calls.is_empty()).then(|| {
        view! {
            <div>
                <h3>{w::calls(lang)}</h3>
                <ol class="stack stack--2" role="list">{items}</ol>
            </div>
        }
        .into_any()
    })
}
