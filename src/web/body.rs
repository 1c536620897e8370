//! How large a form may be, and how long it may take to arrive; decided before
//! an action sees it.

use std::time::Instant;

use axum::{
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, Response, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect},
};
use service::{billing, consent, templates, tenants};
use tokio::time::timeout;

use super::{context::Who, failure::Reason};
use crate::state::AppState;

/// Largest body of an ordinary form.
pub const FORM_MAX: usize = 1024 * 1024;
/// Room for the form around a file.
const AROUND: usize = 64 * 1024;
/// Actions that take a file, and the largest file that their use case takes.
const UPLOADS: [(&str, usize); 5] = [
    ("/do/import-tenants", tenants::import::MAX_BYTES),
    ("/do/import-card", billing::cards::import::MAX_BYTES),
    ("/do/import-invoice", billing::reconcile::invoice::MAX_BYTES),
    ("/do/import-consents", consent::import::MAX_BYTES),
    ("/do/upload-template-sample", templates::media::MAX_BYTES),
];

/// When a file was there as a whole; an extension of the request that brought it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Received(pub Instant);

/// The largest file that is taken at an address; `None` where none is.
fn file_max(path: &str) -> Option<usize> {
    UPLOADS
        .iter()
        .find(|(upload, _)| *upload == path)
        .map(|(_, max)| *max)
}

/// Whether files are taken at an address: they have a time of their own to arrive in.
pub(super) fn takes_a_file(path: &str) -> bool {
    file_max(path).is_some()
}

/// Reads the body as a whole, so that one that is too large, too slow or cut
/// off is refused here and never half-way through an action. Files are read
/// from people who are known only: they are held in memory.
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let file = file_max(parts.uri.path());
    let known = parts.extensions.get::<Who>().is_some_and(|who| who.0.is_some());
    if file.is_some() && !known {
        // Where the action would send them, too.
        return Redirect::to("/login").into_response();
    }
    let max = file.map_or(FORM_MAX, |file| file + AROUND);
    let too_large = || refuse(StatusCode::PAYLOAD_TOO_LARGE, Reason::TooLarge { max });
    if announced(&parts.headers).is_some_and(|length| length > max) {
        return too_large();
    }
    // An ordinary form arrives within the time of its answer, which the outermost layer watches.
    let arrived = match file {
        Some(_) => timeout(state.limits.receive, to_bytes(body, max)).await,
        None => Ok(to_bytes(body, max).await),
    };
    let bytes = match arrived {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) if is_length(&error) => return too_large(),
        Ok(Err(_)) => return refuse(StatusCode::BAD_REQUEST, Reason::CutOff),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    if file.is_some() {
        parts.extensions.insert(Received(Instant::now()));
    }
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // It was measured; the usual limit of axum would cut larger files off.
    DefaultBodyLimit::disable().apply(&mut request);
    let answering = next.run(request);
    if file.is_none() {
        return answering.await;
    }
    timeout(state.limits.answer, answering).await.unwrap_or_else(|_| {
        tracing::error!(limit = ?state.limits.answer, "a handler took too long");
        StatusCode::GATEWAY_TIMEOUT.into_response()
    })
}

fn refuse(status: StatusCode, reason: Reason) -> Response<Body> {
    let mut response = status.into_response();
    response.extensions_mut().insert(reason);
    response
}

/// How long a body says that it is.
pub(crate) fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Whether a body could not be read because it is too large.
pub(crate) fn is_length(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(current) = cause {
        if current.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = current.source();
    }
    false
}
