//! Lenient reading of Meta's JSON.
//!
//! Meta's documents and answers disagree about types as well as about values
//! (sources §0.10), so a field of an unexpected type counts as missing and ids
//! may be strings or numbers. The raw answer is kept beside what was read.

use domain::time::{Millis, SECOND};
use serde_json::Value;

use super::GraphError;

/// Most characters of words that are kept; Meta's have some hundred.
const LONGEST_WORDS: usize = 4_000;
/// Longest id that is kept, in bytes; Meta's messages have some hundred, and an
/// index of PostgreSQL takes no entry of more than about 2,700.
const LONGEST_ID: usize = 1_000;

/// One JSON object.
#[derive(Clone, Copy)]
pub(super) struct Read<'a>(pub(super) &'a Value);

impl<'a> Read<'a> {
    pub(super) fn object(self, name: &str) -> Option<Self> {
        self.0.get(name).filter(|v| v.is_object()).map(Read)
    }

    pub(super) fn list(self, name: &str) -> impl Iterator<Item = Read<'a>> {
        self.0
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(Read)
    }

    /// Text that is there and not empty; numbers are read as text.
    pub(super) fn text(self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Words for people or support: bounded, and without U+0000, which
    /// PostgreSQL does not take.
    pub(super) fn words(self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        let words: String = text.chars().filter(|c| *c != '\0').take(LONGEST_WORDS).collect();
        (!words.is_empty()).then_some(words)
    }

    /// An id of Meta's that is kept and looked for. One that cannot be is none.
    pub(super) fn key(self, name: &str) -> Option<String> {
        self.text(name)
            .filter(|id| id.len() <= LONGEST_ID && !id.contains('\0'))
    }

    pub(super) fn texts(self, name: &str) -> Vec<String> {
        self.list(name).filter_map(Read::as_text).collect()
    }

    pub(super) fn as_text(self) -> Option<String> {
        match self.0 {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A word of an open enum.
    pub(super) fn word<T>(self, name: &str, parse: impl FnOnce(&str) -> T) -> Option<T> {
        self.text(name).map(|word| parse(&word))
    }

    pub(super) fn flag(self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub(super) fn integer(self, name: &str) -> Option<i64> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Unix seconds; 0 stands for "never" or "not known".
    pub(super) fn seconds(self, name: &str) -> Option<Millis> {
        self.integer(name)
            .filter(|&s| s > 0)
            .map(|s| Millis(s.saturating_mul(SECOND)))
    }

    /// The one kind of field that must be there: without its id a record
    /// cannot be told from another.
    pub(super) fn id<T, E>(
        self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, GraphError> {
        self.text(name)
            .and_then(|text| parse(&text).ok())
            .ok_or_else(|| GraphError::BadAnswer {
                http_status: 200,
                reason: format!("no usable {name}"),
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*};
    use serde_json::{Value, json};

    use super::*;
    use crate::graph::{
        ApiError, HealthStatus, MessageTemplate, PhoneNumber, SubscribedApp, TokenInfo, Waba,
    };

    /// Names that the readers look for, at any depth.
    const NAMES: [&str; 22] = [
        "id",
        "name",
        "data",
        "error",
        "code",
        "error_subcode",
        "error_data",
        "details",
        "message",
        "type",
        "scopes",
        "granular_scopes",
        "target_ids",
        "scope",
        "expires_at",
        "is_valid",
        "status",
        "throughput",
        "health_status",
        "entities",
        "errors",
        "whatsapp_business_api_data",
    ];

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[0-9]{0,25}".prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 48, 6, |inner| {
            prop_oneof![
                collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                collection::vec((prop::sample::select(&NAMES[..]), inner), 0..8)
                    .prop_map(|fields| fields.into_iter().map(|(n, v)| (n.to_owned(), v)).collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused_without_panicking_and_kept_as_it_was(raw in any_json()) {
            if let Ok(read) = Waba::read(raw.clone(), false) {
                prop_assert_eq!(&read.raw, &raw);
            }
            if let Ok(read) = PhoneNumber::read(raw.clone(), false) {
                prop_assert_eq!(&read.raw, &raw);
            }
            if let Ok(read) = MessageTemplate::read(raw.clone(), false) {
                prop_assert_eq!(&read.raw, &raw);
            }
            if let Ok(read) = TokenInfo::read(raw.clone()) {
                prop_assert_eq!(&read.raw, &raw);
            }
            if let Some(read) = ApiError::read(400, raw.clone()) {
                let _ = read.class();
            }
            prop_assert_eq!(&HealthStatus::read(Read(&raw)).raw, &raw);
            prop_assert_eq!(&SubscribedApp::read(raw.clone()).raw, &raw);
        }
    }

    #[test]
    fn what_no_database_takes_is_left_out() {
        let long = "é".repeat(LONGEST_WORDS + 1);
        let raw = json!({"said": "no\0w", "nothing": "\0", "long": long, "id": "wamid.\0", "ok": "wamid.A"});
        let read = Read(&raw);
        assert_eq!(read.words("said").as_deref(), Some("now"));
        assert_eq!(read.words("nothing"), None);
        assert_eq!(read.words("long").map(|w| w.chars().count()), Some(LONGEST_WORDS));
        assert_eq!((read.key("id"), read.key("long")), (None, None));
        assert_eq!(read.key("ok").as_deref(), Some("wamid.A"));
    }

    #[test]
    fn ids_may_be_numbers_and_times_may_be_text() {
        let raw = json!({"id": 17_841_405_822_304_914_u64, "at": "1712099387", "never": 0, "flag": "true"});
        let read = Read(&raw);
        assert_eq!(read.text("id").as_deref(), Some("17841405822304914"));
        assert_eq!(read.seconds("at"), Some(Millis(1_712_099_387_000)));
        assert_eq!(read.seconds("never"), None);
        assert_eq!(read.flag("flag"), Some(true));
    }
}
