//! Reading Meta's document, and reducing it to what is used here.

use std::{collections::BTreeSet, path::Path};

use serde_json::{Map, Value, json};

/// The reduced copy. Meta's licence is beside it.
pub(super) const REDUCED: &str = include_str!("../../tests/meta/business-messaging-v23.0.json");

/// The operations that client or emulator know.
pub const OPERATIONS: &[(&str, &str)] = &[
    ("/{Version}/{WABA-ID}", "get"),
    ("/{Version}/{WABA-ID}/phone_numbers", "get"),
    ("/{Version}/{WABA-ID}/subscribed_apps", "get"),
    ("/{Version}/{WABA-ID}/subscribed_apps", "post"),
    ("/{Version}/{WABA-ID}/subscribed_apps", "delete"),
    ("/{Version}/{Phone-Number-ID}", "get"),
    ("/{Version}/{Phone-Number-ID}/request_code", "post"),
    ("/{Version}/{Phone-Number-ID}/verify_code", "post"),
    ("/{Version}/{Phone-Number-ID}/register", "post"),
    ("/{Version}/{Phone-Number-ID}/deregister", "post"),
    ("/{Version}/{Phone-Number-ID}/messages", "post"),
    ("/{Version}/{Phone-Number-ID}/media", "post"),
    ("/{Version}/{WABA-ID}/message_templates", "get"),
    ("/{Version}/{WABA-ID}/message_templates", "post"),
    ("/{Version}/{WABA-ID}/message_templates", "delete"),
    ("/{Version}/{TEMPLATE_ID}", "get"),
    ("/{Version}/{TEMPLATE_ID}", "post"),
];

/// Meta's document could not be used.
#[derive(Debug)]
pub enum BadDocument {
    /// The file could not be read.
    File(std::io::Error),
    /// It is not JSON.
    Json(serde_json::Error),
    /// It is not YAML.
    Yaml(serde_norway::Error),
}

impl std::fmt::Display for BadDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meta's API document cannot be used")
    }
}

impl std::error::Error for BadDocument {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Json(error) => Some(error),
            Self::Yaml(error) => Some(error),
        }
    }
}

impl From<serde_json::Error> for BadDocument {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

/// Reads a document and reduces it.
pub(super) fn read(path: &Path) -> Result<Value, BadDocument> {
    let text = std::fs::read_to_string(path).map_err(BadDocument::File)?;
    let whole = if path.extension().is_some_and(|kind| kind == "json") {
        serde_json::from_str(&text)?
    } else {
        serde_norway::from_str(&text).map_err(BadDocument::Yaml)?
    };
    Ok(reduce(&whole))
}

/// Keeps [`OPERATIONS`] with the components that they need, and drops prose
/// and examples.
#[must_use]
pub fn reduce(whole: &Value) -> Value {
    let mut paths = Map::new();
    for (path, method) in OPERATIONS {
        let operation = bare(&whole["paths"][*path][*method]);
        paths.entry(*path).or_insert_with(|| json!({}))[*method] = operation;
    }
    let mut components = json!({});
    let mut wanted = references(&json!(paths));
    let mut done = BTreeSet::new();
    while let Some(reference) = wanted.pop_first() {
        let Some(found) = whole.pointer(reference.trim_start_matches('#')) else {
            continue;
        };
        let found = bare(found);
        let mut parts = reference.trim_start_matches("#/components/").split('/');
        if let (Some(kind), Some(name)) = (parts.next(), parts.next()) {
            components[kind][name] = found.clone();
        }
        done.insert(reference);
        wanted.extend(references(&found).difference(&done).cloned());
    }
    json!({
        "openapi": whole["openapi"],
        "info": { "title": "Meta Business Messaging (reduced)", "version": whole["info"]["version"] },
        "paths": paths,
        "components": components,
    })
}

/// Without what does not matter for checks. Inside `properties`, such words
/// are names of fields and stay.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(name, _)| {
                !matches!(
                    name.as_str(),
                    "description" | "example" | "examples" | "summary" | "tags" | "security" | "headers"
                )
            })
            .map(|(name, inner)| match (name.as_str(), inner) {
                ("properties", Value::Object(fields)) => (
                    name.clone(),
                    fields
                        .iter()
                        .map(|(name, field)| (name.clone(), bare(field)))
                        .collect(),
                ),
                _ => (name.clone(), bare(inner)),
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

fn references(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(object) => object
            .iter()
            .flat_map(|(name, inner)| match inner {
                // A discriminator's mapping names schemas too.
                Value::String(target) if name == "$ref" || target.starts_with("#/components/") => {
                    BTreeSet::from([target.clone()])
                }
                inner => references(inner),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reduced_copy_holds_every_operation_and_everything_they_refer_to() {
        let document: Value = serde_json::from_str(REDUCED).unwrap();
        for (path, method) in OPERATIONS {
            let operation = &document["paths"][*path][*method];
            let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
            assert!(schema.is_object(), "{method} {path}");
        }
        for reference in references(&document) {
            assert!(
                document.pointer(reference.trim_start_matches('#')).is_some(),
                "{reference}"
            );
        }
    }

    #[test]
    fn reducing_drops_prose_but_not_a_field_that_is_called_description() {
        let whole = serde_json::json!({
            "description": "prose", "properties": {"description": {"type": "string", "example": "x"}},
        });
        assert_eq!(
            bare(&whole),
            serde_json::json!({"properties": {"description": {"type": "string"}}})
        );
    }
}
