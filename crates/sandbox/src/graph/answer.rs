//! Answers in Meta's shapes.

use std::collections::BTreeMap;

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::Response,
};
use serde_json::{Value, json};

/// An answer on its way out.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) headers: BTreeMap<String, String>,
    /// Cut the connection in the middle of the body.
    pub(crate) cut: bool,
}

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self {
            status: 200,
            body,
            headers: BTreeMap::new(),
            cut: false,
        }
    }

    /// An error body; the trace id is added on the way out.
    pub(crate) fn error(status: u16, code: i64, kind: &str, message: &str) -> Self {
        let body = json!({ "error": { "message": message, "type": kind, "code": code } });
        Self {
            status,
            ..Self::ok(body)
        }
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.body["error"][name] = value;
        self
    }

    pub(crate) fn subcode(self, subcode: i64) -> Self {
        self.with("error_subcode", json!(subcode))
    }

    /// What message errors say more (sources §1.2).
    pub(crate) fn details(self, details: &str) -> Self {
        self.with(
            "error_data",
            json!({ "messaging_product": "whatsapp", "details": details }),
        )
    }

    pub(crate) fn for_users(self, title: &str, text: &str) -> Self {
        self.with("error_user_title", json!(title))
            .with("error_user_msg", json!(text))
    }

    pub(crate) fn transient(self) -> Self {
        self.with("is_transient", json!(true))
    }

    /// A parameter that is not accepted (code 100).
    pub(crate) fn invalid(message: &str) -> Self {
        Self::error(400, 100, "OAuthException", message)
    }

    /// An object that does not exist or is not visible (code 100, subcode 33).
    pub(crate) fn no_object(method: &str, id: &str) -> Self {
        let message = format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
             permissions, or does not support this operation. Please read the Graph API documentation at \
             https://developers.facebook.com/docs/graph-api",
            method.to_ascii_lowercase()
        );
        Self::error(400, 100, "GraphMethodException", &message).subcode(33)
    }

    /// A path that means nothing (code 2500).
    pub(crate) fn unknown_path(path: &str) -> Self {
        Self::error(
            400,
            2500,
            "OAuthException",
            &format!("Unknown path components: {path}"),
        )
    }

    /// A token that nobody issued.
    pub(crate) fn bad_token() -> Self {
        Self::error(
            401,
            190,
            "OAuthException",
            "Invalid OAuth access token - Cannot parse access token",
        )
    }

    /// A token that has ended.
    pub(crate) fn expired_token() -> Self {
        Self::error(
            401,
            190,
            "OAuthException",
            "Error validating access token: Session has expired",
        )
        .subcode(463)
    }

    /// The hour's calls are used up (SPEC, 429 of the phone number read).
    pub(crate) fn rate_limited() -> Self {
        Self::error(
            429,
            80_007,
            "OAuthException",
            "Business request limit reached for WhatsApp Business Account",
        )
        .subcode(2_446_079)
        .transient()
    }

    /// Adds what every answer of Meta carries.
    pub(crate) fn finish(mut self, trace: &str, version: Option<&str>) -> Self {
        if let Some(error) = self.body.get_mut("error").and_then(Value::as_object_mut) {
            error.entry("fbtrace_id").or_insert_with(|| json!(trace));
        }
        self.headers
            .entry("x-fb-trace-id".into())
            .or_insert_with(|| trace.to_owned());
        if let Some(version) = version {
            self.headers
                .entry("facebook-api-version".into())
                .or_insert_with(|| version.to_owned());
        }
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let (kind, text) = match &self.body {
            Value::String(text) => ("text/html; charset=utf-8", text.clone()),
            body => ("application/json; charset=UTF-8", body.to_string()),
        };
        let body = if self.cut { broken(text) } else { Body::from(text) };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// A body that breaks off, which makes the server close the connection.
fn broken(text: String) -> Body {
    let parts = [
        Ok(Bytes::from(text)),
        Err(std::io::Error::other("cut on request")),
    ];
    Body::from_stream(futures::stream::iter(parts))
}
