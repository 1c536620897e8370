//! The outermost layer: every request gets an id, a span, a time limit and a
//! place in the figures; every answer gets its security headers; a panic
//! becomes an answer.

use std::panic::AssertUnwindSafe;

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
    middleware::Next,
};
use futures::FutureExt;
use tracing::Instrument;

use super::{
    arrival::{self, Arrival},
    body,
    failure::Failures,
    headers,
};
use crate::state::AppState;

/// Header with the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// See the module.
pub async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response<Body> {
    let arrival = Arrival::of(&state, &request);
    // An id from outside could be anybody's; the next hop must see ours.
    request.headers_mut().remove(&REQUEST_ID);
    request.extensions_mut().insert(arrival.clone());
    let failures = Failures::of(&arrival, request.method(), request.uri(), request.headers());
    let method = request.method().clone();
    // Paths may carry single-use links: logs name the route instead.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |m| m.as_str().to_owned());
    let span = tracing::info_span!("request", id = %arrival.id, %method, route);

    // A file may take its own time to arrive; the time of its answer begins then.
    let limit = if body::takes_a_file(request.uri().path()) {
        state.limits.receive + state.limits.answer
    } else {
        state.limits.answer
    };
    let answering = arrival::during(arrival.clone(), next.run(request));
    let answering = AssertUnwindSafe(answering).catch_unwind();
    let answered = tokio::time::timeout(limit, answering)
        .instrument(span.clone())
        .await;
    let _entered = span.enter();
    let mut response = match answered {
        Ok(Ok(response))
            if arrival.session_lost() && response.status() == StatusCode::INTERNAL_SERVER_ERROR =>
        {
            failures.answer(StatusCode::SERVICE_UNAVAILABLE, None)
        }
        Ok(Ok(response)) => failures.complete(response),
        Ok(Err(panic)) => {
            tracing::error!(panic = panic_text(panic.as_ref()), "a handler panicked");
            failures.answer(StatusCode::INTERNAL_SERVER_ERROR, None)
        }
        Err(_) => {
            tracing::error!(?limit, "a handler took too long");
            // Not the words for a database that is away: part of it may have been done.
            failures.answer(StatusCode::GATEWAY_TIMEOUT, None)
        }
    };
    if let Ok(id) = HeaderValue::from_str(&arrival.id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    if unread(response.status()) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    headers::secure(&state.web, &arrival.nonce, &mut response);

    let (status, took) = (response.status().as_u16(), arrival.started.elapsed());
    let labels = [
        ("method", label(&method)),
        ("route", route),
        ("status", status.to_string()),
    ];
    metrics::counter!("tahona_http_requests_total", &labels).increment(1);
    metrics::histogram!("tahona_http_request_seconds", &labels[..2]).record(took.as_secs_f64());
    tracing::info!(status, took_ms = took.as_secs_f64() * 1000.0, "answered");
    response
}

/// Whether a request was answered before it had arrived as a whole. Its connection
/// ends then, and a client that is not told sends the next one into it.
fn unread(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT
    )
}

/// Methods that exist; anything else could fill the figures with labels.
fn label(method: &axum::http::Method) -> String {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN
        .into_iter()
        .find(|known| *known == method.as_str())
        .unwrap_or("other")
        .to_owned()
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}
