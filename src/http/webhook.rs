//! Where Meta's webhooks arrive.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Query, Request, State, rejection::QueryRejection},
    http::{HeaderMap, Response, StatusCode, header},
    response::IntoResponse,
};
use secrecy::ExposeSecret;
use serde::Deserialize;
use service::webhooks::intake::{MAX_BYTES, Refusal};
use subtle::ConstantTimeEq;

use super::problem::Problem;
use crate::{
    state::AppState,
    web::body::{announced, is_length},
};

/// The address that Meta is given.
pub const PATH: &str = "/api/v1/whatsapp/webhook";
/// The header with the signature (sources §2.1).
const SIGNATURE: &str = "x-hub-signature-256";

/// Meta's question whether this address is ours.
#[derive(Debug, Deserialize)]
pub struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.verify_token")]
    verify_token: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
}

/// Answers the question with its challenge, if the token is ours.
pub async fn handshake(
    State(state): State<AppState>,
    query: Result<Query<Handshake>, QueryRejection>,
) -> Response<Body> {
    let refused = || {
        Problem::new(
            StatusCode::FORBIDDEN,
            "handshake_refused",
            "The verify token is not ours.",
        )
        .into_response()
    };
    let Ok(Query(asked)) = query else { return refused() };
    let Some(ours) = &state.services.settings.webhook_verify_token else {
        return Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no_verify_token",
            "WHATSAPP_WEBHOOK_VERIFY_TOKEN is not set.",
        )
        .into_response();
    };
    let given = asked.verify_token.unwrap_or_default();
    let same: bool = given.as_bytes().ct_eq(ours.expose_secret().as_bytes()).into();
    match asked.challenge {
        Some(challenge) if same && asked.mode.as_deref() == Some("subscribe") => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge).into_response()
        }
        _ => refused(),
    }
}

/// Takes a delivery. 200 means that it is on disk.
pub async fn deliver(State(state): State<AppState>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let intake = &state.webhooks.intake;
    let too_large = || {
        intake.refuse(Refusal::TooLarge);
        refuse(Refusal::TooLarge)
    };
    if announced(&parts.headers).is_some_and(|length| length > MAX_BYTES) {
        return too_large();
    }
    let body: Bytes = match to_bytes(body, MAX_BYTES).await {
        Ok(body) => body,
        Err(error) if is_length(&error) => return too_large(),
        Err(_) => {
            let detail = "The body broke off.";
            return Problem::new(StatusCode::BAD_REQUEST, "body_cut_off", detail).into_response();
        }
    };
    match intake.take(signature(&parts.headers), body.into()).await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(refusal) => refuse(refusal),
    }
}

/// The signature; none at all when it is not text or given twice.
fn signature(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(SIGNATURE).iter();
    let first = given.next()?.to_str().ok()?;
    given.next().is_none().then_some(first)
}

fn refuse(refusal: Refusal) -> Response<Body> {
    let (status, code) = match refusal {
        Refusal::Missing => (StatusCode::UNAUTHORIZED, "signature_missing"),
        Refusal::Malformed => (StatusCode::UNAUTHORIZED, "signature_malformed"),
        Refusal::Wrong => (StatusCode::UNAUTHORIZED, "signature_wrong"),
        Refusal::NoSecret => (StatusCode::SERVICE_UNAVAILABLE, "no_app_secret"),
        Refusal::NotStored => (StatusCode::SERVICE_UNAVAILABLE, "not_stored"),
        Refusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
    };
    Problem::new(status, code, format!("{refusal}.")).into_response()
}
