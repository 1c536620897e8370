//! The outer levels of a body: object, entries, changes. Read in one go where
//! they are as expected, patiently where they are not.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::NotAnEnvelope;
use crate::webhook::json::{Obj, items};

/// The outer levels, read in one go.
#[derive(Deserialize)]
pub(super) struct Outer<'a> {
    #[serde(borrow)]
    pub(super) object: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) changes: Vec<Change<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Change<'a> {
    #[serde(borrow)]
    pub(super) field: Option<&'a RawValue>,
    /// `null` counts as a value.
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) value: Option<&'a RawValue>,
    /// The change itself, where its shape is a surprise.
    #[serde(skip)]
    pub(super) whole: Option<&'a RawValue>,
}

fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(from).map(Some)
}

impl<'a> Outer<'a> {
    /// The same for bodies with surprises in the outer levels: a field twice,
    /// an entry that is no object.
    pub(super) fn patiently(body: &'a str) -> Result<Self, NotAnEnvelope> {
        let whole: &RawValue = serde_json::from_str(body).map_err(|error| NotAnEnvelope::NotJson {
            reason: format!(
                "{:?} at line {} column {}",
                error.classify(),
                error.line(),
                error.column()
            ),
        })?;
        let outer = Obj::read(whole);
        let entries = outer.get("entry").filter(|raw| raw.get().starts_with('['));
        let entries = entries.ok_or(NotAnEnvelope::OtherShape)?;
        let entry = items(entries)
            .into_iter()
            .map(|raw| {
                let entry = Obj::read(raw);
                let changes = entry.list("changes").into_iter().map(Change::patiently).collect();
                let surprise = Change {
                    field: None,
                    value: None,
                    whole: Some(raw),
                };
                Entry {
                    id: entry.get("id"),
                    time: entry.get("time"),
                    changes: if raw.get().starts_with('{')
                        && entry.get("changes").is_none_or(|c| c.get().starts_with('['))
                    {
                        changes
                    } else {
                        vec![surprise]
                    },
                }
            })
            .collect();
        Ok(Self {
            object: outer.get("object"),
            entry,
        })
    }
}

impl<'a> Change<'a> {
    fn patiently(raw: &'a RawValue) -> Self {
        let change = Obj::read(raw);
        Self {
            field: change.get("field"),
            value: change.get("value"),
            whole: Some(raw),
        }
    }
}
