//! Signing in: password, second step, forgotten password.

mod code;
mod forgot;
mod sign_in;

pub(crate) use code::CodePage;
pub(crate) use forgot::ForgotPage;
pub(crate) use sign_in::SignInPage;

use domain::person::Role;
use service::people::profile::Profile;

use crate::guard::ENROL;

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
