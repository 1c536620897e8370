//! Reading a request of the API. What cannot be read is answered with problem
//! details that name the field, never with text.

use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::cursor::Cursor;
use crate::http::problem::Problem;

/// Largest body of a request.
const BODY_MAX: usize = 1024 * 1024;
/// Rows of a list when nothing is said.
const LIMIT_DEFAULT: u32 = 50;
/// Most rows of a list.
const LIMIT_MAX: u32 = 200;

/// A JSON body.
#[derive(Debug)]
pub(super) struct ApiJson<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for ApiJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !is_json(&request) {
            return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, None));
        }
        let bytes = to_bytes(request.into_body(), BODY_MAX)
            .await
            .map_err(|_| Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE, None))?;
        let malformed = |why: &serde_json::Error| {
            let words = format!(
                "The body is not JSON: line {}, column {}.",
                why.line(),
                why.column()
            );
            Problem::new(StatusCode::BAD_REQUEST, "malformed_json", words)
        };
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let field = error.path().to_string();
            let inner = error.into_inner();
            if inner.is_data() {
                Problem::field(&field, "invalid", inner.to_string())
            } else {
                malformed(&inner)
            }
        })?;
        reader.end().map_err(|error| malformed(&error))?;
        Ok(Self(value))
    }
}

fn is_json(request: &Request) -> bool {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
}

/// Which rows of a list are wanted.
#[derive(Debug)]
pub(super) struct Listing {
    /// Where the list goes on.
    pub cursor: Option<Cursor>,
    /// How many rows.
    pub limit: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for Listing {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let limit = match one(&pairs, "limit")? {
            None => Some(LIMIT_DEFAULT),
            Some(text) => text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit)),
        };
        let Some(limit) = limit else {
            return Err(Problem::field(
                "limit",
                "out_of_range",
                format!("limit is a number from 1 to {LIMIT_MAX}."),
            ));
        };
        let cursor = match one(&pairs, "cursor")? {
            None => None,
            Some(text) => Some(Cursor::read(&text)?),
        };
        Ok(Self { cursor, limit })
    }
}

/// The value of a parameter of the query that may be there once.
#[expect(clippy::result_large_err, reason = "a refusal is rare and leaves at once")]
pub(super) fn once(parts: &Parts, name: &str) -> Result<Option<String>, Problem> {
    let query = parts.uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    one(&pairs, name)
}

/// The value of a parameter that may be there once.
#[expect(clippy::result_large_err, reason = "a refusal is rare and leaves at once")]
fn one(pairs: &[(String, String)], name: &str) -> Result<Option<String>, Problem> {
    let mut values = pairs
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.clone());
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        (_, Some(_)) => Err(Problem::field(name, "twice", format!("{name} is there twice."))),
    }
}

/// The one parameter of a path. What is not an id of the wanted kind names nothing.
#[derive(Debug)]
pub(super) struct ApiId<T>(pub T);

impl<S: Send + Sync, T: TryFrom<String>> FromRequestParts<S> for ApiId<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let not_found = || Problem::of_status(StatusCode::NOT_FOUND, None);
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| not_found())?;
        let (_, id) = params.iter().next().ok_or_else(not_found)?;
        T::try_from(id.to_owned()).map(Self).map_err(|_| not_found())
    }
}
