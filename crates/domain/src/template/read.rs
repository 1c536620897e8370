//! From JSON. What has an unexpected shape counts as missing and stays in `raw`.

use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    model::{Body, Button, Card, Carousel, Component, Footer, Header, LimitedTimeOffer, Template},
    samples::Samples,
    words::{ButtonKind, ComponentKind, HeaderFormat, OtpType, ParameterFormat, TemplateCategory},
};

/// Why something is no template.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The text is not JSON.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// The JSON is not an object.
    #[error("this is JSON, but not an object as Meta's create call takes it")]
    NotAnObject,
}

impl Template {
    /// Reads the text of a create call's body.
    pub fn parse(json: &str) -> Result<Self, ReadError> {
        let value: Value =
            serde_json::from_str(json).map_err(|error| ReadError::NotJson(error.to_string()))?;
        Self::read(value)
    }

    /// Reads a create call's body. Also understands the records of Meta's list,
    /// which have more fields.
    pub fn read(value: Value) -> Result<Self, ReadError> {
        let Value::Object(mut raw) = value else {
            return Err(ReadError::NotAnObject);
        };
        let components = take_list(&mut raw, "components");
        Ok(Self {
            name: text(&raw, "name"),
            language: text(&raw, "language"),
            category: word(&raw, "category", TemplateCategory::parse),
            parameter_format: word(&raw, "parameter_format", ParameterFormat::parse),
            components: components.into_iter().map(Component::read).collect(),
            raw,
        })
    }
}

impl Component {
    /// Reads one part of a template.
    #[must_use]
    pub fn read(value: Value) -> Self {
        let Value::Object(mut raw) = value else {
            return Self::Other(value);
        };
        match word(&raw, "type", ComponentKind::parse) {
            Some(ComponentKind::Header) => Self::Header(Header {
                format: word(&raw, "format", HeaderFormat::parse).unwrap_or(HeaderFormat::Text),
                text: text(&raw, "text"),
                samples: samples(&raw, "header_text"),
                handles: handles(&raw),
                raw,
            }),
            Some(ComponentKind::Body) => Self::Body(Body {
                text: text(&raw, "text"),
                samples: samples(&raw, "body_text"),
                add_security_recommendation: raw.get("add_security_recommendation").and_then(Value::as_bool),
                raw,
            }),
            Some(ComponentKind::Footer) => Self::Footer(Footer {
                text: text(&raw, "text"),
                code_expiration_minutes: raw.get("code_expiration_minutes").and_then(Value::as_i64),
                raw,
            }),
            Some(ComponentKind::Buttons) if all_objects(&raw, "buttons") => {
                let buttons = take_list(&mut raw, "buttons");
                Self::Buttons(buttons.into_iter().filter_map(Button::read).collect(), raw)
            }
            Some(ComponentKind::Carousel) if all_objects(&raw, "cards") => {
                let cards = take_list(&mut raw, "cards");
                Self::Carousel(Carousel {
                    cards: cards.into_iter().filter_map(Card::read).collect(),
                    raw,
                })
            }
            Some(ComponentKind::LimitedTimeOffer) => {
                let offer = raw.get("limited_time_offer").and_then(Value::as_object);
                Self::LimitedTimeOffer(LimitedTimeOffer {
                    text: offer.map(|offer| text(offer, "text")).unwrap_or_default(),
                    has_expiration: offer
                        .and_then(|offer| offer.get("has_expiration"))
                        .and_then(Value::as_bool),
                    raw,
                })
            }
            _ => Self::Other(Value::Object(raw)),
        }
    }
}

impl Button {
    fn read(value: Value) -> Option<Self> {
        let Value::Object(raw) = value else { return None };
        Some(Self {
            kind: word(&raw, "type", ButtonKind::parse).unwrap_or(ButtonKind::Unknown(String::new())),
            text: text(&raw, "text"),
            url: text(&raw, "url"),
            phone_number: text(&raw, "phone_number"),
            example: examples(&raw),
            otp_type: word(&raw, "otp_type", OtpType::parse),
            raw,
        })
    }
}

impl Card {
    fn read(value: Value) -> Option<Self> {
        let Value::Object(mut raw) = value else {
            return None;
        };
        let components = take_list(&mut raw, "components");
        Some(Self {
            components: components.into_iter().map(Component::read).collect(),
            raw,
        })
    }
}

/// A text; empty when it is missing or something else.
pub(super) fn text(raw: &Map<String, Value>, key: &str) -> String {
    raw.get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A word of an open list.
pub(super) fn word<T>(raw: &Map<String, Value>, key: &str, parse: fn(&str) -> T) -> Option<T> {
    raw.get(key).and_then(Value::as_str).map(parse)
}

/// The samples of a text: `header_text` or `body_text`, and the named form of
/// either. Meta's lists of a body are lists of rows; only the first one counts.
pub(super) fn samples(raw: &Map<String, Value>, key: &str) -> Samples {
    let example = raw.get("example");
    let list = example.and_then(|example| example.get(key));
    let row = match list.and_then(|list| list.get(0)) {
        Some(row @ Value::Array(_)) => Some(row),
        _ => list,
    };
    let named = example.and_then(|example| example.get(format!("{key}_named_params")));
    Samples {
        positional: row.map(texts).unwrap_or_default(),
        named: named
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|one| {
                let name = one.get("param_name")?.as_str()?.to_owned();
                Some((name, shown(one.get("example")?)))
            })
            .collect(),
    }
}

/// Handles of a header's sample files.
pub(super) fn handles(raw: &Map<String, Value>) -> Vec<String> {
    let handle = raw
        .get("example")
        .and_then(|example| example.get("header_handle"));
    handle.map(texts).unwrap_or_default()
}

/// A button's example, which is a text or a list of texts.
pub(super) fn examples(raw: &Map<String, Value>) -> Vec<String> {
    raw.get("example").map(texts).unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().map(shown).collect(),
        Value::String(one) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// A sample as it shows; numbers are often sent without quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn all_objects(raw: &Map<String, Value>, key: &str) -> bool {
    raw.get(key)
        .and_then(Value::as_array)
        .is_none_or(|list| list.iter().all(Value::is_object))
}

/// Takes a list out; anything but a list with something in it stays.
fn take_list(raw: &mut Map<String, Value>, key: &str) -> Vec<Value> {
    match raw.get_mut(key) {
        Some(Value::Array(list)) if !list.is_empty() => {
            let list = std::mem::take(list);
            raw.remove(key);
            list
        }
        _ => Vec::new(),
    }
}
