//! Reading what the store holds, and cursors over it.

use domain::{ids::BadId, phone::E164, tenant::search_key};
use store::like::searched;

use crate::error::{FieldError, Problem, ServiceError, ServiceResult};

/// A stored id; one that cannot be read is a fault of ours.
pub(crate) fn id<T: TryFrom<String, Error = BadId>>(text: String) -> ServiceResult<T> {
    T::try_from(text).map_err(|error| {
        tracing::error!(%error, "a stored id cannot be read");
        ServiceError::Internal(format!("a stored id is {error}"))
    })
}

/// A number for people: spaced E.164, or Meta's text when it cannot be read.
pub(crate) fn display(e164: Option<&str>, as_written: &str) -> String {
    e164.and_then(|text| E164::parse(text).ok())
        .map_or_else(|| as_written.to_owned(), |number| number.spaced())
}

/// A count of the database.
pub(crate) fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// A small count of the database.
pub(crate) fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(0)
}

/// What was typed into a search field, if anything, in the form that is searched.
pub(crate) fn search_text(q: Option<&str>) -> Option<String> {
    let text = q?.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        None
    } else {
        Some(search_key(searched(&text)))
    }
}

/// The digits of something that looks like a part of a phone number or an id.
pub(crate) fn search_digits(q: Option<&str>) -> Option<String> {
    let text = searched(q?.trim());
    let looks = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{a0}' | '-' | '.' | '(' | ')'));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if looks && !digits.is_empty() {
        Some(digits)
    } else {
        None
    }
}

/// Where the next page of a list starts: after this instant and id.
pub(crate) fn cursor(at: i64, id: &str) -> String {
    format!("{at}_{id}")
}

/// Reads a cursor; without one the list starts at the beginning.
pub(crate) fn read_cursor(text: Option<&str>) -> ServiceResult<(i64, String)> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok((i64::MIN, String::new()));
    };
    let bad = || FieldError::only("cursor", Problem::NotAnId);
    let (at, id) = text.split_once('_').ok_or_else(bad)?;
    let at = at.parse().map_err(|_| bad())?;
    let id = domain::ids::TenantId::parse(id).map_err(|_| bad())?;
    Ok((at, id.into()))
}

/// Cuts the row that was read beyond the limit and answers the cursor after the last.
pub(crate) fn cut<T>(
    mut rows: Vec<T>,
    limit: u32,
    key: impl Fn(&T) -> (i64, String),
) -> (Vec<T>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more {
        rows.last().map(|row| {
            let (at, id) = key(row);
            cursor(at, &id)
        })
    } else {
        None
    };
    (rows, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_number_is_searched_as_one() {
        assert_eq!(search_digits(Some("+34 612-345")).as_deref(), Some("34612345"));
        assert_eq!(search_digits(Some("Horno 2")), None);
        assert_eq!(search_digits(Some(" + ")), None);
        assert_eq!(
            search_text(Some("  PANADERÍA  San ")).as_deref(),
            Some("panaderia san")
        );
        assert_eq!(search_text(Some("  ")), None);
        let endless = "1".repeat(60_000);
        assert_eq!(search_text(Some(&endless)).map(|text| text.len()), Some(200));
        assert_eq!(search_digits(Some(&endless)).map(|text| text.len()), Some(200));
    }

    #[test]
    fn a_cursor_is_read_back_and_anything_else_refused() {
        let id = "0192a7c0-0000-7000-8000-000000000001";
        assert_eq!(read_cursor(Some(&cursor(5, id))).unwrap(), (5, id.to_owned()));
        assert_eq!(read_cursor(None).unwrap(), (i64::MIN, String::new()));
        for bad in [
            "x",
            "5",
            "5_x",
            "_",
            "5_'; DROP TABLE tenants",
            "99999999999999999999_0192a7c0-0000-7000-8000-000000000001",
        ] {
            assert!(read_cursor(Some(bad)).is_err(), "{bad}");
        }
    }
}
