//! Failures as problem details (RFC 9457).

mod refusals;

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use domain::template::lint::Finding;
use serde::Serialize;
use utoipa::ToSchema;

/// Media type of problem details.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A failure. `code` is stable: programs decide by it, never by the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of failure it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    pub kind: &'static str,
    /// Short words for the status.
    #[schema(example = "Not Found")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// Stable name of the failure.
    #[schema(example = "not_found")]
    pub code: String,
    /// What happened, in words for a person.
    pub detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// What the rules say of a template that was refused, also what alone would not
    /// have stopped it; as `tahona templates lint --json` writes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<TemplateFinding>,
    /// Who holds the number, when another tenant does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by: Option<HeldBy>,
    /// What the failure rests on: a name, a state or a figure, as it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Who can end it: `admin`, `sender`, `customer`, `meta` or `time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "sender")]
    pub who: Option<String>,
    /// What they can do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// A page for people that shows every check on the way, with its evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<String>,
    /// Seconds to wait before trying again; also in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Name of the field, or of the parameter.
    #[schema(example = "phone_number_id")]
    pub field: String,
    /// Stable name of the failure.
    #[schema(example = "not_an_id")]
    pub code: String,
}

/// What a rule says of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TemplateFinding {
    /// Stable name of the rule.
    #[schema(example = "ends-with-variable")]
    pub rule: &'static str,
    /// `error` (Meta will refuse it), `warning` (Meta may), `cost` or `advice`.
    #[schema(example = "error")]
    pub severity: &'static str,
    /// JSON pointer into the body; `/` for the template as a whole.
    #[serde(rename = "where")]
    #[schema(example = "/components/0/text")]
    pub place: String,
    /// What is the matter.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub how: String,
    /// Where the rule comes from.
    pub source: &'static str,
}

impl From<&Finding> for TemplateFinding {
    fn from(finding: &Finding) -> Self {
        let place: &str = if finding.at.is_empty() { "/" } else { &finding.at };
        Self {
            rule: finding.rule.id(),
            severity: finding.severity().key(),
            place: place.to_owned(),
            message: finding.message(),
            why: finding.why(),
            how: finding.how(),
            source: finding.rule.source(),
        }
    }
}

/// Who holds a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldBy {
    /// Id of the tenant; send it as `move_from` to take the number from it.
    #[schema(format = "uuid")]
    pub tenant_id: String,
    /// Its name.
    pub tenant_name: String,
    /// Who assigned the number.
    pub assigned_by: String,
    /// When, in RFC 3339.
    #[schema(format = DateTime)]
    pub assigned_at: String,
}

impl Problem {
    /// A failure with its code and words.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Failed").to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            errors: Vec::new(),
            findings: Vec::new(),
            held_by: None,
            evidence: None,
            who: None,
            how: None,
            see: None,
            retry_after: None,
        }
    }

    /// One field that cannot be used.
    #[must_use]
    pub fn field(field: &str, code: &str, detail: impl Into<String>) -> Self {
        let errors = vec![FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
        }];
        Self {
            errors,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail)
        }
    }

    /// Too many requests.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        let words = format!("Too many requests. Try again in {seconds} s.");
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", words)
        }
    }

    /// A failure of which only the status is known, and perhaps a reason.
    #[must_use]
    pub fn of_status(status: StatusCode, reason: Option<&str>) -> Self {
        let (code, detail) = match status {
            StatusCode::BAD_REQUEST => ("bad_request", "The request cannot be read."),
            StatusCode::UNAUTHORIZED => ("unauthorized", "Sign in, or send a valid key."),
            StatusCode::FORBIDDEN => ("forbidden", "This is not allowed."),
            StatusCode::NOT_FOUND => ("not_found", "There is nothing here."),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "This address does not know that method.")
            }
            StatusCode::REQUEST_TIMEOUT => (
                "not_arrived",
                "The request did not arrive in time. Nothing was changed.",
            ),
            StatusCode::GATEWAY_TIMEOUT => (
                "timeout",
                "This took too long. Part of it may have been done: look before trying again.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The request is too large."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported_media_type", "Send JSON as application/json.")
            }
            StatusCode::UNPROCESSABLE_ENTITY => ("invalid", "The request cannot be used."),
            StatusCode::SERVICE_UNAVAILABLE => return Self::unavailable(),
            status if status.is_server_error() => ("internal", "A fault of ours; it is in the log."),
            _ => ("failed", "The request was refused."),
        };
        Self::new(status, reason.unwrap_or(code), detail)
    }

    fn unavailable() -> Self {
        let words = "The database does not answer. Nothing was changed; try again in a moment.";
        Self {
            retry_after: Some(5),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", words)
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
