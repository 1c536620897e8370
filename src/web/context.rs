//! Who is asking: from the session to the [`Request`] that pages and actions see.

use app::request::{ApiDocument, FLASH_KEY, Flash, Parts, Request as PageRequest, USER_KEY};
use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect},
};
use domain::{ids::UserId, person::Role};
use leptos::{context::provide_context, nonce::Nonce, prelude::use_context};
use service::{
    ServiceError,
    people::profile::{self, Profile},
};
use tower_sessions::Session;

use super::{arrival::Arrival, body::Received, failure::page_assets};
use crate::{session::hash_of, state::AppState};

/// Where people set up the second factor that they must have.
pub const ENROL: &str = "/app/account/second-factor";
/// Where owners work: the overview is not for them.
const OWNERS_HOME: &str = "/app/settings/whatsapp";
/// What people who must set it up can reach before they have.
const BEFORE_ENROLMENT: [&str; 5] = [
    ENROL,
    "/do/sign-out",
    "/do/confirm-second-factor",
    "/do/choose-language",
    "/do/choose-theme",
];

/// Who asks, if anybody is signed in; an extension of the request.
#[derive(Debug, Clone)]
pub(super) struct Who(pub Option<Profile>);

/// Finds out who asks. Whoever is not signed in is led to the sign-in page from
/// anywhere below `/app`.
pub async fn recognise(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let profile = match signed_in(&state, &session).await {
        Ok(profile) => profile,
        Err(status) => return status.into_response(),
    };
    let path = request.uri().path();
    let navigation = is_navigation(request.method(), request.headers());
    match &profile {
        None if path == "/app" || path.starts_with("/app/") => return to_sign_in(&request, navigation),
        Some(person) if person.must_enrol && !BEFORE_ENROLMENT.contains(&path) && !is_public(path) => {
            return if navigation {
                see_other(ENROL)
            } else {
                StatusCode::FORBIDDEN.into_response()
            };
        }
        Some(person) if path == "/app" && person.role == Role::Owner => return see_other(OWNERS_HOME),
        _ => {}
    }
    request.extensions_mut().insert(Who(profile));
    next.run(request).await
}

/// Hands on who asks, and all that pages and actions want to know beside it.
pub async fn provide(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let who = request.extensions_mut().remove::<Who>();
    let arrival = request.extensions().get::<Arrival>().cloned();
    let (Some(arrival), Some(Who(profile))) = (arrival, who) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // Nobody is asked to wait less because their file took long to arrive.
    let begun = request
        .extensions()
        .get::<Received>()
        .map_or(arrival.started, |received| received.0);
    let navigation = is_navigation(request.method(), request.headers());
    let flash = if navigation && !request.headers().contains_key(QUIET) {
        take_flash(&session).await
    } else {
        Flash::default()
    };
    let parts = Parts {
        services: state.services.asking_until(begun + state.limits.asking),
        session_hash: session.id().map(|id| hash_of(&id)),
        lang: profile.as_ref().and_then(|p| p.lang).unwrap_or(arrival.lang),
        theme: profile
            .as_ref()
            .and_then(|p| p.theme.clone())
            .or(arrival.theme.clone()),
        nonce: arrival.nonce.clone(),
        origin: arrival.origin(),
        path_and_query: request
            .uri()
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string),
        time_zone: state.web.time_zone.clone(),
        now: arrival.now,
        heard: state.last_event(),
        assets: page_assets(),
        profile,
        session,
        flash,
    };
    request.extensions_mut().insert(PageRequest::new(parts));
    next.run(request).await
}

/// `GET /`: to the first page of whoever asks.
pub async fn home(Extension(request): Extension<PageRequest>) -> Redirect {
    Redirect::to(match request.profile.as_ref().map(|person| person.role) {
        None => "/login",
        Some(Role::Owner) => OWNERS_HOME,
        Some(_) => "/app",
    })
}

/// Hands the request to Leptos; runs once for each page and each action.
pub fn provide_to_leptos() {
    let Some(parts) = use_context::<axum::http::request::Parts>() else {
        return;
    };
    if let Some(request) = parts.extensions.get::<PageRequest>() {
        // Leptos has made a nonce of its own, which our policy does not know.
        provide_context(Nonce::from_value(request.nonce.clone()));
        provide_context(request.clone());
    }
    if let Some(state) = use_context::<AppState>() {
        provide_context(ApiDocument(state.openapi));
    }
}

/// Who is signed in with this session; the status of the refusal when that
/// cannot be found out.
pub(crate) async fn signed_in(state: &AppState, session: &Session) -> Result<Option<Profile>, StatusCode> {
    let user = session.get::<UserId>(USER_KEY).await.map_err(|error| {
        tracing::error!(%error, "the session could not be read");
        StatusCode::SERVICE_UNAVAILABLE
    })?;
    let Some(user) = user else { return Ok(None) };
    profile::load(&state.services, &user)
        .await
        .map_err(|error| match error {
            ServiceError::Unavailable | ServiceError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            other => {
                tracing::error!(error = %other, "the signed-in person could not be read");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        })
}

/// Whether a browser asks for a page that somebody will see.
fn is_navigation(method: &Method, headers: &HeaderMap) -> bool {
    let has = |name, part: &str| {
        headers
            .get_all(name)
            .iter()
            .any(|v| v.to_str().is_ok_and(|text| text.contains(part)))
    };
    method == Method::GET && has(header::ACCEPT, "text/html") && !has(SEC_PURPOSE, "prefetch")
}

/// Set by the browser library when a page fetches itself again after somebody
/// else's change: a message meant for another window of the same person stays.
const QUIET: header::HeaderName = header::HeaderName::from_static("x-tahona-quiet");
/// Set by browsers on pages that they fetch before anybody asks for them.
const SEC_PURPOSE: header::HeaderName = header::HeaderName::from_static("sec-purpose");

fn is_public(path: &str) -> bool {
    !path.starts_with("/app") && !path.starts_with("/do/")
}

/// The flash is shown once: it leaves the session with the page that shows it.
/// A session without one is not touched, so reading a page writes nothing.
async fn take_flash(session: &Session) -> Flash {
    match session.get_value(FLASH_KEY).await {
        Ok(Some(_)) => session
            .remove::<Flash>(FLASH_KEY)
            .await
            .ok()
            .flatten()
            .unwrap_or_default(),
        _ => Flash::default(),
    }
}

fn to_sign_in(request: &Request, navigation: bool) -> Response<Body> {
    if !navigation {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let back = request.uri().path_and_query().map_or("/app", |p| p.as_str());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    see_other(&format!("/login?{}", query.append_pair("next", back).finish()))
}

fn see_other(to: &str) -> Response<Body> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
