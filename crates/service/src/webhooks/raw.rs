//! Parts of deliveries as they came, however deep they are nested.
//!
//! Reading JSON into values refuses what is nested too deeply or holds a number
//! out of range. Such an event is kept like any other, so it is shown like any
//! other: its part is cut out without being read.

use std::collections::HashMap;

use serde_json::{Value, value::RawValue};

/// The part at a JSON pointer of ours, verbatim. The names in these need no
/// escapes.
pub(crate) fn part<'b>(body: &'b [u8], pointer: &str) -> Option<&'b str> {
    let text = std::str::from_utf8(body).ok()?;
    let mut part: &RawValue = serde_json::from_str(text).ok()?;
    for step in pointer.split('/').skip(1) {
        part = if part.get().starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(part.get()).ok()?;
            items.get(step.parse::<usize>().ok()?).copied()?
        } else {
            let fields: HashMap<String, &RawValue> = serde_json::from_str(part.get()).ok()?;
            fields.get(step).copied()?
        };
    }
    Some(part.get())
}

/// A part, indented for people; verbatim when it cannot be.
pub(crate) fn indented(part: &str) -> String {
    serde_json::from_str::<Value>(part).map_or_else(|_| part.to_owned(), |value| format!("{value:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_however_deep_it_is_nested() {
        let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
        let body = format!(r#"{{"entry":[0,{{"changes":[{{"value":{deep}}}]}}],"n":1e99999}}"#);
        let found = part(body.as_bytes(), "/entry/1/changes/0/value").unwrap();
        assert_eq!(found, deep);
        assert_eq!(indented(found), deep);
        assert_eq!(part(body.as_bytes(), "/n"), Some("1e99999"));
        assert_eq!(part(body.as_bytes(), ""), Some(body.as_str()));
        assert_eq!(indented(r#"{"a":1}"#), "{\n  \"a\": 1\n}");
        for none in ["/entry/2", "/entry/x", "/other", "/n/a"] {
            assert_eq!(part(body.as_bytes(), none), None, "{none}");
        }
        assert_eq!(part(b"not json", ""), None);
    }
}
