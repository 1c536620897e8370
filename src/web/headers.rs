//! Headers that tell browsers what this console never does.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, header},
};

use crate::state::WebSettings;

/// Headers that never change. `same-origin` for the referrer, because an action
/// without JavaScript leads back to the page it came from.
const FIXED: [(HeaderName, HeaderValue); 5] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    ),
];

/// A year; for this host only, because its neighbours are not ours to decide on.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// Whatever does not say otherwise may hold somebody's data.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Adds them to an answer.
pub(super) fn secure(web: &WebSettings, nonce: &str, response: &mut Response<Body>) {
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if web.https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(NO_STORE);
}

/// Scripts and styles from here or with this answer's nonce, nothing from
/// anywhere else; `wasm-unsafe-eval` lets the browser library be compiled.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}
