//! What lists, search and fingerprints need of a template's components.

use domain::tenant::search_key;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Characters of the body that lists show.
const PREVIEW: usize = 120;

/// The text of a component.
#[must_use]
pub(super) fn part<'a>(components: &'a Value, kind: &str) -> Option<&'a str> {
    components
        .as_array()?
        .iter()
        .find(|part| {
            part["type"]
                .as_str()
                .is_some_and(|found| found.eq_ignore_ascii_case(kind))
        })?
        .get("text")?
        .as_str()
}

/// The start of the body.
pub(super) fn preview(components: &Value) -> String {
    part(components, "BODY")
        .unwrap_or_default()
        .chars()
        .take(PREVIEW)
        .collect()
}

/// What a search looks in: name, header, body and footer.
pub(super) fn search(name: &str, components: &Value) -> String {
    let texts = ["HEADER", "BODY", "FOOTER"]
        .into_iter()
        .filter_map(|kind| part(components, kind));
    let all: Vec<&str> = std::iter::once(name).chain(texts).collect();
    search_key(&all.join("\n"))
}

/// Tells one text from another. Examples do not count: Meta answers other
/// addresses for the same sample file each time.
pub(super) fn fingerprint(components: &Value) -> String {
    let mut bare = String::new();
    write(components, &mut bare);
    let digest = Sha256::digest(bare.as_bytes());
    hex::encode(digest.get(..12).unwrap_or_default())
}

/// Writes a value so that only what a reader would notice makes a difference.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> =
                map.iter().filter(|(key, value)| counts(key, value)).collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in entries {
                out.push_str(key);
                out.push(':');
                match value {
                    Value::String(word) if matches!(key.as_str(), "type" | "format" | "otp_type") => {
                        out.push_str(&word.to_ascii_uppercase());
                    }
                    other => write(other, out),
                }
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for value in list {
                write(value, out);
                out.push(',');
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// Whether a property counts: not what Meta fills in by itself.
fn counts(key: &str, value: &Value) -> bool {
    match key {
        "example" => false,
        "format" => value != "TEXT",
        "add_security_recommendation" => *value != Value::Bool(false),
        _ => !value.is_null(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fingerprint_is_of_what_people_read() {
        let ours = json!([{"type": "header", "text": "Hola"}, {"type": "BODY", "text": "A {{1}}.", "example": {"body_text": [["x"]]}}]);
        let metas = json!([{"format": "TEXT", "type": "HEADER", "text": "Hola"}, {"text": "A {{1}}.", "type": "BODY"}]);
        assert_eq!(fingerprint(&ours), fingerprint(&metas));
        let other = json!([{"type": "HEADER", "text": "Hola"}, {"type": "BODY", "text": "B {{1}}."}]);
        assert_ne!(fingerprint(&ours), fingerprint(&other));
    }
}
