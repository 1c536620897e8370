//! Which bakery an owner's page is about.

use domain::{ids::TenantId, person::Role};
use leptos::prelude::*;
use service::ServiceError;

use crate::{
    components::{empty::Blank, icon::Icon, page::Screen, query::Query},
    guard::Cx,
    words::owner as w,
};

/// The owner's page.
pub(crate) const SETTINGS: &str = "/app/settings/whatsapp";

/// The bakery that the address names, or else the first of one's own. `None`
/// when there is none to show; an address that names nonsense is not found.
pub(crate) fn bakery(cx: &Cx, query: &Query) -> Result<Option<TenantId>, ServiceError> {
    match query.get("bakery") {
        Some(id) => TenantId::parse(id).map(Some).map_err(|_| ServiceError::NotFound),
        None => Ok(cx.profile.tenants.first().map(|(id, _)| id.clone())),
    }
}

/// Links to one's other bakeries, for those who have several.
pub(super) fn chooser(cx: &Cx, current: &TenantId) -> Option<AnyView> {
    let tenants = &cx.profile.tenants;
    (tenants.len() > 1).then(|| {
        let links = tenants
            .iter()
            .map(|(id, name)| {
                let href = Query::to(SETTINGS).with("bakery", Some(id.as_str())).href();
                view! { <a href=href aria-current=(id == current).then_some("page")>{name.clone()}</a> }
            })
            .collect_view();
        view! { <nav class="tabs" aria-label=w::which_bakery(cx.lang)>{links}</nav> }.into_any()
    })
}

/// Shown to somebody without a bakery.
pub(crate) fn nothing(cx: &Cx) -> Screen {
    let lang = cx.lang;
    let admin = cx.profile.role != Role::Owner;
    let why = if admin {
        w::none_why(lang)
    } else {
        w::none_owner_why(lang)
    };
    let body = view! {
        <h1>{w::title(lang)}</h1>
        <section class="card">
            <Blank icon_name=Icon::Building title=w::none_title(lang) text=why>
                {admin.then(|| view! { <a class="btn" href="/app/admin/tenants">{w::none_open(lang)}</a> })}
            </Blank>
        </section>
    };
    Screen::new(w::title(lang), body)
}
