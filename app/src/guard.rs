//! The first line of every page and action: who asks, and whether they may.

use domain::permission::Permission;
use service::{Call, Services, people::profile::Profile};

use crate::{components::query::encoded, request::Request};

/// A request by somebody who may do what they ask for.
#[derive(Debug, Clone)]
pub(crate) struct Cx {
    /// The request.
    pub(crate) request: Request,
    /// What use cases want to know.
    pub(crate) call: Call,
    /// Who asks.
    pub(crate) profile: Profile,
}

impl Cx {
    /// The use cases' parts.
    pub(crate) fn services(&self) -> &Services {
        &self.request.services
    }
}

impl std::ops::Deref for Cx {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.request
    }
}

/// Why somebody is turned away at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nobody is signed in, or a step of signing in is missing: go there first.
    Elsewhere(String),
    /// They may not.
    Forbidden,
}

/// Where people without the second factor that their role needs are kept.
pub(crate) const ENROL: &str = "/app/account/second-factor";

/// Lets people through who may do `permission` on the platform.
pub(crate) fn guard(permission: Permission) -> Result<Cx, Refusal> {
    let cx = guard_person()?;
    cx.call.allow(permission).map_err(|_| Refusal::Forbidden)?;
    Ok(cx)
}

/// Lets everybody through who is signed in and has done what their role asks
/// for. The use case decides about the rest.
pub(crate) fn guard_person() -> Result<Cx, Refusal> {
    let cx = guard_enrolling()?;
    if cx.profile.must_enrol {
        Err(Refusal::Elsewhere(ENROL.to_owned()))
    } else {
        Ok(cx)
    }
}

/// Lets everybody through who is signed in, also those who still have to set
/// up a second factor.
pub(crate) fn guard_enrolling() -> Result<Cx, Refusal> {
    let request = Request::current();
    match (request.profile.clone(), request.call()) {
        (Some(profile), Some(call)) => Ok(Cx {
            request,
            call,
            profile,
        }),
        _ => Err(Refusal::Elsewhere(sign_in_then(&request.path_and_query))),
    }
}

/// The sign-in page, coming back to `next`. After an action that is not a
/// place to come back to.
fn sign_in_then(next: &str) -> String {
    if next.starts_with("/do/") || next == "/app" {
        "/login".to_owned()
    } else {
        format!("/login?next={}", encoded(next))
    }
}
