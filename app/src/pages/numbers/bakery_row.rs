//! One bakery in the list of numbers by bakery.

use domain::tenant::TenantStatus;
use leptos::{prelude::*, server_fn::ServerFn};
use service::{
    numbers::list::NumberRow,
    tenants::list::{TenantNumber, TenantRow},
};

use super::{
    bakeries::{Around, can_get},
    look,
};
use crate::{
    actions::numbers::{AssignNumber, POOL},
    components::{
        form::{Form, Hidden},
        format::{Times, count},
        icon::{Icon, icon},
        query::Query,
        status::{Tone, status},
    },
    guard::Cx,
    words::{numbers as w, tenants},
};

/// The row, and its open panel when the address asks for it.
pub(super) fn row(cx: &Cx, times: &Times, tenant: &TenantRow, query: &Query, around: &Around) -> AnyView {
    let lang = cx.lang;
    let selected = around.may_assign && query.get("sel") == Some(tenant.id.as_str());
    let open = selected.then_some(tenant.number.as_ref()).flatten();
    view! {
        <tr role="row" id=format!("b-{}", tenant.id) class=open.map(|_| "is-open")>
            <th role="rowheader" scope="row" class="lead">
                <a href=format!("/app/admin/tenants/{}", tenant.id)>{tenant.name.clone()}</a>
                <small>{tenant.city.clone()}</small>
            </th>
            <td role="cell" data-label=w::number(lang)>
                {match &tenant.number {
                    Some(number) => {
                        view! {
                            <a class="nowrap" href=format!("{POOL}/{}", number.id)>{number.display.clone()}</a>
                            <small>{w::since(lang, &times.day(number.since))}</small>
                        }
                            .into_any()
                    }
                    None => without(cx, tenant, query, around),
                }}
            </td>
            <td role="cell" data-label=w::status(lang) class="corner">{state(cx, tenant, around)}</td>
            <td role="cell" data-label=w::owner_switch(lang)>
                {if tenant.whatsapp_enabled {
                    status(Tone::Ok, Icon::Ok, w::switched_on(lang), false)
                } else {
                    status(Tone::Idle, Icon::Dash, w::switched_off(lang), false)
                }}
            </td>
            <td role="cell" class=if open.is_none() && tenant.number.is_some() { "n act" } else { "n act hide-card" }>
                {match (open, &tenant.number) {
                    (Some(_), _) => Some(view! { <span class="sm strong">{w::assigning(lang)}</span> }.into_any()),
                    (None, Some(_)) if around.may_assign => Some(change_link(cx, tenant, query)),
                    _ => None,
                }}
            </td>
        </tr>
        {open
            .map(|number| {
                view! {
                    <tr role="row" class="row-panel">
                        <td role="cell" colspan="5">{change_form(cx, tenant, number, query, around)}</td>
                    </tr>
                }
            })}
    }
    .into_any()
}

fn state(cx: &Cx, tenant: &TenantRow, around: &Around) -> AnyView {
    let lang = cx.lang;
    if tenant.status == TenantStatus::Suspended {
        return status(Tone::Warn, Icon::Pause, tenants::st_suspended(lang), true);
    }
    match (&tenant.number, &around.shared) {
        (Some(number), _) => look::number_status(lang, &number.status).view(),
        (None, Some(shared)) => {
            let words = w::uses_shared(lang, shared);
            view! { {status(Tone::Info, Icon::Number, w::use_shared(lang), false)}<small class="hide-phone">{words}</small> }
                .into_any()
        }
        (None, None) => status(Tone::Warn, Icon::Held, w::no_number(lang), true),
    }
}

/// The page with this bakery's panel open; where a refused form returns to.
fn selected_here(tenant: &TenantRow, query: &Query) -> String {
    query.with("sel", Some(tenant.id.as_str())).href()
}

/// The choice of a number in the row of a bakery that has none.
fn without(cx: &Cx, tenant: &TenantRow, query: &Query, around: &Around) -> AnyView {
    let lang = cx.lang;
    if !around.may_assign || !can_get(tenant) {
        return view! { <span class="muted">{w::none(lang)}</span> }.into_any();
    }
    if around.free.is_empty() {
        return view! { <span class="muted">{w::no_free(lang)}</span> }.into_any();
    }
    let more = (around.more_free > 0).then(|| {
        let words = w::more_free(lang, &count(lang, around.more_free));
        view! { <small><a href=format!("{POOL}?use=free")>{words}</a></small> }
    });
    view! {
        <form class="row row--tight" method="post" action=AssignNumber::url()>
            <Hidden name="tenant" value=tenant.id.to_string()/>
            <Hidden name="back" value=selected_here(tenant, query)/>
            {choose(cx, tenant, around)}
            <button class="btn btn--sm" type="submit">
                {w::assign(lang)}
                <span class="sr-only">" "{tenant.name.clone()}</span>
            </button>
        </form>
        {problem(tenant)}
        {more}
    }
    .into_any()
}

fn choose(cx: &Cx, tenant: &TenantRow, around: &Around) -> AnyView {
    let lang = cx.lang;
    let form = Form::of("assign");
    let ours = form.typed("tenant") == Some(tenant.id.as_str());
    let chosen = form
        .typed("number")
        .filter(|_| ours)
        .unwrap_or_default()
        .to_owned();
    let id = format!("give-{}", tenant.id);
    let options = around
        .free
        .iter()
        .map(|row| option(row, tenant, &chosen))
        .collect_view();
    view! {
        <label class="sr-only" for=id.clone()>{w::number_for(lang, &tenant.name)}</label>
        <select class="select select--soft select--auto" id=id name="number">
            <option value="">{w::assign_a_number(lang)}</option>
            {options}
        </select>
    }
    .into_any()
}

fn option(row: &NumberRow, tenant: &TenantRow, chosen: &str) -> AnyView {
    let named = row.verified_name == tenant.name;
    let words = if named || !row.verified_name.is_empty() {
        format!("{} · {}", row.display, row.verified_name)
    } else {
        row.display.clone()
    };
    view! { <option value=row.id.to_string() selected=row.id.as_str() == chosen>{words}</option> }.into_any()
}

/// What was wrong with the last attempt, in the row that it was made in.
fn problem(tenant: &TenantRow) -> Option<AnyView> {
    let form = Form::of("assign");
    let ours = form.typed("tenant") == Some(tenant.id.as_str());
    let words = form
        .error("number")
        .or_else(|| form.error(""))
        .or_else(|| form.error("tenant"));
    words.filter(|_| ours).map(|words| {
        view! { <p class="error-text" role="alert">{icon(Icon::Failed)}<span>{words.to_owned()}</span></p> }.into_any()
    })
}

fn change_link(cx: &Cx, tenant: &TenantRow, query: &Query) -> AnyView {
    let href = format!("{}#b-{}", selected_here(tenant, query), tenant.id);
    view! {
        <a class="btn btn--quiet btn--sm" href=href>
            {w::change(cx.lang)}
            <span class="sr-only">" "{tenant.name.clone()}</span>
        </a>
    }
    .into_any()
}

/// Another number for a bakery that has one.
fn change_form(
    cx: &Cx,
    tenant: &TenantRow,
    number: &TenantNumber,
    query: &Query,
    around: &Around,
) -> AnyView {
    let lang = cx.lang;
    let close = query.with("sel", None).href();
    view! {
        <form class="assign" method="post" action=AssignNumber::url()>
            <Hidden name="tenant" value=tenant.id.to_string()/>
            <Hidden name="replace" value="1"/>
            <Hidden name="back" value=selected_here(tenant, query)/>
            <div class="field">
                <span class="label">{w::instead_of(lang, &number.display)}</span>
                {choose(cx, tenant, around)}
                {problem(tenant)}
            </div>
            <div class="field">
                <span class="label">{w::what_changes(lang)}</span>
                <ul class="plain-list">
                    <li>{w::changes_from_now(lang)}</li>
                    <li>{w::changes_gives_back(lang, &number.display)}</li>
                </ul>
            </div>
            <div class="buttons">
                <button class="btn btn--primary" type="submit">{w::replace_it(lang)}</button>
                <a class="btn btn--danger" href=format!("{POOL}/{}/release", number.id)>{w::release_dots(lang)}</a>
                <a class="btn" href=close data-close="">{w::cancel(lang)}</a>
            </div>
        </form>
    }
    .into_any()
}
