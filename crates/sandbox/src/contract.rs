//! Checks of calls and answers against Meta's own API document (Business
//! Messaging v23.0), so that client and emulator cannot drift away from it
//! together.
//!
//! A reduced copy of the document is part of the source
//! (`tests/meta/business-messaging-v23.0.json`, made by
//! `cargo run -p sandbox --features contract --example meta_extract`); the
//! variable `TAHONA_META_OPENAPI` names the whole document, YAML or JSON, to
//! check against instead.

mod document;
mod drift;

use std::collections::BTreeMap;

use jsonschema::error::ValidationErrorKind;
use serde_json::{Value, json};

pub use document::{BadDocument, OPERATIONS, reduce};
pub use drift::{DRIFT, Drift, EVERYWHERE, UNDOCUMENTED};

use crate::{Exchange, State};

/// Something that Meta's document does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The operation, for example `GET /{Version}/{WABA-ID}`.
    pub operation: String,
    /// Where: a JSON pointer with `*` for list positions, or the name of a parameter.
    pub at: String,
    /// The rule that is broken, for example `enum`.
    pub rule: String,
    /// In words.
    pub message: String,
}

impl Violation {
    /// The known contradiction of Meta's document that excuses this.
    #[must_use]
    pub fn drift(&self) -> Option<&'static Drift> {
        DRIFT
            .iter()
            .find(|d| d.operation == self.operation && d.at == self.at && d.rule == self.rule)
    }
}

/// Meta's API document, ready for checks.
#[derive(Debug)]
pub struct Contract {
    document: Value,
}

impl Contract {
    /// The document named by `TAHONA_META_OPENAPI`, or the reduced copy.
    ///
    /// # Errors
    /// When the document cannot be read.
    pub fn load() -> Result<Self, BadDocument> {
        let document = match std::env::var_os("TAHONA_META_OPENAPI") {
            Some(path) => document::read(path.as_ref())?,
            None => serde_json::from_str(document::REDUCED)?,
        };
        Ok(Self { document })
    }

    /// Everything that is wrong with a call and its answer. `state` tells
    /// which ids are accounts and which are numbers.
    #[must_use]
    pub fn check(&self, state: &State, exchange: &Exchange) -> Vec<Violation> {
        let path = exchange.path.as_str();
        let undocumented = |(part, _): &(&str, &str)| path.contains(part);
        if UNDOCUMENTED.iter().any(undocumented) {
            return Vec::new();
        }
        let Some(template) = template(state, path) else {
            return vec![Violation {
                operation: format!("{} {path}", exchange.method),
                at: "path".into(),
                rule: "path".into(),
                message: "no such path in Meta's document".into(),
            }];
        };
        let mut checking = Checking {
            contract: self,
            operation: format!("{} {template}", exchange.method),
            found: Vec::new(),
        };
        let item = &self.document["paths"][&template];
        let operation = &item[exchange.method.to_ascii_lowercase()];
        if operation.is_object() {
            checking.parameters(operation, &template, exchange);
            checking.body(operation, exchange);
            checking.answer(operation, exchange);
        } else {
            checking.add(
                "method",
                "method",
                "no such method on this path in Meta's document",
            );
        }
        checking.found
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        value["$ref"]
            .as_str()
            .and_then(|r| self.document.pointer(r.trim_start_matches('#')))
            .unwrap_or(value)
    }
}

/// `/v25.0/987654321098765/phone_numbers` → `/{Version}/{WABA-ID}/phone_numbers`.
fn template(state: &State, path: &str) -> Option<String> {
    let mut parts = path.trim_start_matches('/').split('/');
    let (_version, id) = (parts.next()?, parts.next()?);
    let node = if state.phone(id).is_some() {
        "{Phone-Number-ID}"
    } else if state.template(id).is_some() {
        "{TEMPLATE_ID}"
    } else {
        "{WABA-ID}"
    };
    Some(parts.fold(format!("/{{Version}}/{node}"), |template, part| {
        template + "/" + part
    }))
}

struct Checking<'a> {
    contract: &'a Contract,
    operation: String,
    found: Vec<Violation>,
}

impl Checking<'_> {
    fn add(&mut self, at: &str, rule: &str, message: &str) {
        let operation = self.operation.clone();
        self.found.push(Violation {
            operation,
            at: at.into(),
            rule: rule.into(),
            message: message.into(),
        });
    }

    /// Every parameter sent is documented and fits; every required one is sent.
    fn parameters(&mut self, operation: &Value, template: &str, exchange: &Exchange) {
        let given = |place: &str| -> BTreeMap<String, String> {
            match place {
                "query" => exchange.query.clone(),
                "header" => exchange.headers.clone(),
                _ => template
                    .split('/')
                    .zip(exchange.path.split('/'))
                    .filter_map(|(name, part)| {
                        Some((
                            name.strip_prefix('{')?.strip_suffix('}')?.to_ascii_lowercase(),
                            part.to_owned(),
                        ))
                    })
                    .collect(),
            }
        };
        let documented: Vec<&Value> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| self.contract.resolve(p))
            .collect();
        for parameter in &documented {
            let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
            // Query names are case-sensitive, the others are compared in lower case.
            let key = if place == "query" {
                name.to_owned()
            } else {
                name.to_ascii_lowercase()
            };
            match given(place).get(&key) {
                Some(value) => self.fits(&parameter["schema"], &typed(&parameter["schema"], value), name),
                None if parameter["required"] == true => self.add(name, "required", "missing"),
                None => {}
            }
        }
        for name in exchange.query.keys() {
            let known = documented
                .iter()
                .any(|p| p["in"] == "query" && p["name"] == name.as_str());
            if !known && !EVERYWHERE.iter().any(|(common, _)| common == name) {
                self.add(name, "parameter", "no such parameter in Meta's document");
            }
        }
    }

    fn body(&mut self, operation: &Value, exchange: &Exchange) {
        let body = &operation["requestBody"];
        if !exchange.body.is_null() {
            let schema = &body["content"]["application/json"]["schema"];
            let schema = self.variant(self.contract.resolve(schema), &exchange.body);
            if schema.is_null() {
                self.add("body", "body", "no body in Meta's document");
            } else {
                self.fits(&schema, &exchange.body, "body");
            }
        } else if body["required"] == true {
            self.add("body", "required", "missing");
        }
    }

    /// An error may come with another status than documented, as Meta's own
    /// do; its shape must be right nevertheless.
    fn answer(&mut self, operation: &Value, exchange: &Exchange) {
        let responses = &operation["responses"];
        let status = if exchange.status == 200 { "200" } else { "400" };
        let mut schema = &self.contract.resolve(&responses[status])["content"]["application/json"]["schema"];
        if schema.is_null() {
            // Some operations do not document their errors; all have the same shape.
            let read = &self.contract.document["paths"]["/{Version}/{WABA-ID}"]["get"]["responses"]["400"];
            schema = &self.contract.resolve(read)["content"]["application/json"]["schema"];
        }
        let schema = schema.clone();
        self.fits(&schema, &exchange.answer, "");
    }

    /// The schema that the document's discriminator chooses for `body`. As
    /// they stand, its variants refuse every body: each forbids all fields but
    /// its own, those of the common base included, which it also requires. So
    /// that one rule is dropped, inside of the variants it stays.
    ///
    /// Read receipts go to the same path; the document has them among its
    /// examples, not in a schema.
    fn variant(&self, schema: &Value, body: &Value) -> Value {
        if schema["discriminator"].is_object() && body["status"] == "read" {
            return json!({});
        }
        let chosen = text(&schema["discriminator"]["propertyName"]);
        let name = text(&schema["discriminator"]["mapping"][text(&body[chosen])]);
        if name.is_empty() {
            return schema.clone();
        }
        let reference = json!({ "$ref": name });
        let mut variant = self.contract.resolve(&reference).clone();
        for part in variant["allOf"].as_array_mut().into_iter().flatten() {
            if let Some(part) = part.as_object_mut() {
                part.remove("additionalProperties");
            }
        }
        variant
    }

    fn fits(&mut self, schema: &Value, instance: &Value, prefix: &str) {
        let mut whole = schema.clone();
        whole["components"] = self.contract.document["components"].clone();
        let validator = match jsonschema::validator_for(&whole) {
            Ok(validator) => validator,
            Err(error) => return self.add(prefix, "schema", &error.to_string()),
        };
        for error in validator.iter_errors(instance) {
            let at = error.instance_path().to_string();
            let mut at: Vec<&str> = at
                .split('/')
                .map(|part| if part.parse::<usize>().is_ok() { "*" } else { part })
                .collect();
            if let ValidationErrorKind::Required { property } = error.kind() {
                at.extend(property.as_str());
            }
            let rule = error.schema_path().to_string();
            let rule = rule.rsplit('/').next().unwrap_or_default().to_owned();
            self.add(&format!("{prefix}{}", at.join("/")), &rule, &error.to_string());
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A parameter's text as the type that its schema wants.
fn typed(schema: &Value, value: &str) -> Value {
    match text(&schema["type"]) {
        "integer" => value
            .parse::<i64>()
            .map_or_else(|_| json!(value), |number| json!(number)),
        "boolean" => value
            .parse::<bool>()
            .map_or_else(|_| json!(value), |flag| json!(flag)),
        _ => json!(value),
    }
}
