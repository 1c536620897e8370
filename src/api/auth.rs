//! Whose key this is.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
};
use service::{Call, people::api_keys};

use crate::{http::problem::Problem, state::AppState, web::arrival::Arrival};

/// A call by a program with a valid key that does not ask too fast.
#[derive(Debug)]
pub(super) struct ApiCall(pub Call);

impl FromRequestParts<AppState> for ApiCall {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let sent = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let key = sent.and_then(bearer).ok_or_else(unauthorized)?;
        let actor = api_keys::authenticate(&state.services, key)
            .await?
            .ok_or_else(unauthorized)?;
        if let Some(id) = actor.id() {
            state
                .key_limits
                .take(id, state.services.clock.now())
                .map_err(Problem::too_many)?;
        }
        let arrival = parts.extensions.get::<Arrival>();
        Ok(Self(Call {
            actor,
            ip: arrival.and_then(|a| a.ip.clone()),
            request_id: arrival.map(|a| a.id.clone()),
        }))
    }
}

/// The key of `Bearer key`; the scheme's case does not matter (RFC 9110, section 11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, key) = value.split_once(' ')?;
    let key = key.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !key.is_empty()).then_some(key)
}

fn unauthorized() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        "Send a valid API key: Authorization: Bearer tk_…",
    )
}
