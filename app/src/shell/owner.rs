//! The frame for owners: one bar, made for a phone.

use leptos::prelude::*;
use service::people::profile::Profile;

use super::{
    brand::BrandMark,
    console::{SignOutButton, initials},
    switches::LanguagePair,
};
use crate::{
    components::{
        icon::{Icon, icon},
        toast::Toasts,
    },
    request::Request,
    words::shell as words,
};

/// The bakery's name, language, account, way out; then the page.
#[component]
pub(super) fn OwnerFrame(profile: Profile, topics: &'static str, children: Children) -> impl IntoView {
    let request = Request::current();
    let lang = request.lang;
    let name = match profile.tenants.as_slice() {
        [(_, name)] => name.clone(),
        _ => "Tahona".to_owned(),
    };
    let demo = request.services.settings.demo;
    view! {
        <div class="owner">
            <header class="owner__bar" data-part="bar">
                <a class="brand brand--flush" href="/app/settings/whatsapp">
                    <BrandMark/>
                    <span>{name}<span class="brand__area">{words::area_owner(lang)}</span></span>
                </a>
                <div class="end">
                    <LanguagePair/>
                    <a
                        class="btn btn--quiet btn--icon"
                        href="/app/account"
                        aria-label=words::your_account(lang, &profile.name)
                    >
                        <span class="avatar" aria-hidden="true">{initials(&profile.name)}</span>
                    </a>
                    <SignOutButton/>
                </div>
            </header>
            <main id="main" data-part="main" class="owner__main" tabindex="-1" data-topics=topics>
                {demo.then(|| view! { <p class="demo-line">{icon(Icon::Info)}{words::demo(lang)}</p> })}
                {children()}
            </main>
            <Toasts/>
        </div>
    }
}
