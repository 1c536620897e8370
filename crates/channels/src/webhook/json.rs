//! Reading JSON that may be anything, without copying it.
//!
//! Values stay slices of the body until somebody asks for them. Nothing here
//! recurses, so the depth of the input does not matter; numbers stay text, so
//! their size does not matter either.

use std::{borrow::Cow, fmt};

use domain::time::{Millis, SECOND};
use serde::{
    Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// From here on a number is taken for milliseconds: as seconds it would lie
/// after the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// An object, its fields not yet read. Of fields with the same name the last one counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Obj<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Obj<'a> {
    /// The object in `raw`; one without fields when it is something else.
    pub(super) fn read(raw: &'a RawValue) -> Self {
        let mut fields = Self(Vec::new());
        if raw.get().starts_with('{') {
            let mut from = serde_json::Deserializer::from_str(raw.get());
            // Err only for a name that is no text (half a surrogate pair); what
            // was read before it stays.
            let _ = from.deserialize_map(Fields(&mut fields.0));
        }
        fields
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0
            .iter()
            .rev()
            .find(|(have, _)| have == name)
            .map(|(_, raw)| *raw)
    }

    /// Text that is there and not empty; numbers are read as text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name).and_then(text)
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.get() {
            "true" | "\"true\"" => Some(true),
            "false" | "\"false\"" => Some(false),
            _ => None,
        }
    }

    /// Unix seconds, as number or text.
    pub(super) fn time(&self, name: &str) -> Option<Millis> {
        instant(self.integer(name)?)
    }

    /// A word of an open enum.
    pub(super) fn word<T>(&self, name: &str, parse: impl FnOnce(&str) -> T) -> Option<T> {
        self.text(name).map(|word| parse(&word))
    }

    /// The object in this field; one without fields when there is none.
    pub(super) fn object(&self, name: &str) -> Self {
        self.get(name).map(Self::read).unwrap_or_default()
    }

    pub(super) fn list(&self, name: &str) -> Vec<&'a RawValue> {
        self.get(name).map(items).unwrap_or_default()
    }

    /// What is there as it was sent; `null` counts as nothing.
    pub(super) fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.get(name).filter(|raw| raw.get() != "null")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A text or a number, as text; nothing when empty or of another kind.
pub(super) fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    let json = raw.get();
    match json.as_bytes().first()? {
        b'"' => {
            let inner = json.get(1..json.len().checked_sub(1)?)?;
            let read = if inner.contains('\\') {
                Cow::Owned(unescaped(json)?)
            } else {
                Cow::Borrowed(inner)
            };
            (!read.is_empty()).then_some(read)
        }
        b'-' | b'0'..=b'9' => Some(Cow::Borrowed(json)),
        _ => None,
    }
}

/// Half surrogate pairs become `U+FFFD` instead of an error, and so does
/// `U+0000`, which PostgreSQL keeps in no text.
fn unescaped(json: &str) -> Option<String> {
    let read = if let Ok(text) = serde_json::from_str::<String>(json) {
        text
    } else {
        let mut from = serde_json::Deserializer::from_str(json);
        from.deserialize_bytes(Lossy).ok()?
    };
    Some(if read.contains('\0') {
        read.replace('\0', "\u{FFFD}")
    } else {
        read
    })
}

struct Lossy;

impl Visitor<'_> for Lossy {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

/// Unix seconds (or milliseconds, by their size); 0 and less stand for nothing.
pub(super) fn instant(number: i64) -> Option<Millis> {
    match number {
        ..=0 => None,
        MILLISECONDS_FROM.. => Some(Millis(number)),
        seconds => Some(Millis(seconds.saturating_mul(SECOND))),
    }
}

/// The elements of a list; none when it is something else.
pub(super) fn items(raw: &RawValue) -> Vec<&RawValue> {
    let mut out = Vec::new();
    if raw.get().starts_with('[') {
        let mut from = serde_json::Deserializer::from_str(raw.get());
        // Err is not possible: `raw` has been checked to be JSON.
        let _ = from.deserialize_seq(Elements(&mut out));
    }
    out
}

/// The part of `json` that a JSON pointer leads to, as it was sent; nothing when
/// it leads nowhere or `json` is no JSON.
pub(super) fn part<'a>(json: &'a str, pointer: &str) -> Option<&'a str> {
    let whole: &RawValue = serde_json::from_str(json).ok()?;
    let found =
        pointer
            .split('/')
            .skip(1)
            .try_fold(whole, |raw, step| match raw.get().as_bytes().first()? {
                b'{' => Obj::read(raw).get(&step.replace("~1", "/").replace("~0", "~")),
                b'[' => items(raw).get(step.parse::<usize>().ok()?).copied(),
                _ => None,
            })?;
    Some(found.get())
}

struct Fields<'o, 'a>(&'o mut Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Visitor<'a> for Fields<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            self.0.push((name, map.next_value()?));
        }
        Ok(())
    }
}

struct Elements<'o, 'a>(&'o mut Vec<&'a RawValue>);

impl<'a> Visitor<'a> for Elements<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(raw) = seq.next_element()? {
            self.0.push(raw);
        }
        Ok(())
    }
}

/// A field's name, borrowed unless it is written with escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn ids_and_times_may_be_numbers_or_text() {
        let obj = Obj::read(raw(
            r#"{"a": 17841405822304914, "b": "1749416383", "c": 1749416383, "d": 1749416383000, "e": 0}"#,
        ));
        assert_eq!(obj.text("a").as_deref(), Some("17841405822304914"));
        for name in ["b", "c", "d"] {
            assert_eq!(obj.time(name), Some(Millis(1_749_416_383_000)), "{name}");
        }
        assert_eq!(obj.time("e"), None);
    }

    #[test]
    fn numbers_of_any_size_and_half_characters_are_kept() {
        let obj = Obj::read(raw(
            r#"{"big": 1e99999, "long": 123456789012345678901234567890, "half": "a\ud800b", "n\u0061me": "x"}"#,
        ));
        assert_eq!(obj.text("big").as_deref(), Some("1e99999"));
        assert_eq!(
            obj.text("long").as_deref(),
            Some("123456789012345678901234567890")
        );
        assert_eq!(obj.integer("long"), None);
        assert!(obj.text("half").unwrap().contains('\u{fffd}'));
        assert_eq!(obj.text("name").as_deref(), Some("x"));
    }

    #[test]
    fn of_two_fields_with_one_name_the_last_counts() {
        assert_eq!(Obj::read(raw(r#"{"a": 1, "a": 2}"#)).integer("a"), Some(2));
    }

    #[test]
    fn a_part_is_found_however_deep_and_large_what_is_inside() {
        let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
        let json = format!(r#"{{"a/b": [0, {{"~": {deep}}}, {{"n": 1e99999}}], "c": 1, "c": 2}}"#);
        assert_eq!(part(&json, "/a~1b/1/~0"), Some(deep.as_str()));
        assert_eq!(part(&json, "/a~1b/2"), Some(r#"{"n": 1e99999}"#));
        assert_eq!(part(&json, "/c"), Some("2"));
        assert_eq!(part(&json, ""), Some(json.as_str()));
        for nowhere in ["/x", "/a~1b/9", "/a~1b/x", "/c/0"] {
            assert_eq!(part(&json, nowhere), None, "{nowhere}");
        }
        assert_eq!(part("{", "/a"), None);
    }

    #[test]
    fn what_is_of_another_kind_is_nothing() {
        let obj = Obj::read(raw(r#"{"t": {}, "l": "x", "f": 1, "n": null}"#));
        assert_eq!(obj.text("t"), None);
        assert!(obj.list("l").is_empty());
        assert_eq!(obj.flag("f"), None);
        assert!(obj.raw("n").is_none());
        assert!(Obj::read(raw("[1]")).is_empty());
    }
}
