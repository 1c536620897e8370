//! Shapes of what goes over the wire.

use domain::lang::Lang;
use leptos::prelude::*;
use serde_json::Value;

use crate::{
    components::icon::{Icon, icon},
    words::api_docs as words,
};

/// A named shape with its fields.
pub(super) fn section(lang: Lang, name: &str, schema: &Value) -> AnyView {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let fields = schema.get("properties").and_then(Value::as_object).map(|fields| {
        fields
            .iter()
            .map(|(field, shape)| {
                let must = required.contains(&field.as_str()).then(|| words::required(lang));
                view! {
                    <tr>
                        <th scope="row"><code>{field.clone()}</code></th>
                        <td>{kind(shape)}{must.map(|must| view! { " "<span class="tag">{must}</span> })}</td>
                        <td>{rich(shape)}</td>
                    </tr>
                }
            })
            .collect_view()
    });
    let own = kind(schema);
    view! {
        <details class="disclosure" id=anchor(name)>
            <summary>{icon(Icon::Right)}<code>{name.to_owned()}</code></summary>
            <p class="soft" lang="en">{rich(schema)}</p>
            {match fields {
                Some(rows) => view! { <table class="diff api__table" lang="en"><tbody>{rows}</tbody></table> }.into_any(),
                None => view! { <p>{own}</p> }.into_any(),
            }}
        </details>
    }
    .into_any()
}

/// Where a shape is described on the page.
fn anchor(name: &str) -> String {
    format!("shape-{name}")
}

/// What a schema is called, with a link when it has a name of its own.
pub(super) fn kind(schema: &Value) -> AnyView {
    if let Some(name) = reference(schema) {
        return view! { <a href=format!("#{}", anchor(name))><code>{name.to_owned()}</code></a> }.into_any();
    }
    if schema.get("type").and_then(Value::as_str) == Some("array") {
        let of = schema.get("items").map(kind);
        return view! { "["{of}"]" }.into_any();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema.get(several).and_then(Value::as_array) {
            let choices = choices
                .iter()
                .enumerate()
                .map(|(index, choice)| view! { {(index > 0).then_some(" | ")} {kind(choice)} })
                .collect_view();
            return choices.into_any();
        }
    }
    view! { <code>{plain(schema)}</code> }.into_any()
}

/// Type and format of a schema without a name, for example `string (date-time)`.
fn plain(schema: &Value) -> String {
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => "any".to_owned(),
    };
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" | ");
    }
    match schema.get("format").and_then(Value::as_str) {
        Some(format) => format!("{kind} ({format})"),
        None => kind,
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.rsplit('/').next()
}

/// A description; what stands between backticks is code.
pub(super) fn rich(value: &Value) -> AnyView {
    description(value)
        .split('`')
        .enumerate()
        .map(|(index, part)| {
            let part = part.to_owned();
            if index.is_multiple_of(2) {
                part.into_any()
            } else {
                view! { <code>{part}</code> }.into_any()
            }
        })
        .collect_view()
        .into_any()
}

/// The description of anything in the document.
fn description(value: &Value) -> String {
    value
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_are_named_for_people() {
        assert_eq!(
            plain(&json!({"type": "string", "format": "date-time"})),
            "string (date-time)"
        );
        assert_eq!(plain(&json!({"type": ["string", "null"]})), "string | null");
        assert_eq!(
            plain(&json!({"type": "string", "enum": ["a", "b"]})),
            "\"a\" | \"b\""
        );
        assert_eq!(
            reference(&json!({"$ref": "#/components/schemas/Tenant"})),
            Some("Tenant")
        );
    }
}
