//! People who can sign in, and keys for programs.

mod filter;
mod invite;
mod keys;
mod look;
mod member;

pub(crate) use keys::KeysPage;
pub(crate) use member::MemberPage;

use domain::permission::Permission;
use leptos::prelude::*;
use service::{people::team, tenants::choose};

use crate::{
    components::{
        empty::Blank,
        format::Times,
        icon::Icon,
        page::{PageHead, Screen, page},
        table::{Column, Table},
    },
    guard::{Cx, guard},
    words::{common, team as words},
};
use filter::TeamFilter;

/// Address of the list.
pub(crate) const TEAM: &str = "/app/admin/team";
/// Address of the keys.
pub(crate) const KEYS: &str = "/app/admin/team/keys";

/// `/app/admin/team`
#[component]
pub(crate) fn TeamPage() -> impl IntoView {
    page(async {
        let cx = guard(Permission::ManageTeam)?;
        let lang = cx.lang;
        let filter = TeamFilter::current();
        let members = team::list(cx.services(), &cx.call, &filter.query()).await?;
        let choices = choose::choices(cx.services(), &cx.call).await?;
        let body = view! {
            <PageHead title=words::title(lang) sub=words::sub(lang)/>
            {tabs(&cx, TEAM)}
            {invite::shown_link(&cx)}
            <div class="cols cols--2-1">
                <div class="stack">
                    {filter.controls(lang)}
                    <section class="card" aria-label=words::caption(lang)>{table(&cx, members)}</section>
                </div>
                {invite::card(lang, &choices)}
            </div>
        };
        Ok(Screen::new(words::title(lang), body).topics("people"))
    })
}

/// People, keys.
pub(super) fn tabs(cx: &Cx, here: &str) -> impl IntoView + use<> {
    let lang = cx.lang;
    let tab = |href: &'static str, label: &'static str| {
        view! { <a href=href aria-current=(href == here).then_some("page")>{label}</a> }
    };
    view! {
        <nav class="tabs" aria-label=words::title(lang)>
            {tab(TEAM, words::tab_people(lang))}
            {tab(KEYS, words::tab_keys(lang))}
        </nav>
    }
}

fn table(cx: &Cx, members: Vec<team::Member>) -> AnyView {
    let lang = cx.lang;
    if members.is_empty() {
        return view! {
            <Blank icon_name=Icon::Search title=words::none_title(lang) text=words::none_text(lang)>
                <a class="btn" href=TEAM>{common::reset_filters(lang)}</a>
            </Blank>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(words::col_person(lang)),
        Column::new(words::col_role(lang)),
        Column::new(words::col_state(lang)),
        Column::new(words::col_factor(lang)),
        Column::new(words::col_last(lang)),
    ];
    let times = Times::current();
    let rows = members
        .into_iter()
        .map(|member| look::row(cx, &times, member))
        .collect_view();
    view! { <Table caption=words::caption(lang) columns=columns>{rows}</Table> }.into_any()
}
