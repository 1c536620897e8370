//! Selection by `fields=`.

use serde_json::{Map, Value};

use crate::graph::answer::Answer;

/// The kind of a record: what it may be asked for, and what it answers unasked.
pub(crate) struct Kind {
    /// Meta's name, as it appears in error messages.
    pub(crate) name: &'static str,
    /// Every field that exists.
    pub(crate) all: &'static [&'static str],
    /// Fields answered when none are named.
    pub(crate) default: &'static [&'static str],
}

/// Picks the fields named in `wanted` (`a,b{c,d}`) out of `record`. The id is
/// always there; a field that exists but has no value is left out.
pub(crate) fn select(
    kind: &Kind,
    record: &Map<String, Value>,
    wanted: Option<&str>,
) -> Result<Value, Answer> {
    let wanted: Vec<(String, Option<String>)> = match wanted.filter(|text| !text.trim().is_empty()) {
        Some(text) => split(text),
        None => kind
            .default
            .iter()
            .map(|name| ((*name).to_owned(), None))
            .collect(),
    };
    let mut out = Map::new();
    for (name, inner) in wanted {
        // What was added by hand exists too.
        if !kind.all.contains(&name.as_str()) && !record.contains_key(&name) {
            return Err(Answer::invalid(&format!(
                "(#100) Tried accessing nonexisting field ({name}) on node type ({})",
                kind.name
            )));
        }
        if let Some(value) = record.get(&name) {
            out.insert(
                name,
                inner.map_or_else(|| value.clone(), |inner| narrow(value, &inner)),
            );
        }
    }
    if let Some(id) = record.get("id") {
        out.insert("id".into(), id.clone());
    }
    Ok(Value::Object(out))
}

/// Lays `extra` over a record; `null` removes a field.
pub(crate) fn overlay(record: &mut Map<String, Value>, extra: &Map<String, Value>) {
    for (name, value) in extra {
        if value.is_null() {
            record.remove(name);
        } else {
            record.insert(name.clone(), value.clone());
        }
    }
}

/// `b{c,d}`: only the inner fields named; unknown ones are passed over.
fn narrow(value: &Value, inner: &str) -> Value {
    match value {
        Value::Object(object) => {
            let names = split(inner);
            object
                .iter()
                .filter(|(name, _)| names.iter().any(|(wanted, _)| wanted == *name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect::<Map<_, _>>()
                .into()
        }
        Value::Array(items) => items.iter().map(|item| narrow(item, inner)).collect(),
        other => other.clone(),
    }
}

/// Splits at commas outside of brackets of any kind.
pub(crate) fn split(text: &str) -> Vec<(String, Option<String>)> {
    let (mut out, mut depth, mut part) = (Vec::new(), 0_u32, String::new());
    // An open bracket at the end belongs to the last name.
    let open = text.chars().filter(|c| "{([".contains(*c)).count();
    let shut = text.chars().filter(|c| "})]".contains(*c)).count();
    let missing = "}".repeat(open.saturating_sub(shut));
    for c in text.chars().chain(missing.chars()).chain([',']) {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let whole = std::mem::take(&mut part);
                let (name, inner) = whole
                    .split_once('{')
                    .map_or((whole.as_str(), None), |(n, i)| (n, Some(i)));
                let name = name.trim();
                if !name.is_empty() {
                    out.push((name.to_owned(), inner.map(|i| i.trim_end_matches('}').to_owned())));
                }
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KIND: Kind = Kind {
        name: "Thing",
        all: &["id", "name", "inner", "empty"],
        default: &["name"],
    };

    fn record() -> Map<String, Value> {
        json!({"id": "1", "name": "n", "inner": {"a": 1, "b": 2}})
            .as_object()
            .unwrap()
            .clone()
    }

    #[test]
    fn defaults_and_selection_always_carry_the_id() {
        assert_eq!(
            select(&KIND, &record(), None).unwrap(),
            json!({"id": "1", "name": "n"})
        );
        assert_eq!(
            select(&KIND, &record(), Some("inner{b},empty")).unwrap(),
            json!({"id": "1", "inner": {"b": 2}})
        );
    }

    #[test]
    fn a_field_that_does_not_exist_is_refused() {
        let answer = select(&KIND, &record(), Some("name,colour")).unwrap_err();
        assert_eq!(answer.body["error"]["code"], 100);
    }
}
