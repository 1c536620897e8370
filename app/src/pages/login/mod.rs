//! Signing in: password, second step, forgotten password.

mod code;
mod forgot;
mod sign_in;

pub(crate) use code::CodePage;
pub(crate) use forgot::ForgotPage;
pub(crate) use sign_in::SignInPage;

use domain::person::Role;
use leptos::prelude::*;
use service::people::profile::Profile;

use crate::{
    components::page::{PageError, page},
    guard::{ENROL, Refusal},
    request::Request,
};

/// `/`: the first page of whoever is signed in, or the sign-in page.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    page(async {
        let home = Request::current().profile.as_ref().map_or("/login", home_of);
        Err(PageError::Refused(Refusal::Elsewhere(home.to_owned())))
    })
}

/// Where a person begins.
pub(crate) const fn home_of(profile: &Profile) -> &'static str {
    if profile.must_enrol {
        return ENROL;
    }
    match profile.role {
        Role::PlatformAdmin | Role::Support => "/app",
        Role::Owner => "/app/settings/whatsapp",
    }
}
