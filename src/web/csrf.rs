//! Changes only from our own pages.
//!
//! A browser says where a request comes from (`Sec-Fetch-Site`, `Origin`); one
//! that another site made is refused. Requests without either header come from
//! programs, which have no cookie to abuse.

use axum::{
    body::Body,
    http::{Response, StatusCode},
    response::IntoResponse,
};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use url::Url;

use super::failure::Reason;

/// Answers a request that another site made.
type Refuse = fn(ProtectionError) -> Response<Body>;

/// The layer for a console at this address. The address counts as our own
/// even where a proxy in between changes the `Host` header.
pub fn layer(base_url: &Url) -> CsrfLayer<Refuse> {
    let layer = CsrfLayer::new();
    let origin = base_url.origin().ascii_serialization();
    match layer.clone().add_trusted_origin(&origin) {
        Ok(layer) => layer,
        Err(error) => {
            tracing::warn!(%error, "the base address is no origin; only the Host header decides");
            layer
        }
    }
    .with_rejection_response(refuse)
}

fn refuse(error: ProtectionError) -> Response<Body> {
    tracing::warn!(%error, "a request from another site was refused");
    let mut response = StatusCode::FORBIDDEN.into_response();
    response.extensions_mut().insert(Reason::CrossOrigin);
    response
}
