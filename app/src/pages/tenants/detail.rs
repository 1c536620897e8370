//! One bakery: facts, number, switch, owners.

use domain::{
    ids::TenantId,
    permission::{Permission, Scope},
    person::Role,
    tenant::TenantStatus,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use service::{
    ServiceError,
    tenants::list::{self, TenantDetail},
};

use super::{edit::fields, list::state, owners::owners};
use crate::{
    actions::{
        numbers::{BAKERIES, POOL},
        owner::SwitchWhatsapp,
        tenants::{SuspendTenant, TENANTS, UpdateTenant},
    },
    components::{
        form::{BackHere, Form, Hidden},
        format::Times,
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        query::Query,
        status::{Tone, status},
    },
    guard::{Cx, guard},
    pages::checks,
    pages::numbers::{look, panel::shared_display},
    pages::parts::{callout, card, interval},
    words::{sending, shell, tenants as w},
};

/// `/app/admin/tenants/{id}`
#[component]
pub(crate) fn TenantPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move {
        let cx = guard(Permission::ViewTenants)?;
        let lang = cx.lang;
        let id = TenantId::parse(&id).map_err(|_| ServiceError::NotFound)?;
        let detail = list::get(cx.services(), &cx.call, &id).await?;
        let shared = match detail.row.number {
            Some(_) => None,
            None => shared_display(&cx).await?,
        };
        let may_manage = cx.call.actor.may(Permission::ManageTenants, Scope::Platform);
        let times = Times::current();
        let row = &detail.row;
        let suspended = row.status == TenantStatus::Suspended;
        let actions = view! {
                        {asking(&cx, &detail)}
                        {may_manage.then(|| buttons(&cx, &detail))}
        }
        .into_any();
        let body = view! {
            <PageHead
                title=row.name.clone()
                back=(TENANTS.to_owned(), w::title(lang).to_owned())
                beside=state(&cx, row.status)
            >{actions}</PageHead>
            {suspended
                .then(|| {
                    callout(Tone::Warn, w::suspended_title(lang), view! {
                            <p>{w::suspended_why(lang)}</p>
                        })
                })}
            <div class="cols cols--2-1">
                <div class="stack">
                    {facts(&cx, &times, &detail, may_manage)}
                    {owners(&cx, &times, &detail, may_manage)}
                </div>
                <div class="stack">
                    {number(&cx, &times, &detail, shared.as_deref())}
                    {switch(&cx, &times, &detail)}
                    {numbers_had(&cx, &times, &detail)}
                </div>
            </div>
        };
        Ok(Screen::new(row.name.clone(), body).topics("tenants numbers people"))
    })
}

/// Its messages, and whether it can send.
fn asking(cx: &Cx, detail: &TenantDetail) -> AnyView {
    let lang = cx.lang;
    let tenant = &detail.row.id;
    let log = if cx.profile.role == Role::Support {
        "/app/support/messages"
    } else {
        "/app/admin/whatsapp/messages"
    };
    let log = Query::to(log).with("bakery", Some(tenant.as_str())).href();
    view! {
        <a class="btn" href=checks::href(cx, tenant)>{icon(Icon::Gates)}{sending::why_not(lang)}</a>
        <a class="btn" href=log>{icon(Icon::Log)}{shell::messages(lang)}</a>
    }
    .into_any()
}

fn editing() -> bool {
    Query::current().get("edit").is_some() || Form::of("tenant").refused()
}

fn buttons(cx: &Cx, detail: &TenantDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let suspended = row.status == TenantStatus::Suspended;
    let (value, word) = if suspended {
        ("0", w::resume(lang))
    } else {
        ("1", w::suspend(lang))
    };
    let class = if suspended { "btn" } else { "btn btn--danger" };
    view! {
        {(!editing())
            .then(|| {
                view! {
                    <a class="btn" href=format!("{TENANTS}/{}?edit=1#h-facts", row.id)>
                        {icon(Icon::Draft)}
                        {w::edit(lang)}
                    </a>
                }
            })}
        <form method="post" action=SuspendTenant::url()>
            <Hidden name="tenant" value=row.id.to_string()/>
            <Hidden name="suspended" value=value/>
            <button
                class=class
                type="submit"
                data-confirm=(!suspended).then(|| w::suspend_confirm(lang))
                data-confirm-yes=(!suspended).then_some(word)
            >
                {word}
            </button>
        </form>
    }
    .into_any()
}

fn facts(cx: &Cx, times: &Times, detail: &TenantDetail, may_manage: bool) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    if may_manage && editing() {
        return card(
            "h-facts",
            w::edit(lang),
            view! {
                <form class="stack stack--3" method="post" action=UpdateTenant::url()>
                    <Hidden name="tenant" value=row.id.to_string()/>
                    {fields(cx, Some(row))}
                    <div class="row">
                        <button class="btn btn--primary" type="submit">{w::save(lang)}</button>
                        <a class="btn" href=format!("{TENANTS}/{}", row.id) data-close="">{w::cancel(lang)}</a>
                    </div>
                </form>
            },
        );
    }
    card(
        "h-facts",
        w::facts(lang),
        view! {
            <dl class="facts">
                <dt>{w::f_name(lang)}</dt>
                <dd>{row.name.clone()}</dd>
                <dt>{w::f_city(lang)}</dt>
                <dd>{if row.city.is_empty() { "–".to_owned() } else { row.city.clone() }}</dd>
                <dt>{w::f_ref(lang)}</dt>
                <dd>{row.external_ref.clone().unwrap_or_else(|| "–".to_owned())}</dd>
                <dt>{w::added(lang)}</dt>
                <dd>{times.element(row.created_at)}</dd>
            </dl>
        },
    )
}

fn number(cx: &Cx, times: &Times, detail: &TenantDetail, shared: Option<&str>) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let may_assign = cx.call.actor.may(Permission::AssignNumbers, Scope::Platform);
    let change = |word: &'static str, class: &'static str| {
        let href = Query::to(BAKERIES)
            .with("q", Some(&row.name))
            .with("sel", Some(row.id.as_str()))
            .href();
        may_assign.then(|| view! { <a class=class href=href>{word}</a> })
    };
    let content = match (&row.number, shared) {
        (Some(number), _) => view! {
            <p class="bignum">{number.display.clone()}</p>
            <p>{look::number_status(lang, &number.status).view()}</p>
            <dl class="facts">
                <dt>{w::number_since(lang)}</dt>
                <dd>{times.element(number.since)}</dd>
            </dl>
            <div class="row">
                <a class="btn btn--sm" href=format!("{POOL}/{}", number.id)>{w::number_open(lang)}</a>
                {change(w::number_change(lang), "btn btn--sm btn--quiet")}
            </div>
        }
        .into_any(),
        (None, shared) => view! {
            <p class="strong">{w::number_none_title(lang)}</p>
            <p class="sm soft">
                {match shared {
                    Some(shared) => w::number_none_shared(lang, shared),
                    None => w::number_none_nothing(lang).to_owned(),
                }}
            </p>
            <div class="row">{change(w::number_assign(lang), "btn btn--primary")}</div>
        }
        .into_any(),
    };
    card("h-number", w::number_now(lang), view! { {content} })
}

fn switch(cx: &Cx, times: &Times, detail: &TenantDetail) -> AnyView {
    let lang = cx.lang;
    let row = &detail.row;
    let may = cx
        .call
        .actor
        .may(Permission::ToggleWhatsapp, Scope::Tenant(&row.id));
    let see = cx
        .call
        .actor
        .may(Permission::ViewOwnSettings, Scope::Tenant(&row.id));
    let state = if row.whatsapp_enabled {
        status(Tone::Ok, Icon::Ok, w::switch_on(lang), false)
    } else {
        status(Tone::Idle, Icon::Dash, w::switch_off(lang), false)
    };
    let since = match &row.switched {
        Some((at, who)) => w::since_by(lang, &times.moment(*at), who),
        None => w::never_switched(lang).to_owned(),
    };
    let (value, word) = if row.whatsapp_enabled {
        ("0", w::switch_turn_off(lang))
    } else {
        ("1", w::switch_turn_on(lang))
    };
    card(
        "h-switch",
        w::switch_title(lang),
        view! {
            <p>{state}" "<span class="sm soft">{since}</span></p>
            <p class="sm soft">{w::switch_why(lang)}</p>
            <div class="row">
                {may
                    .then(|| {
                        view! {
                            <form method="post" action=SwitchWhatsapp::url()>
                                <Hidden name="tenant" value=row.id.to_string()/>
                                <Hidden name="on" value=value/>
                                <BackHere/>
                                <button class="btn btn--sm" type="submit">{word}</button>
                            </form>
                        }
                    })}
                {see
                    .then(|| {
                        let href = Query::to("/app/settings/whatsapp").with("bakery", Some(row.id.as_str())).href();
                        view! { <a class="sm" href=href>{w::owner_page(lang)}</a> }
                    })}
            </div>
        },
    )
}

fn numbers_had(cx: &Cx, times: &Times, detail: &TenantDetail) -> AnyView {
    let lang = cx.lang;
    let items = detail
        .numbers
        .iter()
        .map(|past| {
            let now = past.to.is_none().then(|| format!(", {}", w::has_now(lang)));
            let ended = past
                .ended_by
                .as_ref()
                .map(|who| format!(", {}", w::ended_by(lang, who)));
            interval(
                times,
                (past.from, past.to),
                view! { <a href=format!("{POOL}/{}", past.number)>{past.display.clone()}</a> },
                view! { {w::given_by(lang, &past.by)}{now}{ended} },
            )
        })
        .collect_view();
    card(
        "h-had",
        w::numbers_had(lang),
        view! {
            {if detail.numbers.is_empty() {
                view! { <p class="sm soft">{w::numbers_had_none(lang)}</p> }.into_any()
            } else {
                view! { <ol class="timeline" role="list">{items}</ol> }.into_any()
            }}
        },
    )
}
