//! How large a form may be, decided before an action sees it.

use axum::{
    body::Body,
    extract::Request,
    http::{Response, StatusCode, header},
    middleware::Next,
    response::IntoResponse,
};

use super::failure::Reason;

/// Largest body of an ordinary form.
pub const FORM_MAX: usize = 1024 * 1024;
/// Room for the form around a file.
const AROUND: usize = 64 * 1024;
/// Actions that take a file, and the largest body of each.
const UPLOADS: [(&str, usize); 2] = [
    ("/do/import-tenants", service::tenants::import::MAX_BYTES + AROUND),
    (
        "/do/import-card",
        service::billing::cards::import::MAX_BYTES + AROUND,
    ),
];

/// Reads the body as a whole, so that one that is too large or cut off is
/// refused here and never half-way through an action.
pub async fn check(request: Request, next: Next) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let max = UPLOADS
        .iter()
        .find(|(path, _)| *path == parts.uri.path())
        .map_or(FORM_MAX, |(_, max)| *max);
    let announced = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > max) {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
    }
    let bytes = match axum::body::to_bytes(body, max).await {
        Ok(bytes) => bytes,
        Err(error) if is_length(&error) => return refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        Err(_) => return refuse(StatusCode::BAD_REQUEST, "body_cut_off"),
    };
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

fn refuse(status: StatusCode, reason: &'static str) -> Response<Body> {
    let mut response = status.into_response();
    response.extensions_mut().insert(Reason(reason));
    response
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
