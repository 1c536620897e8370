//! One account: what Meta says about it, its token, its events, its reading.

use domain::{
    ids::AccountId,
    permission::{Permission, Scope},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    accounts::list::{self, AccountDetail},
};

use super::{
    cards::{disconnect, events, health, sync},
    look,
    token::{rotation, token},
};
use crate::{
    actions::{
        billing::TERMS_PAGE,
        numbers::{POOL, SyncAccounts},
        wabas::ACCOUNTS,
    },
    components::{
        form::{BackHere, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
    },
    guard::{Cx, guard},
    pages::numbers::{detail::pretty, look as numbers},
    pages::parts::{self, callout, card, evidence},
    words::wabas as w,
};

/// `/app/admin/whatsapp/wabas/{id}`
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ViewAccounts)?;
        let id = AccountId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let detail = list::get(cx.services(), &cx.call, &id).await?;
        let may_manage = cx.call.actor.may(Permission::ManageAccounts, Scope::Platform);
        let connected = detail.row.disconnected_at.is_none();
        let manage = may_manage && connected;
        let times = Times::current();
        let body = view! {
            {head(&cx, &times, &detail, manage)}
            {gone(&cx, &times, &detail)}
            {rotation(&cx)}
            <div class="cols cols--2-1">
                <div class="stack">
                    {health(&cx, &times, &detail, manage)}
                    {token(&cx, &times, &detail, manage)}
                    {events(&cx, &times, &detail, manage)}
                </div>
                <div class="stack">
                    {facts(&cx, &times, &detail)}
                    {sync(&cx, &times, &detail)}
                    {manage.then(|| disconnect(&cx, &detail))}
                    {raw(&cx, &detail)}
                </div>
            </div>
        };
        Ok(Screen::new(detail.row.name.clone(), body).topics("accounts numbers"))
    })
}

fn head(cx: &Cx, times: &Times, detail: &AccountDetail, manage: bool) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let beside = match (&row.disconnected_at, &row.health) {
        (Some(_), _) => status(Tone::Idle, Icon::Dash, w::disconnected(lang), false),
        (None, Some((health, _))) => look::can_send(lang, &health.can_send).view(),
        (None, None) => ().into_any(),
    };
    let numbers = Query::to(POOL).with("account", Some(row.id.as_str())).href();
    let actions = view! {
            {row
                .sync_ok_at
                .map(|at| {
                    evidence(times, crate::words::numbers::read_from_meta(lang), at)
                })}
            <a class="btn" href=numbers>{icon(Icon::Number)}{w::its_numbers(lang)}</a>
            {manage
                .then(|| {
                    view! {
                        <form method="post" action=SyncAccounts::url()>
                            <Hidden name="account" value=row.id.to_string()/>
                            <BackHere/>
                            <button class="btn" type="submit">{icon(Icon::Refresh)}{w::sync_now(lang)}</button>
                        </form>
                    }
                })}
}
    .into_any();
    view! {
        <PageHead
            title=row.name.clone()
            back=(ACCOUNTS.to_owned(), w::title(lang).to_owned())
            beside=beside
        >{actions}</PageHead>
    }
    .into_any()
}

fn gone(cx: &Cx, times: &Times, detail: &AccountDetail) -> Option<AnyView> {
    let lang = cx.lang;
    detail.row.disconnected_at.map(|since| {
        let again = Query::to(ACCOUNTS)
            .with("waba_id", Some(&detail.row.waba_id))
            .href();
        callout(
            Tone::Warn,
            w::disconnected(lang),
            view! {
                <p>{w::disconnected_since(lang, &times.moment(since))}</p>
                <div class="callout__actions">
                    <a class="btn btn--sm" href=format!("{again}#connect")>{w::reconnect(lang)}</a>
                </div>
            },
        )
    })
}

fn facts(cx: &Cx, times: &Times, detail: &AccountDetail) -> AnyView {
    let lang = cx.lang;
    let unknown = move || view! { <span class="muted">{w::not_known(lang)}</span> }.into_any();
    let text = move |value: &Option<String>| value.clone().map_or_else(unknown, IntoAny::into_any);
    let row = &detail.row;
    let billed = Query::to(TERMS_PAGE)
        .with("account", Some(row.id.as_str()))
        .href();
    card(
        "h-facts",
        w::facts(lang),
        view! {
            <dl class="facts">
                <dt>{w::account_id(lang)}</dt>
                <dd><code>{row.waba_id.clone()}</code></dd>
                <dt>{w::portfolio(lang)}</dt>
                <dd>
                    {match &row.portfolio {
                        Some((id, name)) => {
                            view! { {name.clone()}" "<code class="muted">{id.clone()}</code> }.into_any()
                        }
                        None => unknown(),
                    }}
                </dd>
                <dt>{w::review(lang)}</dt>
                <dd>{row.review.as_ref().map_or_else(unknown, |review| look::review(lang, review).view())}</dd>
                <dt>{w::verification(lang)}</dt>
                <dd>
                    {detail
                        .business_verification
                        .as_ref()
                        .map_or_else(unknown, |verified| look::verification(lang, verified).view())}
                </dd>
                <dt>{w::status(lang)}</dt>
                <dd>{text(&detail.status)}</dd>
                <dt>{w::limit(lang)}</dt>
                <dd>
                    {detail
                        .messaging_limit
                        .as_ref()
                        .map_or_else(unknown, |limit| numbers::limit(lang, limit).into_any())}
                </dd>
                <dt>{w::currency(lang)}</dt>
                <dd>{text(&detail.currency)}</dd>
                <dt>{w::time_zone(lang)}</dt>
                <dd>{text(&detail.timezone_id)}</dd>
                <dt>{w::billed(lang)}</dt>
                <dd><a href=billed>{w::billed_link(lang)}</a></dd>
                <dt>{w::country(lang)}</dt>
                <dd>{text(&detail.country)}</dd>
                <dt>{w::ownership(lang)}</dt>
                <dd>
                    {detail.ownership.as_ref().map_or_else(unknown, |owner| look::ownership(lang, owner).into_any())}
                </dd>
                <dt>{w::namespace(lang)}</dt>
                <dd>{detail.namespace.clone().map_or_else(unknown, |ns| view! { <code>{ns}</code> }.into_any())}</dd>
                <dt>{w::connected_at(lang)}</dt>
                <dd>{times.element(detail.connected_at)}</dd>
            </dl>
        },
    )
}

fn raw(cx: &Cx, detail: &AccountDetail) -> Option<AnyView> {
    let text = detail.raw.as_deref()?;
    Some(parts::raw(w::raw(cx.lang), pretty(text)))
}
