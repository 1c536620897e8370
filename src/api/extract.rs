//! Reading a request of the API. What cannot be read is answered with problem
//! details that name the field, never with text.

use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::cursor::Cursor;
use crate::{
    http::problem::Problem,
    web::body::{announced, is_length},
};

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
        let too_large = || Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE, None);
        if announced(request.headers()).is_some_and(|length| length > BODY_MAX) {
            return Err(too_large());
        }
        let bytes = to_bytes(request.into_body(), BODY_MAX).await.map_err(|error| {
            if is_length(&error) {
                too_large()
            } else {
                Problem::new(StatusCode::BAD_REQUEST, "body_cut_off", "The body broke off.")
            }
        })?;
        read(&bytes).map(Self)
    }
}

#[expect(clippy::result_large_err, reason = "a refusal is rare and leaves at once")]
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = error.path().to_string();
        let why = error.into_inner();
        if why.is_data() {
            misfit(&place, &why)
        } else {
            malformed(&why)
        }
    })?;
    reader.end().map_err(|error| malformed(&error))?;
    // Serde also takes the bare values in the order of our fields, which nobody was promised.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Problem::field(
            ".",
            "invalid",
            "The body is a list, not an object.",
        ));
    }
    Ok(value)
}

fn malformed(why: &serde_json::Error) -> Problem {
    let words = format!(
        "The body is not JSON: line {}, column {}.",
        why.line(),
        why.column()
    );
    Problem::new(StatusCode::BAD_REQUEST, "malformed_json", words)
}

/// JSON that is not what is wanted. Which field is missing or there twice, serde
/// says only in words: the place is the object around it.
fn misfit(place: &str, why: &serde_json::Error) -> Problem {
    let words = why.to_string();
    for (says, code, what) in [
        ("missing field `", "required", "is missing"),
        ("duplicate field `", "twice", "is there twice"),
    ] {
        let named = words
            .strip_prefix(says)
            .and_then(|rest| rest.split_once('`'))
            .map(|(name, _)| name);
        if let Some(name) = named {
            let field = if place == "." {
                name.to_owned()
            } else {
                format!("{place}.{name}")
            };
            return Problem::field(&field, code, format!("{field} {what}."));
        }
    }
    Problem::field(place, "invalid", words)
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
