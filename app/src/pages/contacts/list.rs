//! The list of customers.

use domain::{
    message::id::MessageId,
    permission::{Permission, Scope},
};
use leptos::prelude::*;
use service::contacts::list::{self, ContactList, ContactQuery, ContactRow};

use super::{
    consents::{short, who},
    import::import,
};
use crate::{
    components::{
        empty::Blank,
        format::{Times, count},
        icon::Icon,
        page::{PageError, PageHead, Screen, page},
        pager::Older,
        query::Query,
        table::{Column, Table},
    },
    guard::Cx,
    pages::{filters, place::Place},
    words::{common, contacts as w, messages},
};

/// `/app/admin/whatsapp/contacts`
#[component]
pub(crate) fn AdminContactsPage() -> impl IntoView {
    page(async { show(Place::admin()?).await })
}

/// `/app/support/contacts`
#[component]
pub(crate) fn SupportContactsPage() -> impl IntoView {
    page(async { show(Place::support()?).await })
}

/// `/app/settings/whatsapp/contacts`
#[component]
pub(crate) fn OwnContactsPage() -> impl IntoView {
    page(async { show(Place::own(Place::contacts)?).await })
}

async fn show((cx, place): (Cx, Place)) -> Result<Screen, PageError> {
    let lang = cx.lang;
    let times = Times::current();
    let query = Query::current().only(&["q", "bakery", "before"]);
    let bakery = place.narrowed_to(&query);
    let wanted = ContactQuery {
        tenant: bakery.clone(),
        q: query.get("q").map(str::to_owned),
        before: query.get("before").and_then(|id| MessageId::parse(id).ok()),
    };
    let found = list::list(cx.services(), &cx.call, &wanted).await?;
    let may = bakery
        .as_ref()
        .is_some_and(|id| cx.call.actor.may(Permission::SendMessages, Scope::Tenant(id)));
    let sub = if place.is_own() {
        w::own_sub(lang)
    } else {
        w::sub(lang)
    };
    let file = bakery.as_ref().filter(|_| may).map(|tenant| {
        let named = found.tenants.iter().find(|(id, _)| id == tenant);
        let own = || cx.profile.tenants.iter().find(|(id, _)| id == tenant);
        let name = named.or_else(own).map(|(_, name)| name.clone());
        import(&cx, tenant, name.as_deref().unwrap_or_default(), place.is_own())
    });
    let body = view! {
        <div class="stack">
            <PageHead title=w::title(lang) sub=sub/>
            {controls(&cx, &place, &found, &query)}
            {table(&cx, &place, &times, &found, &query)}
            {file}
        </div>
    };
    Ok(Screen::new(w::title(lang), body).topics("messages"))
}

fn controls(cx: &Cx, place: &Place, found: &ContactList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let bakeries = (!place.is_own()).then(|| filters::bakery(lang, &found.tenants, query));
    let hidden = place
        .tenant()
        .map(|id| view! { <input type="hidden" name="bakery" value=id.to_string()/> });
    view! {
        <form class="filters" action=place.contacts() role="search" aria-label=w::filter_label(lang) data-live="">
            {hidden}
            {filters::search(w::search(lang), query)}
            {bakeries}
            <button class="btn js-hide" type="submit">{common::show(lang)}</button>
        </form>
    }
    .into_any()
}

fn table(cx: &Cx, place: &Place, times: &Times, found: &ContactList, query: &Query) -> AnyView {
    let lang = cx.lang;
    let class = if place.is_own() {
        "card card--flush"
    } else {
        "card"
    };
    if found.rows.is_empty() {
        // One bakery among all is a filter too; an owner has no other.
        let narrowed = !place.is_own() && query.get("bakery").is_some();
        let plain = query.get("q").is_none() && !narrowed;
        let (title, text) = if plain {
            (w::none_title(lang), w::none_text(lang))
        } else {
            (common::nothing_matches(lang), w::no_match_text(lang))
        };
        return view! {
            <section class="card" aria-label=w::title(lang)>
                <Blank icon_name=Icon::Team title=title text=text/>
            </section>
        }
        .into_any();
    }
    let mut columns = vec![Column::new(w::col_name(lang))];
    if !place.is_own() {
        columns.push(Column::new(w::col_bakery(lang)));
    }
    columns.extend([
        Column::new(w::orders(lang)),
        Column::new(w::adverts(lang)),
        Column::new(w::col_last(lang)),
    ]);
    let rows = found
        .rows
        .iter()
        .map(|contact| row(cx, place, times, contact))
        .collect_view();
    let older = found
        .next
        .map(|id| query.with("before", Some(&id.to_string())).href());
    let newest = query.get("before").map(|_| query.with("before", None).href());
    let shown = messages::shown(lang, &count(lang, u64::try_from(found.rows.len()).unwrap_or(0)));
    view! {
        <section class=class aria-label=w::title(lang)>
            <Table caption=w::caption(lang) columns=columns>{rows}</Table>
            <div class="card__foot">
                <span data-announce="">{shown}</span>
                <Older href=older newest=newest/>
            </div>
        </section>
    }
    .into_any()
}

fn row(cx: &Cx, place: &Place, times: &Times, contact: &ContactRow) -> AnyView {
    let lang = cx.lang;
    let bakery = (!place.is_own()).then(|| {
        let name = contact
            .tenant
            .as_ref()
            .map(|(_, name)| name.clone())
            .unwrap_or_default();
        view! { <td role="cell" data-label=w::col_bakery(lang)>{name}</td> }
    });
    let last = match contact.last_at {
        Some(at) => times.element(at),
        None => view! { <span class="muted">{w::no_message(lang)}</span> }.into_any(),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="lead">
                <a href=place.contact(contact.id)>{who(lang, &contact.name)}</a>
                <small class="mask">{number(lang, &contact.who)}</small>
            </th>
            {bakery}
            <td role="cell" data-label=w::orders(lang)>{short(lang, &contact.orders)}</td>
            <td role="cell" data-label=w::adverts(lang)>{short(lang, &contact.adverts)}</td>
            <td role="cell" data-label=w::col_last(lang)>{last}</td>
        </tr>
    }
    .into_any()
}

/// A masked number, or that there is none.
pub(super) fn number(lang: domain::lang::Lang, who: &str) -> String {
    if who.is_empty() {
        w::no_number(lang).to_owned()
    } else {
        who.to_owned()
    }
}
