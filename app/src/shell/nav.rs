//! Places, by role.

use domain::{
    lang::Lang,
    permission::{Permission, Scope},
    person::Role,
};
use leptos::prelude::*;
use service::{counts::Counts, people::profile::Profile};

use crate::{
    components::{
        format::count,
        icon::{Icon, icon},
    },
    request::Request,
    words::shell as words,
};

/// Figures beside the places; none when they cannot be read, because the page
/// itself has loaded.
pub(super) async fn counts(request: &Request) -> Counts {
    match request.call() {
        Some(call) => service::counts::get(&request.services, &call)
            .await
            .unwrap_or_default(),
        None => Counts::default(),
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
    let request = Request::current();
    let lang = request.lang;
    let actor = profile.actor();
    let place = |href, key, icon, label, needs| Place {
        href,
        key,
        icon,
        label,
        needs,
        count: None,
    };
    let counted = |place: Place, count| Place { count, ..place };
    // Support has a log of its own, with its own address.
    let messages = if profile.role == Role::Support {
        "/app/support/messages"
    } else {
        "/app/admin/whatsapp/messages"
    };
    let conversations = if profile.role == Role::Support {
        "/app/support/conversations"
    } else {
        "/app/admin/whatsapp/conversations"
    };
    let contacts = if profile.role == Role::Support {
        "/app/support/contacts"
    } else {
        "/app/admin/whatsapp/contacts"
    };
    let groups = [
        (
            words::group_whatsapp(lang),
            vec![
                place(
                    "/app",
                    "h",
                    Icon::Home,
                    words::overview(lang),
                    Permission::ViewOverview,
                ),
                counted(
                    place(
                        "/app/admin/whatsapp",
                        "n",
                        Icon::Number,
                        words::numbers(lang),
                        Permission::ViewNumbers,
                    ),
                    counts.numbers,
                ),
                place(
                    "/app/admin/whatsapp/templates",
                    "t",
                    Icon::Template,
                    words::templates(lang),
                    Permission::ViewTemplates,
                ),
                place(
                    messages,
                    "m",
                    Icon::Log,
                    words::messages(lang),
                    Permission::ViewMessages,
                ),
                place(
                    conversations,
                    "o",
                    Icon::Chat,
                    words::conversations(lang),
                    Permission::ViewMessages,
                ),
                place(
                    "/app/admin/whatsapp/billing",
                    "e",
                    Icon::Bill,
                    words::billing(lang),
                    Permission::ViewBilling,
                ),
                place(
                    contacts,
                    "c",
                    Icon::User,
                    words::contacts(lang),
                    Permission::ViewMessages,
                ),
                counted(
                    place(
                        "/app/admin/tenants",
                        "b",
                        Icon::Bakery,
                        words::bakeries(lang),
                        Permission::ViewTenants,
                    ),
                    counts.tenants,
                ),
            ],
        ),
        (
            words::group_platform(lang),
            vec![
                counted(
                    place(
                        "/app/admin/whatsapp/wabas",
                        "a",
                        Icon::Account,
                        words::accounts(lang),
                        Permission::ViewAccounts,
                    ),
                    counts.accounts,
                ),
                place(
                    "/app/admin/whatsapp/webhooks",
                    "w",
                    Icon::Pulse,
                    words::webhooks(lang),
                    Permission::ViewAccounts,
                ),
                place(
                    "/app/admin/team",
                    "p",
                    Icon::Team,
                    words::team(lang),
                    Permission::ManageTeam,
                ),
                place(
                    "/app/admin/audit",
                    "l",
                    Icon::History,
                    words::audit(lang),
                    Permission::ViewAudit,
                ),
                place(
                    "/app/support/reveals",
                    "v",
                    Icon::Read,
                    words::reveals(lang),
                    Permission::RevealNumbers,
                ),
                place(
                    "/app/api",
                    "i",
                    Icon::Code,
                    words::api(lang),
                    Permission::ManageTeam,
                ),
            ],
        ),
    ];
    let path = request.path_and_query.split('?').next().unwrap_or_default();
    let current = groups
        .iter()
        .flat_map(|(_, places)| places.iter().map(|place| place.href))
        .filter(|href| leads_to(href, path))
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
