//! Whether the values of a template message fit its template, and what the
//! customer will read. Values are matched by number or by name: `{{10}}` comes
//! after `{{2}}`, and the order in which named values are given plays no part.

use domain::template::variables::names as variables;
use serde_json::Value;

/// Longest body with its values, in characters (sources §8).
const LONGEST_BODY: usize = 1_024;
/// Most spaces in a row inside a value (sources §1.6).
const SPACES: &str = "     ";

/// A value that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where, for example `template.components.body.parameters[2]`.
    pub field: String,
    /// Stable key: `count`, `missing`, `unknown`, `empty`, `line_break`,
    /// `tab`, `spaces`, `kind` or `too_long`.
    pub what: &'static str,
    /// In words, for programmers.
    pub detail: String,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Everything that does not fit; empty when all does.
    pub misfits: Vec<Misfit>,
    /// The body with its values.
    pub body: String,
}

/// Checks the `components` of a message against those of its template.
#[must_use]
pub fn check(template: &Value, given: &Value) -> Checked {
    let mut out = Checked::default();
    let parts = template.as_array().map(Vec::as_slice).unwrap_or_default();
    let part = |kind: &str| parts.iter().find(|part| is(part, kind));
    for unknown in list(given).filter(|c| !["header", "body", "button"].iter().any(|kind| is(c, kind))) {
        let kind = unknown["type"].as_str().unwrap_or_default().to_lowercase();
        // Carousels and offers have forms of their own, which Meta checks.
        if !["carousel", "limited_time_offer", "footer"].contains(&kind.as_str()) {
            out.miss(
                "template.components",
                "unknown",
                format!("there is no component of type {kind:?}"),
            );
        }
    }
    let text = part("BODY")
        .and_then(|body| body["text"].as_str())
        .unwrap_or_default();
    out.body = values(&mut out.misfits, "body", text, &parameters(given, "body"));
    if out.body.chars().count() > LONGEST_BODY {
        let detail = format!("the body has more than {LONGEST_BODY} characters with these values");
        out.miss("template.components.body", "too_long", detail);
    }
    header(&mut out, part("HEADER"), given);
    buttons(&mut out, part("BUTTONS"), given);
    out
}

impl Checked {
    fn miss(&mut self, field: &str, what: &'static str, detail: String) {
        self.misfits.push(Misfit {
            field: field.to_owned(),
            what,
            detail,
        });
    }
}

fn header(out: &mut Checked, header: Option<&Value>, given: &Value) {
    let parameters = parameters(given, "header");
    let Some(header) = header else {
        if !parameters.is_empty() {
            out.miss(
                "template.components.header",
                "unknown",
                "the template has no header".to_owned(),
            );
        }
        return;
    };
    match header["format"].as_str() {
        None | Some("TEXT") => {
            values(
                &mut out.misfits,
                "header",
                header["text"].as_str().unwrap_or_default(),
                &parameters,
            );
        }
        Some(format) => {
            let kind = parameters
                .first()
                .and_then(|value| value["type"].as_str())
                .unwrap_or_default();
            if !kind.eq_ignore_ascii_case(format) {
                let detail = format!("the header needs a parameter of type {}", format.to_lowercase());
                out.miss("template.components.header.parameters[0]", "kind", detail);
            }
        }
    }
}

fn buttons(out: &mut Checked, part: Option<&Value>, given: &Value) {
    let buttons = part.and_then(|part| part["buttons"].as_array());
    for (at, button) in buttons.into_iter().flatten().enumerate() {
        let needs = button["url"].as_str().is_some_and(|url| url.contains("{{")) || is(button, "COPY_CODE");
        let given = list(given).find(|c| {
            is(c, "button")
                && (c["index"] == at || c["index"].as_str().and_then(|index| index.parse().ok()) == Some(at))
        });
        let field = format!("template.components.button[{at}]");
        let value = given.map(|c| &c["parameters"][0]);
        match value {
            None if needs => out.miss(&field, "missing", format!("button {at} needs a parameter")),
            Some(value) if needs => {
                if let Some(text) = value["text"].as_str() {
                    fits(&mut out.misfits, &field, text);
                }
            }
            _ => {}
        }
    }
}

/// Checks the values of one text and answers the text with them.
fn values(misfits: &mut Vec<Misfit>, part: &str, text: &str, given: &[&Value]) -> String {
    let names = variables(text);
    let mut miss = |field: String, what, detail: String| misfits.push(Misfit { field, what, detail });
    let named = names.iter().any(|name| name.parse::<u32>().is_err());
    let at = |i: usize| format!("template.components.{part}.parameters[{i}]");
    if named {
        for (i, value) in given.iter().enumerate() {
            match value["parameter_name"].as_str() {
                None => miss(at(i), "missing", "parameter_name is missing".to_owned()),
                Some(name) if !names.contains(&name) => {
                    miss(at(i), "unknown", format!("the template has no {{{{{name}}}}}"));
                }
                Some(_) => {}
            }
        }
    }
    if given.len() != names.len() {
        let detail = format!(
            "the template has {} values here, {} were given",
            names.len(),
            given.len()
        );
        miss(format!("template.components.{part}.parameters"), "count", detail);
    }
    let mut rendered = text.to_owned();
    for (i, name) in names.iter().enumerate() {
        let found = if named {
            given
                .iter()
                .enumerate()
                .find(|(_, value)| value["parameter_name"] == **name)
        } else {
            given.iter().enumerate().nth(i)
        };
        let Some((place, value)) = found else {
            if named {
                miss(
                    format!("template.components.{part}"),
                    "missing",
                    format!("{{{{{name}}}}} has no value"),
                );
            }
            continue;
        };
        match written(value) {
            Some(text) => rendered = rendered.replace(&format!("{{{{{name}}}}}"), text),
            None => miss(
                at(place),
                "kind",
                format!("{{{{{name}}}}} needs a parameter of type text"),
            ),
        }
    }
    for (i, value) in given.iter().enumerate() {
        if let Some(text) = written(value) {
            fits(misfits, &at(i), text);
        }
    }
    rendered
}

/// Whether a value may stand in a template (sources §1.6).
fn fits(misfits: &mut Vec<Misfit>, field: &str, text: &str) {
    let what = if text.is_empty() {
        ("empty", "a value is empty")
    } else if text.contains(['\n', '\r']) {
        ("line_break", "a value has a line break")
    } else if text.contains('\t') {
        ("tab", "a value has a tab")
    } else if text.contains(SPACES) {
        ("spaces", "a value has more than four spaces in a row")
    } else {
        return;
    };
    misfits.push(Misfit {
        field: field.to_owned(),
        what: what.0,
        detail: what.1.to_owned(),
    });
}

/// The text that a parameter shows.
fn written(value: &Value) -> Option<&str> {
    match value["type"].as_str() {
        Some("text") | None => value["text"].as_str(),
        Some(kind @ ("currency" | "date_time")) => value[kind]["fallback_value"].as_str(),
        Some(_) => None,
    }
}

fn parameters<'a>(given: &'a Value, kind: &str) -> Vec<&'a Value> {
    list(given)
        .filter(|c| is(c, kind))
        .flat_map(|c| list(&c["parameters"]))
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn is(component: &Value, kind: &str) -> bool {
    component["type"]
        .as_str()
        .is_some_and(|found| found.eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn texts(values: &[&str]) -> Value {
        let parameters: Vec<Value> = values
            .iter()
            .map(|v| json!({"type": "text", "text": v}))
            .collect();
        json!([{"type": "body", "parameters": parameters}])
    }

    #[test]
    fn the_tenth_value_comes_after_the_second() {
        let text = (1..=10)
            .rev()
            .map(|n| format!("{{{{{n}}}}}"))
            .collect::<Vec<_>>()
            .join(" ");
        let values: Vec<String> = (1..=10).map(|n| format!("v{n}")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let checked = check(&json!([{"type": "BODY", "text": text}]), &texts(&values));
        assert_eq!(checked.misfits, []);
        assert_eq!(checked.body, "v10 v9 v8 v7 v6 v5 v4 v3 v2 v1");
    }

    #[test]
    fn named_values_come_in_any_order() {
        let template = json!([{"type": "BODY", "text": "Hola {{name}}, pedido {{order}}."}]);
        let given = json!([{"type": "body", "parameters": [
            {"type": "text", "parameter_name": "order", "text": "7"},
            {"type": "text", "parameter_name": "name", "text": "Ana"},
        ]}]);
        let checked = check(&template, &given);
        assert_eq!(
            (checked.misfits.len(), checked.body.as_str()),
            (0, "Hola Ana, pedido 7.")
        );
        let wrong = json!([{"type": "body", "parameters": [{"type": "text", "parameter_name": "nme", "text": "Ana"}]}]);
        let whats: Vec<_> = check(&template, &wrong).misfits.iter().map(|m| m.what).collect();
        assert_eq!(whats, ["unknown", "count", "missing", "missing"]);
    }

    #[rstest]
    #[case(&["a"], "count", "template.components.body.parameters")]
    #[case(&["a", "b", "c"], "count", "template.components.body.parameters")]
    #[case(&["a", "b\nc"], "line_break", "template.components.body.parameters[1]")]
    #[case(&["a\tb", "c"], "tab", "template.components.body.parameters[0]")]
    #[case(&["a     b", "c"], "spaces", "template.components.body.parameters[0]")]
    #[case(&["", "c"], "empty", "template.components.body.parameters[0]")]
    fn what_does_not_fit_is_named(#[case] values: &[&str], #[case] what: &str, #[case] field: &str) {
        let checked = check(
            &json!([{"type": "BODY", "text": "{{1}} y {{2}}."}]),
            &texts(values),
        );
        assert_eq!(
            checked
                .misfits
                .iter()
                .map(|m| (m.what, m.field.as_str()))
                .collect::<Vec<_>>(),
            [(what, field)]
        );
    }

    #[test]
    fn a_header_and_a_button_want_their_own() {
        let template = json!([
            {"type": "HEADER", "format": "DOCUMENT"}, {"type": "BODY", "text": "Hola."},
            {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://a.test/{{1}}"}]},
        ]);
        let whats: Vec<_> = check(&template, &Value::Null)
            .misfits
            .iter()
            .map(|m| m.what)
            .collect();
        assert_eq!(whats, ["kind", "missing"]);
        let given = json!([
            {"type": "header", "parameters": [{"type": "document", "document": {"id": "1"}}]},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "7"}]},
        ]);
        assert_eq!(check(&template, &given).misfits, []);
    }
}
