//! Checks of a template message (sources §1.6, §3: 132000 and following).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{super::answer::Answer, refuse};
use crate::{Template, Waba};

/// Longest body with its values, in characters (sources §8.17).
const LONGEST_BODY: usize = 1_024;

/// A template that may be sent with these values.
#[derive(Debug)]
pub(super) struct Sendable {
    pub(super) category: String,
    pub(super) held: bool,
}

/// `with_phone`: whether the recipient's phone is known.
pub(super) fn check(waba: &Waba, message: &Value, with_phone: bool) -> Result<Sendable, Answer> {
    let text = |value: &Value, name: &str| match value.as_str().filter(|text| !text.is_empty()) {
        Some(text) => Ok(text.to_owned()),
        None => Err(refuse(131_008, &format!("The parameter {name} is required."))),
    };
    let name = text(&message["name"], "template['name']")?;
    let language = text(&message["language"]["code"], "template['language']['code']")?;
    let template = waba
        .templates
        .iter()
        .find(|template| template.name == name && template.language == language)
        .ok_or_else(|| {
            refuse(
                132_001,
                &format!("template name ({name}) does not exist in {language}"),
            )
        })?;
    match template.status.as_str() {
        "APPROVED" | "FLAGGED" | "REINSTATED" => {}
        "PAUSED" => return Err(refuse(132_015, "The template is paused because of low quality.")),
        "DISABLED" => {
            return Err(refuse(
                132_016,
                "The template is disabled because of low quality.",
            ));
        }
        _ => {
            let details = format!("template name ({name}) is not approved in {language}");
            return Err(refuse(132_001, &details));
        }
    }
    if template.category == "AUTHENTICATION" && !with_phone {
        return Err(refuse(131_062, "Authentication templates need a phone number."));
    }
    parameters(template, &message["components"])?;
    Ok(Sendable {
        category: template.category.clone(),
        held: template.held,
    })
}

fn parameters(template: &Template, given: &Value) -> Result<(), Answer> {
    let parts = template
        .components
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let part = |kind: &str| parts.iter().find(|part| part["type"] == kind);
    let body = part("BODY")
        .and_then(|body| body["text"].as_str())
        .unwrap_or_default();
    let values = values_of(given, "body");
    count("body", body, &values)?;
    let mut places = variables(body);
    let named = template.parameter_format == "NAMED";
    // Numbers are matched by their value: 1, 2, 10.
    places.sort_by_key(|place| place.parse::<u32>().unwrap_or(u32::MAX));
    let mut rendered = body.to_owned();
    for (at, value) in values.iter().enumerate() {
        let place = if named {
            let name = value["parameter_name"].as_str().unwrap_or_default();
            places.iter().find(|place| **place == name)
        } else {
            places.get(at)
        };
        let Some(place) = place else {
            return Err(refuse(
                100,
                "body: Parameter name is missing or not one of the template's",
            ));
        };
        rendered = rendered.replace(&format!("{{{{{place}}}}}"), checked("body", value)?);
    }
    if rendered.chars().count() > LONGEST_BODY {
        return Err(refuse(
            132_005,
            &format!("body is longer than {LONGEST_BODY} characters"),
        ));
    }
    if let Some(header) = part("HEADER") {
        let values = values_of(given, "header");
        match header["format"].as_str() {
            None | Some("TEXT") => {
                count("header", header["text"].as_str().unwrap_or_default(), &values)?;
                for value in &values {
                    checked("header", value)?;
                }
            }
            Some(format) => {
                let fits = values.first().and_then(|value| value["type"].as_str());
                if !fits.is_some_and(|kind| kind.eq_ignore_ascii_case(format)) {
                    return Err(refuse(132_012, &format!("header: expected {format}")));
                }
            }
        }
    }
    let buttons = part("BUTTONS").and_then(|part| part["buttons"].as_array());
    for (at, button) in buttons.into_iter().flatten().enumerate() {
        let needs =
            button["url"].as_str().is_some_and(|url| url.contains("{{")) || button["type"] == "COPY_CODE";
        // Meta takes the index as number and as text.
        let text = at.to_string();
        let has = given.as_array().into_iter().flatten().any(|part| {
            part["type"]
                .as_str()
                .is_some_and(|kind| kind.eq_ignore_ascii_case("button"))
                && (part["index"] == at || part["index"] == text.as_str())
        });
        if needs && !has {
            return Err(refuse(
                131_008,
                &format!("buttons: Button at index {at} of type Url requires a parameter"),
            ));
        }
    }
    Ok(())
}

fn count(part: &str, text: &str, values: &[Value]) -> Result<(), Answer> {
    let expected = variables(text).len();
    if values.len() == expected {
        return Ok(());
    }
    let details = format!(
        "{part}: number of localizable_params ({}) does not match the expected number of params ({expected})",
        values.len()
    );
    Err(refuse(132_000, &details))
}

/// The text of a value that fits: no line break, tab or run of more than four spaces.
fn checked<'a>(part: &str, value: &'a Value) -> Result<&'a str, Answer> {
    let text = match value["type"].as_str() {
        Some("text") | None => value["text"].as_str(),
        Some(kind @ ("currency" | "date_time")) => value[kind]["fallback_value"].as_str(),
        Some(_) => None,
    };
    match text {
        Some(text) if text.contains(['\n', '\t']) || text.contains("     ") => Err(refuse(
            132_012,
            &format!(
                "{part}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
            ),
        )),
        Some(text) if !text.is_empty() => Ok(text),
        Some(_) => Err(refuse(131_008, &format!("{part}: a parameter is empty"))),
        None => Err(refuse(132_012, &format!("{part}: expected TEXT"))),
    }
}

fn values_of(given: &Value, part: &str) -> Vec<Value> {
    given
        .as_array()
        .into_iter()
        .flatten()
        .filter(|component| {
            component["type"]
                .as_str()
                .is_some_and(|kind| kind.eq_ignore_ascii_case(part))
        })
        .flat_map(|component| component["parameters"].as_array().cloned().unwrap_or_default())
        .collect()
}

/// Names of the variables in a text, each once, in order of first use.
fn variables(text: &str) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    text.split("{{")
        .skip(1)
        .filter_map(|part| part.split_once("}}").map(|(name, _)| name))
        .filter(|name| seen.insert(*name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_used_twice_counts_once() {
        assert_eq!(variables("Hola {{1}}, {{2}} y {{1}}."), ["1", "2"]);
        assert!(variables("Hola {1} {{").is_empty());
    }
}
