//! Which people are listed: `q`, `role`.

use domain::{lang::Lang, person::Role};
use leptos::prelude::*;
use service::people::team::TeamQuery;

use super::TEAM;
use crate::{
    components::{
        chips::{Chip, Chips},
        icon::{Icon, icon},
        query::Query,
    },
    shell::role_name,
    words::{common, team as words},
};

/// The filter in the address.
pub(super) struct TeamFilter {
    address: Query,
    role: Option<Role>,
}

impl TeamFilter {
    /// Reads it; a role that does not exist counts as none.
    pub(super) fn current() -> Self {
        let address = Query::current().only(&["q", "role"]);
        let role = address.get("role").and_then(Role::from_key);
        Self { address, role }
    }

    /// What the use case wants.
    pub(super) fn query(&self) -> TeamQuery {
        TeamQuery {
            q: self.address.get("q").map(str::to_owned),
            role: self.role,
        }
    }

    /// The filter as chips and a search field.
    pub(super) fn controls(&self, lang: Lang) -> impl IntoView + use<> {
        let all = Chip::plain(
            self.address.with("role", None).href(),
            common::all(lang),
            self.role.is_none(),
        );
        let roles = Role::ALL.into_iter().map(|role| {
            let href = self.address.with("role", Some(role.key())).href();
            Chip::plain(href, role_name(lang, role), self.role == Some(role))
        });
        let chips: Vec<_> = std::iter::once(all).chain(roles).collect();
        let q = self.address.get("q").unwrap_or_default().to_owned();
        let role = self
            .role
            .map(|role| view! { <input type="hidden" name="role" value=role.key()/> });
        view! {
            <div class="filters">
                <Chips label=words::filter_role(lang) chips=chips/>
                <span class="spacer"></span>
                <form class="search search--small" action=TEAM data-live="">
                    {role}
                    {icon(Icon::Search)}
                    <label class="sr-only" for="team-q">{words::search(lang)}</label>
                    <input id="team-q" name="q" type="search" value=q placeholder=words::search(lang)/>
                </form>
            </div>
        }
    }
}
