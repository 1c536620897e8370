//! The frame for those who run the platform.

use domain::{lang::Lang, person::Role};
use leptos::{prelude::*, server_fn::ServerFn};
use service::{counts::Counts, people::profile::Profile};

use super::{
    brand::BrandMark,
    nav::Nav,
    switches::{LanguageButton, ThemeSwitch},
};
use crate::{
    actions::session::SignOut,
    components::{
        evidence::Evidence,
        format::Times,
        icon::{Icon, icon},
        toast::Toasts,
    },
    request::Request,
    words::shell as words,
};

/// Places at the side, search on top, the page, messages at the bottom.
#[component]
pub(super) fn Console(
    profile: Profile,
    counts: Counts,
    topics: &'static str,
    wide: bool,
    children: Children,
) -> impl IntoView {
    let request = Request::current();
    let lang = request.lang;
    let demo = request.services.settings.demo;
    // The emulated Meta has a page of its own on which people decide.
    let desk = format!(
        "{}/_sandbox/desk?lang={}",
        request.services.graph.base_url.as_str().trim_end_matches('/'),
        lang.tag()
    );
    view! {
        <div class="app">
            <header class="side">
                <a class="brand" href="/app">
                    <BrandMark/>
                    <span>"Tahona"<span class="brand__area">{words::area_console(lang)}</span></span>
                </a>
                <details class="nav-toggle">
                    <summary>{icon(Icon::Menu)}{words::menu(lang)}</summary>
                </details>
                <nav class="nav" id="nav" data-part="nav" aria-label=words::main_nav(lang)>
                    <Nav profile=profile.clone() counts=counts/>
                    <div class="nav__group only-narrow">
                        <a href="/app/account">{icon(Icon::User)}{words::account(lang)}</a>
                        <div class="row">
                            <ThemeSwitch/>
                            <LanguageButton/>
                            <SignOutButton/>
                        </div>
                    </div>
                </nav>
                <div class="side__foot" data-part="foot">
                    <UserBox profile=profile/>
                </div>
            </header>
            <div class="stage">
                <TopBar/>
                {demo
                    .then(|| {
                        view! {
                            <p class="demo-line">
                                {icon(Icon::Info)}
                                <span>{words::demo(lang)}" "<a href=desk>{words::demo_desk(lang)}</a></span>
                            </p>
                        }
                    })}
                <main
                    id="main"
                    data-part="main"
                    class=if wide { "main main--wide" } else { "main" }
                    tabindex="-1"
                    data-topics=topics
                >
                    {children()}
                </main>
                <Toasts/>
            </div>
        </div>
    }
}

/// Search, clock, theme, language.
#[component]
fn TopBar() -> impl IntoView {
    let request = Request::current();
    let lang = request.lang;
    let times = Times::current();
    let city = request
        .time_zone
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .replace('_', " ");
    view! {
        <div class="topbar">
            <form class="search" role="search" action="/app/search" data-search="">
                {icon(Icon::Search)}
                <label class="sr-only" for="q">{words::search_label(lang)}</label>
                <input id="q" name="q" type="search" placeholder=words::search_placeholder(lang) autocomplete="off"/>
                <kbd aria-hidden="true">"/"</kbd>
            </form>
            <div class="topbar__end" data-part="top">
                <Evidence>{times.marked_up(request.now, times.with_weekday(request.now))}" "{city}</Evidence>
                <button
                    class="btn btn--quiet btn--icon btn--sm js-only"
                    type="button"
                    data-open="keys"
                    aria-label=words::keys(lang)
                    title=words::keys(lang)
                >
                    {icon(Icon::Help)}
                </button>
                <ThemeSwitch/>
                <LanguageButton/>
            </div>
        </div>
    }
}

/// Who is signed in, and the way out.
#[component]
fn UserBox(profile: Profile) -> impl IntoView {
    let lang = Request::current().lang;
    view! {
        <div class="userbox">
            <a class="user" href="/app/account">
                <span class="avatar" aria-hidden="true">{initials(&profile.name)}</span>
                <span>{profile.name.clone()}<small>{role_name(lang, profile.role)}</small></span>
            </a>
            <SignOutButton/>
        </div>
    }
}

/// The way out, as an icon.
#[component]
pub(super) fn SignOutButton() -> impl IntoView {
    let lang = Request::current().lang;
    view! {
        <form method="post" action=SignOut::url() data-reload="">
            <button
                class="btn btn--quiet btn--icon btn--sm"
                type="submit"
                aria-label=words::sign_out(lang)
                title=words::sign_out(lang)
            >
                {icon(Icon::Out)}
            </button>
        </form>
    }
}

/// The first letters of the first and the last word of a name.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

/// A role in words.
pub(crate) const fn role_name(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::PlatformAdmin => words::role_admin(lang),
        Role::Support => words::role_support(lang),
        Role::Owner => words::role_owner(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_ends_of_a_name() {
        assert_eq!(initials("Nerea de la Etxeberria"), "NE");
        assert_eq!(initials("ñoño"), "Ñ");
        assert_eq!(initials(""), "");
    }
}
