//! The log, in its three places.

use domain::{
    ids::TenantId,
    message::id::MessageId,
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    ServiceError,
    messages::{
        detail,
        list::{self, MessageList},
        outbox::stops,
    },
};

use super::{
    controls::controls,
    filter::{self, FILTER_KEYS, KEYS},
    pane,
    pills::pills,
    rows::table,
};
use crate::{
    actions::messages::SetMessageDays,
    components::{
        evidence::Evidence,
        field::TextField,
        form::{BackHere, ErrorSummary, Form},
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageError, PageHead, Screen, page},
        query::Query,
    },
    guard::Cx,
    pages::{checks, place::Place},
    words::{messages as w, sending},
};

/// `/app/admin/whatsapp/messages`
#[component]
pub(crate) fn AdminMessagesPage() -> impl IntoView {
    page(async { log(Place::admin()?).await })
}

/// `/app/support/messages`
#[component]
pub(crate) fn SupportMessagesPage() -> impl IntoView {
    page(async { log(Place::support()?).await })
}

/// `/app/settings/whatsapp/messages`
#[component]
pub(crate) fn OwnMessagesPage() -> impl IntoView {
    page(async { log(Place::own(Place::messages)?).await })
}

async fn log((cx, place): (Cx, Place)) -> Result<Screen, PageError> {
    let times = Times::current();
    let query = Query::current().only(&KEYS);
    let mut wanted = filter::read(&query, &times, cx.now);
    if let Some(tenant) = place.tenant() {
        wanted.tenant = Some(tenant.clone());
    }
    let list = list::list(cx.services(), &cx.call, &wanted).await?;
    let open = query.get("sel").map(MessageId::parse);
    let pane = match open {
        None => None,
        Some(Err(_)) => Some(pane::gone(&cx, &query)),
        Some(Ok(id)) => match detail::get(cx.services(), &cx.call, place.tenant(), id).await {
            Ok(detail) => Some(pane::pane(&cx, &place, &times, &detail, &list, &query)),
            Err(ServiceError::NotFound) => Some(pane::gone(&cx, &query)),
            Err(error) => return Err(error.into()),
        },
    };
    let stopped = if place.is_own() {
        Vec::new()
    } else {
        stops::list(cx.services(), &cx.call).await?
    };
    let lang = cx.lang;
    let title = if place.is_own() {
        w::own_title(lang)
    } else {
        w::title(lang)
    };
    let class = if pane.is_some() { "stack has-sel" } else { "stack" };
    let cols = if pane.is_some() {
        "cols cols--main-pane"
    } else {
        "cols"
    };
    let back = query.with("sel", None).href();
    let all = pane.is_some().then(|| {
        view! { <a class="btn btn--quiet only-phone" href=back>{icon(Icon::Left)}{w::all_messages(lang)}</a> }
    });
    let body = view! {
        <div class=class>
            {all}
            {head(&cx, &place, &times, &list, &query)}
            {checks::stops::banner(&cx, &times, &stopped)}
            {controls(&cx, &place, &list, &query)}
            {pills(&cx, &list, &query)}
            <div class=cols>{table(&cx, &place, &times, &list, &query)}{pane}</div>
            {keep(&cx, &place, &list)}
        </div>
    };
    Ok(Screen::new(title, body).topics("messages accounts").wide())
}

fn head(cx: &Cx, place: &Place, times: &Times, list: &MessageList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let (title, sub) = match place {
        Place::Admin => (w::title(lang), w::admin_sub(lang)),
        Place::Support => (w::title(lang), w::support_sub(lang)),
        Place::Own(_) => (w::own_title(lang), w::own_sub(lang)),
    };
    let whole = query.only(&FILTER_KEYS);
    let file = |end: &str| {
        whole
            .href()
            .replacen(place.messages(), &format!("{}/export.{end}", place.messages()), 1)
    };
    let (csv, jsonl) = (file("csv"), file("jsonl"));
    let words = filter::matching(list, query).filter(|n| *n > 0).map_or_else(
        || w::export(lang).to_owned(),
        |n| w::export_all(lang, &count(lang, n)),
    );
    let kept = w::kept(lang, &list.kept_days.to_string());
    let newest = list.newest.map(|at| times.element(at));
    let lines = (!place.is_own()).then(|| {
        view! { <a class="btn btn--quiet" href=jsonl download="" data-export="" title=w::export_lines_hint(lang)>{w::export_lines(lang)}</a> }
    });
    // Looking at one bakery, staff ask next whether it can send.
    let bakery = query.get("bakery").and_then(|id| TenantId::parse(id).ok());
    let asks = bakery.filter(|_| !place.is_own()).map(|tenant| {
        let href = checks::href(cx, &tenant);
        view! { <a class="btn" href=href>{icon(Icon::Gates)}{sending::why_not(lang)}</a> }
    });
    let talks = place.tenant().map(|_| {
        let href = place.to(place.conversations()).href();
        view! { <a class="btn" href=href>{icon(Icon::Chat)}{w::inbox_title(lang)}</a> }
    });
    view! {
        <PageHead title=title sub=sub>
            <Evidence>
                {newest.map(|at| view! { {w::newest_at(lang)}" "{at}". " })}
                {kept}
            </Evidence>
            {asks}
            {talks}
            {lines}
            <a class="btn" href=csv download="" data-export="">{icon(Icon::Download)}{words}</a>
            <span
                id="export-progress"
                class="sm soft tnum"
                data-lang=lang.tag()
                data-of=w::export_of(lang)
                data-rows=w::export_rows(lang)
                data-done=w::export_done(lang)
                hidden
            >
                <progress class="progress" aria-label=w::export_label(lang)></progress>
                <span></span>
            </span>
        </PageHead>
    }
    .into_any()
}

/// How long messages are kept, for those who decide it.
fn keep(cx: &Cx, place: &Place, list: &MessageList) -> Option<AnyView> {
    let lang = cx.lang;
    let may = *place == Place::Admin && cx.call.actor.may(Permission::ManagePlatform, Scope::Platform);
    may.then(|| {
        let form = Form::of("message-days");
        let labels = vec![("days", w::keep_days(lang))];
        let days = list.kept_days.to_string();
        view! {
            <details class="disclosure" open=form.refused()>
                <summary>{icon(Icon::Right)}{w::keep_change(lang)}</summary>
                <form class="stack stack--2" method="post" action=SetMessageDays::url()>
                    <ErrorSummary form=&form labels=labels/>
                    <BackHere/>
                    <TextField
                        form=&form
                        name="days"
                        label=w::keep_days(lang)
                        value=days
                        hint=w::keep_hint(lang).to_owned()
                        inputmode="numeric"
                    />
                    <p><button class="btn btn--sm" type="submit">{w::keep_save(lang)}</button></p>
                </form>
            </details>
        }
        .into_any()
    })
}
