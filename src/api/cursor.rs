//! Places in a list, opaque to clients.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use service::ServiceError;

use crate::http::problem::Problem;

/// A place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor(String);

impl Cursor {
    /// Reads what a client sent back.
    #[expect(clippy::result_large_err, reason = "a refusal is rare and leaves at once")]
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let decoded = URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        decoded
            .filter(|place| !place.is_empty())
            .map(Self)
            .ok_or_else(unknown)
    }

    /// Writes a place for a client to send back.
    #[must_use]
    pub(super) fn write(place: &str) -> String {
        URL_SAFE_NO_PAD.encode(place)
    }

    /// The place, as the use case knows it.
    #[must_use]
    pub(super) fn place(&self) -> &str {
        &self.0
    }
}

/// What a list answers to a use case's refusal: a cursor that the use case
/// cannot read is one that we did not write.
#[must_use]
pub(super) fn refused(error: ServiceError) -> Problem {
    match &error {
        ServiceError::Invalid(fields) if fields.iter().any(|field| field.field == "cursor") => unknown(),
        _ => error.into(),
    }
}

pub(super) fn unknown() -> Problem {
    let words = "The cursor names no place in this list. Use the `next` of an earlier answer.";
    Problem::new(StatusCode::NOT_FOUND, "unknown_cursor", words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_went() {
        let text = Cursor::write("1700000000000:0192a7c0-0000-7000-8000-000000000001");
        assert_eq!(
            Cursor::read(&text).unwrap().place(),
            "1700000000000:0192a7c0-0000-7000-8000-000000000001"
        );
        assert!(Cursor::read("not base64!").is_err());
        assert!(Cursor::read("_w").is_err(), "bytes that are no text");
    }
}
