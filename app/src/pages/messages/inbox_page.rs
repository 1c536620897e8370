//! The list of conversations, in its three places.

use domain::{ids::TenantId, message::id::MessageId};
use leptos::prelude::*;
use service::messages::inbox::{self as talks, COUNTED, Inbox, InboxQuery, Show};

use super::inbox;
use crate::{
    components::{
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
        query::Query,
    },
    guard::Cx,
    pages::{filters, place::Place},
    words::{common, messages as w},
};

/// Keys of the address.
const KEYS: [&str; 4] = ["q", "bakery", "show", "before"];

/// `/app/admin/whatsapp/conversations`
#[component]
pub(crate) fn AdminInboxPage() -> impl IntoView {
    page(async { show(Place::admin()?).await })
}

/// `/app/support/conversations`
#[component]
pub(crate) fn SupportInboxPage() -> impl IntoView {
    page(async { show(Place::support()?).await })
}

/// `/app/settings/whatsapp/conversations`
#[component]
pub(crate) fn OwnInboxPage() -> impl IntoView {
    page(async { show(Place::own(Place::conversations)?).await })
}

async fn show((cx, place): (Cx, Place)) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let query = Query::current().only(&KEYS);
    let wanted = InboxQuery {
        tenant: place.narrowed_to(&query),
        show: query.get("show").and_then(Show::from_key).unwrap_or_default(),
        q: query.get("q").map(str::to_owned),
        before: query.get("before").and_then(|id| MessageId::parse(id).ok()),
    };
    let found = talks::list(cx.services(), &cx.call, &wanted).await?;
    let sub = if place.is_own() {
        w::own_inbox_sub(lang)
    } else {
        w::inbox_sub(lang)
    };
    let log = Query::to(place.messages()).with("bakery", wanted.tenant.as_ref().map(TenantId::as_str));
    // Owners know it as their messages.
    let log_name = if place.is_own() {
        w::own_title(lang)
    } else {
        w::in_log(lang)
    };
    let body = view! {
        <div class="stack">
            <PageHead title=w::inbox_title(lang) sub=sub>
                <a class="btn" href=log.href()>{icon(Icon::Log)}{log_name}</a>
            </PageHead>
            {controls(&cx, &place, &found, &query)}
            {pills(&cx, &found, wanted.show, &query)}
            {inbox::list(&cx, &place, &Times::current(), &found, wanted.show, &query)}
        </div>
    };
    Ok(Screen::new(w::inbox_title(lang), body).topics("messages numbers"))
}

fn pills(cx: &Cx, found: &Inbox, current: Show, query: &Query) -> AnyView {
    let lang = cx.lang;
    let base = query.with("before", None);
    let figure = |n: u64| {
        if n > COUNTED {
            format!("{}+", count(lang, COUNTED))
        } else {
            count(lang, n)
        }
    };
    let pills = [
        (Show::All, w::inbox_all(lang), None),
        (Show::Waiting, w::inbox_waiting(lang), Some(found.waiting)),
        (Show::ClosesSoon, w::inbox_closing(lang), Some(found.closing)),
    ]
    .map(|(show, words, n)| {
        let href = base
            .with("show", (show != Show::All).then(|| show.key()))
            .href();
        let here = (show == current).then_some("true");
        view! { <a class="chip" href=href aria-current=here>{words}{n.map(|n| view! { " "<b>{figure(n)}</b> })}</a> }
    });
    view! { <nav class="chips" aria-label=w::inbox_show(lang)>{pills.collect_view()}</nav> }.into_any()
}

fn controls(cx: &Cx, place: &Place, found: &Inbox, query: &Query) -> AnyView {
    let lang = cx.lang;
    let bakeries = (!place.is_own()).then(|| filters::bakery(lang, &found.tenants, query));
    let hidden = |name: &'static str, value: Option<&str>| {
        value.map(|value| view! { <input type="hidden" name=name value=value.to_owned()/> })
    };
    view! {
        <form class="filters" action=place.conversations() role="search" aria-label=w::inbox_filter(lang) data-live="">
            {hidden("bakery", place.tenant().map(TenantId::as_str))}
            {hidden("show", query.get("show"))}
            {filters::search(w::own_search(lang), query)}
            {bakeries}
            <button class="btn js-hide" type="submit">{common::show(lang)}</button>
        </form>
        {found.too_many_people.then(|| view! { <p class="sm soft">{w::too_many_people(lang)}</p> })}
    }
    .into_any()
}
