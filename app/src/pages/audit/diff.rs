//! What a change changed, field by field, in words.

use std::collections::BTreeSet;

use domain::{lang::Lang, time::Millis};
use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::{components::format::Times, words::audit as words};

/// A field that differs: its name, and both values in words.
#[derive(Debug, PartialEq, Eq)]
struct Changed {
    field: String,
    before: String,
    after: String,
}

/// The fields that differ as a small table, or a sentence when there are none.
pub(super) fn changes(lang: Lang, times: &Times, before: Option<&str>, after: Option<&str>) -> AnyView {
    let changed = compare(lang, times, &fields(before), &fields(after));
    if changed.is_empty() {
        return view! { <p class="hint">{words::no_fields(lang)}</p> }.into_any();
    }
    let rows = changed
        .into_iter()
        .map(|Changed { field, before, after }| {
            view! {
                <tr>
                    <th scope="row">{field}</th>
                    <td>{before}</td>
                    <td>{after}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="diff">
            <thead>
                <tr>
                    <th scope="col">{words::field(lang)}</th>
                    <th scope="col">{words::before(lang)}</th>
                    <th scope="col">{words::after(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The stored state as fields; anything but an object is one nameless field.
fn fields(json: Option<&str>) -> Map<String, Value> {
    match json.and_then(|json| serde_json::from_str(json).ok()) {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(fields)) => fields,
        Some(other) => Map::from_iter([(String::new(), other)]),
    }
}

fn compare(
    lang: Lang,
    times: &Times,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<Changed> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| Changed {
            field: words::field_name(lang, name),
            before: shown(lang, times, name, before.get(name)),
            after: shown(lang, times, name, after.get(name)),
        })
        .collect()
}

/// A value in words. Instants are stored as milliseconds in fields ending in `_at`.
fn shown(lang: Lang, times: &Times, field: &str, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::Bool(true)) => words::yes(lang).to_owned(),
        Some(Value::Bool(false)) => words::no(lang).to_owned(),
        Some(Value::String(text)) if text.is_empty() => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => match number.as_i64() {
            Some(at) if field.ends_with("_at") => times.moment(Millis(at)),
            _ => number.to_string(),
        },
        Some(Value::Array(values)) => values
            .iter()
            .map(|value| shown(lang, times, field, Some(value)))
            .collect::<Vec<_>>()
            .join(", "),
        Some(object @ Value::Object(_)) => object.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown_and_in_words() {
        let times = Times::new(Lang::En, "Europe/Madrid", Millis(1_795_167_720_000));
        let before = fields(Some(
            r#"{"name":"Goiko","whatsapp_enabled":false,"city":"Bilbao"}"#,
        ));
        let after = fields(Some(
            r#"{"name":"Goiko","whatsapp_enabled":true,"city":null,"switched_at":1795167720000}"#,
        ));
        let changed = compare(Lang::En, &times, &before, &after);
        let lines: Vec<_> = changed
            .iter()
            .map(|c| (c.field.as_str(), c.before.as_str(), c.after.as_str()))
            .collect();
        assert_eq!(
            lines,
            [
                ("City", "Bilbao", "–"),
                ("switched_at", "–", "Today 10:42"),
                ("Messages on", "no", "yes")
            ]
        );
    }

    #[test]
    fn what_is_not_json_is_nothing() {
        assert!(fields(Some("{broken")).is_empty());
        assert!(fields(None).is_empty());
    }
}
