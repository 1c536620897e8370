//! Every bakery.

use domain::{
    page::PageRequest,
    permission::{Permission, Scope},
    tenant::TenantStatus,
};
use leptos::prelude::*;
use service::tenants::list::{self, TenantList, TenantQuery, TenantRow, TenantSort};

use crate::{
    actions::tenants::TENANTS,
    components::{
        chips::{Chip, Chips},
        empty::Blank,
        format::{Times, count},
        icon::{Icon, icon},
        page::{PageHead, Screen, page},
        pager::Pager,
        query::Query,
        status::{Tone, status},
        table::{Column, Table},
    },
    guard::{Cx, guard},
    pages::{filters, numbers::look},
    words::{common, tenants as w},
};

const KEYS: [&str; 7] = ["q", "status", "number", "on", "sort", "page", "size"];

/// `/app/admin/tenants`
#[component]
pub(crate) fn TenantsPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ViewTenants)?;
        let lang = cx.lang;
        let query = Query::current().only(&KEYS);
        let list = list::list(cx.services(), &cx.call, &read(&query)).await?;
        let may_manage = cx.call.actor.may(Permission::ManageTenants, Scope::Platform);
        let actions = view! {
                {may_manage
                    .then(|| {
                        view! {
                            <a class="btn" href=format!("{TENANTS}/import")>{w::import(lang)}</a>
                            <a class="btn btn--primary" href=format!("{TENANTS}/new")>{icon(Icon::Plus)}{w::new(lang)}</a>
                        }
                    })}
}
        .into_any();
        let body = view! {
            <PageHead title=w::title(lang) sub=w::sub(lang)>{actions}</PageHead>
            {filters(&cx, &list, &query)}
            {table(&cx, &list, &query)}
        };
        Ok(Screen::new(w::title(lang), body).topics("tenants numbers"))
    })
}

fn yes_no(query: &Query, key: &str) -> Option<bool> {
    match query.get(key) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

fn read(query: &Query) -> TenantQuery {
    TenantQuery {
        q: query.get("q").map(str::to_owned),
        status: query.get("status").and_then(TenantStatus::from_key),
        has_number: yes_no(query, "number"),
        enabled: yes_no(query, "on"),
        sort: match query.get("sort") {
            Some("-name") => TenantSort::NameDesc,
            Some("new") => TenantSort::Newest,
            _ => TenantSort::Name,
        },
        page: PageRequest::clamped(query.number("page"), query.number("size")),
    }
}

fn filters(cx: &Cx, list: &TenantList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let all = query
        .with("page", None)
        .with("status", None)
        .with("number", None)
        .with("on", None);
    let chip = |key: &'static str, value: &'static str, words: &'static str, n: u64| {
        let current = query.get(key) == Some(value);
        // A second press takes the filter away again.
        let href = if current {
            all.href()
        } else {
            all.with(key, Some(value)).href()
        };
        Chip::new(href, words, n, current)
    };
    let none = ["status", "number", "on"]
        .iter()
        .all(|key| query.get(key).is_none());
    let chips = vec![
        Chip::new(all.href(), w::all(lang), list.all, none),
        chip("number", "yes", w::with_number(lang), list.with_number),
        chip("number", "no", w::without_number(lang), list.without_number),
        chip("on", "yes", w::on(lang), list.enabled),
        chip("on", "no", w::off(lang), list.disabled),
        chip("status", "suspended", w::suspended(lang), list.suspended),
    ];
    view! {
        <div class="filters">
            <Chips label=w::filter(lang) chips=chips/>
            <span class="spacer"></span>
            <form class="row row--tight" action=TENANTS data-live="">
                {filters::kept(&["status", "number", "on", "sort"], query)}
                {filters::find(w::search(lang), query)}
                <button class="btn btn--sm js-hide" type="submit">{common::show(lang)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn table(cx: &Cx, list: &TenantList, query: &Query) -> AnyView {
    let lang = cx.lang;
    if list.page.rows.is_empty() {
        return empty(cx, query);
    }
    let columns = vec![
        Column::new(w::col_name(lang)).sorted_by(query, "", Some("-name")),
        Column::new(w::col_state(lang)),
        Column::new(w::col_switch(lang)),
        Column::new(w::col_number(lang)),
        Column::figures(w::col_owners(lang)),
        Column::new(w::col_created(lang)).sorted_by(query, "new", None),
    ];
    let times = Times::current();
    let rows = list
        .page
        .rows
        .iter()
        .map(|row| one(cx, &times, row))
        .collect_view();
    view! {
        <section class="card" aria-label=w::list_label(lang)>
            <Table caption=w::list_label(lang) columns=columns>{rows}</Table>
            <div class="card__foot">
                <Pager query=query.clone() page=list.page.page size=list.page.size total=list.page.total/>
            </div>
        </section>
    }
    .into_any()
}

fn empty(cx: &Cx, query: &Query) -> AnyView {
    let lang = cx.lang;
    let may_manage = cx.call.actor.may(Permission::ManageTenants, Scope::Platform);
    if query.with("sort", None).is_empty() {
        view! {
            <section class="card">
                <Blank icon_name=Icon::Building title=w::none_title(lang) text=w::none_why(lang)>
                    {may_manage
                        .then(|| view! { <a class="btn btn--primary" href=format!("{TENANTS}/new")>{w::new(lang)}</a> })}
                </Blank>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class="card">
                <Blank icon_name=Icon::Search title=common::nothing_matches(lang) text="">
                    <a class="btn" href=TENANTS>{common::reset_filters(lang)}</a>
                </Blank>
            </section>
        }
        .into_any()
    }
}

/// The state of a bakery.
pub(super) fn state(cx: &Cx, status_of: TenantStatus) -> AnyView {
    match status_of {
        TenantStatus::Active => status(Tone::Ok, Icon::Ok, w::st_active(cx.lang), false),
        TenantStatus::Suspended => status(Tone::Warn, Icon::Pause, w::st_suspended(cx.lang), true),
    }
}

fn one(cx: &Cx, times: &Times, row: &TenantRow) -> AnyView {
    let lang = cx.lang;
    let switch = if row.whatsapp_enabled {
        status(Tone::Ok, Icon::Ok, w::sw_on(lang), false)
    } else {
        status(Tone::Idle, Icon::Dash, w::sw_off(lang), false)
    };
    let since = row
        .switched
        .as_ref()
        .map(|(at, who)| w::since_by(lang, &times.day(*at), who));
    let number = match &row.number {
        Some(number) => {
            let look = look::number_status(lang, &number.status);
            let href = format!("{}/{}", crate::actions::numbers::POOL, number.id);
            view! {
                <a class="nowrap" href=href>{number.display.clone()}</a>
                {look.pill.then(|| view! { " "{look.view()} })}
            }
            .into_any()
        }
        None => view! { <span class="muted">{w::no_number(lang)}</span> }.into_any(),
    };
    let owners = if row.owners == 0 {
        view! { <span class="muted">{w::no_owner(lang)}</span> }.into_any()
    } else {
        count(lang, row.owners.into()).into_any()
    };
    let place = match (&row.external_ref, row.city.is_empty()) {
        (Some(reference), false) => format!("{} · {reference}", row.city),
        (Some(reference), true) => reference.clone(),
        (None, _) => row.city.clone(),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">
                <a href=format!("{TENANTS}/{}", row.id)>{row.name.clone()}</a>
                <small>{place}</small>
            </th>
            <td role="cell" data-label=w::col_state(lang) class="corner">{state(cx, row.status)}</td>
            <td role="cell" data-label=w::col_switch(lang)>{switch}<small>{since}</small></td>
            <td role="cell" data-label=w::col_number(lang)>{number}</td>
            <td role="cell" data-label=w::col_owners(lang) class="n">{owners}</td>
            <td role="cell" data-label=w::col_created(lang) class="nowrap calm">{times.day_element(row.created_at)}</td>
        </tr>
    }
    .into_any()
}
