//! To JSON: the JSON that was read, with what has changed since.

use serde_json::{Map, Value, json};

use super::{
    model::{Body, Button, Card, Carousel, Component, Footer, Header, LimitedTimeOffer, Template},
    read,
    samples::Samples,
    words::{ButtonKind, ComponentKind, HeaderFormat, OtpType, ParameterFormat, TemplateCategory},
};

impl Template {
    /// The body of the create call.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut raw = self.raw.clone();
        put_text(&mut raw, "name", &self.name);
        put_text(&mut raw, "language", &self.language);
        put_word(
            &mut raw,
            "category",
            self.category.as_ref(),
            TemplateCategory::parse,
        );
        put_word(
            &mut raw,
            "parameter_format",
            self.parameter_format.as_ref(),
            ParameterFormat::parse,
        );
        put_list(
            &mut raw,
            "components",
            self.components.iter().map(Component::to_value),
        );
        Value::Object(raw)
    }

    /// The components alone, as the edit call takes them.
    #[must_use]
    pub fn components_value(&self) -> Value {
        self.components.iter().map(Component::to_value).collect()
    }
}

impl Component {
    /// One part of the create call.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut raw = match self {
            Self::Header(header) => header.fields(),
            Self::Body(body) => body.fields(),
            Self::Footer(footer) => footer.fields(),
            Self::Buttons(buttons, raw) => {
                let mut raw = raw.clone();
                put_list(&mut raw, "buttons", buttons.iter().map(Button::to_value));
                raw
            }
            Self::Carousel(carousel) => carousel.fields(),
            Self::LimitedTimeOffer(offer) => offer.fields(),
            Self::Other(value) => return value.clone(),
        };
        put_word(&mut raw, "type", self.kind().as_ref(), ComponentKind::parse);
        Value::Object(raw)
    }
}

impl Header {
    fn fields(&self) -> Map<String, Value> {
        let mut raw = self.raw.clone();
        // A header that was read without a word for its format is a text header already.
        if self.format != HeaderFormat::Text || !self.lacks_format() {
            put_word(&mut raw, "format", Some(&self.format), HeaderFormat::parse);
        }
        put_text(&mut raw, "text", &self.text);
        put_samples(&mut raw, "header_text", &self.samples);
        if read::handles(&raw) != self.handles {
            put_example(&mut raw, "header_handle", list_or_none(&self.handles));
        }
        raw
    }
}

impl Body {
    fn fields(&self) -> Map<String, Value> {
        let mut raw = self.raw.clone();
        put_text(&mut raw, "text", &self.text);
        put_samples(&mut raw, "body_text", &self.samples);
        let now = raw.get("add_security_recommendation").and_then(Value::as_bool);
        if now != self.add_security_recommendation {
            put(
                &mut raw,
                "add_security_recommendation",
                self.add_security_recommendation.map(Value::from),
            );
        }
        raw
    }
}

impl Footer {
    fn fields(&self) -> Map<String, Value> {
        let mut raw = self.raw.clone();
        put_text(&mut raw, "text", &self.text);
        if raw.get("code_expiration_minutes").and_then(Value::as_i64) != self.code_expiration_minutes {
            put(
                &mut raw,
                "code_expiration_minutes",
                self.code_expiration_minutes.map(Value::from),
            );
        }
        raw
    }
}

impl Button {
    /// One button of the create call.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut raw = self.raw.clone();
        if !self.kind.as_str().is_empty() {
            put_word(&mut raw, "type", Some(&self.kind), ButtonKind::parse);
        }
        put_text(&mut raw, "text", &self.text);
        put_text(&mut raw, "url", &self.url);
        put_text(&mut raw, "phone_number", &self.phone_number);
        put_word(&mut raw, "otp_type", self.otp_type.as_ref(), OtpType::parse);
        if read::examples(&raw) != self.example {
            let example = match (&self.kind, self.example.as_slice()) {
                (_, []) => None,
                (ButtonKind::CopyCode, [code]) => Some(json!(code)),
                (_, list) => Some(json!(list)),
            };
            put(&mut raw, "example", example);
        }
        Value::Object(raw)
    }
}

impl Carousel {
    fn fields(&self) -> Map<String, Value> {
        let mut raw = self.raw.clone();
        put_list(&mut raw, "cards", self.cards.iter().map(Card::to_value));
        raw
    }
}

impl Card {
    fn to_value(&self) -> Value {
        let mut raw = self.raw.clone();
        put_list(
            &mut raw,
            "components",
            self.components.iter().map(Component::to_value),
        );
        Value::Object(raw)
    }
}

impl LimitedTimeOffer {
    fn fields(&self) -> Map<String, Value> {
        let mut raw = self.raw.clone();
        let mut offer = raw
            .get("limited_time_offer")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let before = offer.clone();
        put_text(&mut offer, "text", &self.text);
        if offer.get("has_expiration").and_then(Value::as_bool) != self.has_expiration {
            put(&mut offer, "has_expiration", self.has_expiration.map(Value::from));
        }
        if offer != before {
            raw.insert("limited_time_offer".to_owned(), Value::Object(offer));
        }
        raw
    }
}

fn put(raw: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    match value {
        Some(value) => raw.insert(key.to_owned(), value),
        None => raw.remove(key),
    };
}

fn put_text(raw: &mut Map<String, Value>, key: &str, text: &str) {
    if read::text(raw, key) != text {
        put(raw, key, (!text.is_empty()).then(|| json!(text)));
    }
}

fn put_word<T: PartialEq + serde::Serialize>(
    raw: &mut Map<String, Value>,
    key: &str,
    word: Option<&T>,
    parse: fn(&str) -> T,
) {
    if read::word(raw, key, parse).as_ref() != word {
        put(raw, key, word.map(|word| json!(word)));
    }
}

fn put_list(raw: &mut Map<String, Value>, key: &str, list: impl Iterator<Item = Value>) {
    let list: Vec<Value> = list.collect();
    if !list.is_empty() {
        raw.insert(key.to_owned(), Value::Array(list));
    }
}

fn put_samples(raw: &mut Map<String, Value>, key: &str, samples: &Samples) {
    let before = read::samples(raw, key);
    if before.positional != samples.positional {
        let row = list_or_none(&samples.positional);
        let list = if key == "body_text" {
            row.map(|row| json!([row]))
        } else {
            row
        };
        put_example(raw, key, list);
    }
    if before.named != samples.named {
        let named: Vec<Value> = samples
            .named
            .iter()
            .map(|(name, example)| json!({ "param_name": name, "example": example }))
            .collect();
        put_example(
            raw,
            &format!("{key}_named_params"),
            (!named.is_empty()).then_some(Value::Array(named)),
        );
    }
}

/// Sets or removes one list of the `example` object.
fn put_example(raw: &mut Map<String, Value>, key: &str, list: Option<Value>) {
    let mut example = match raw.remove("example") {
        Some(Value::Object(example)) => example,
        _ => Map::new(),
    };
    put(&mut example, key, list);
    if !example.is_empty() {
        raw.insert("example".to_owned(), Value::Object(example));
    }
}

fn list_or_none(list: &[String]) -> Option<Value> {
    (!list.is_empty()).then(|| json!(list))
}
