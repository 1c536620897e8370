//! The parts of a template that take more than one field: header, samples, buttons.

use domain::template::{Button, ButtonKind, Component, Header, HeaderFormat, OtpType, Samples, variables};
use serde_json::{Map, Value};

use super::fields::{Fields, word};
use crate::light_json;

/// The header; what the form does not show of it comes from `base`.
pub(super) fn header(fields: &Fields<'_>, prefix: &str, base: &[Component]) -> Header {
    let at = |key: &str| fields.get(&format!("{prefix}{key}"));
    let format = HeaderFormat::parse(at("header"));
    let mut header = base
        .iter()
        .find_map(|part| match part {
            Component::Header(header) if header.format == format => Some(header.clone()),
            _ => None,
        })
        .unwrap_or_else(|| Header::of(format.clone()));
    if format == HeaderFormat::Text {
        at("header_text").clone_into(&mut header.text);
        header.samples = samples(fields, &format!("{prefix}hs."), at("header_text"));
    } else {
        header.text.clear();
        header.samples = Samples::default();
    }
    header.handles = if format.is_media() {
        word(at("header_handle").trim())
            .map(str::to_owned)
            .into_iter()
            .collect()
    } else {
        Vec::new()
    };
    header
}

/// The samples of a text's variables. Those that were not given stay empty, so
/// that the others keep their places.
pub(super) fn samples(fields: &Fields<'_>, prefix: &str, text: &str) -> Samples {
    let mut samples = Samples::default();
    for name in variables::names(text) {
        let given = fields.get(&format!("{prefix}{name}")).to_owned();
        match variables::number(name).and_then(|number| usize::try_from(number).ok()) {
            // Places beyond any limit of Meta's are told by the rules, not filled.
            Some(number @ 1..=100) => {
                if samples.positional.len() < number {
                    samples.positional.resize(number, String::new());
                }
                if let Some(place) = samples.positional.get_mut(number - 1) {
                    *place = given;
                }
            }
            Some(_) => {}
            None => samples.named.push((name.to_owned(), given)),
        }
    }
    // Without any sample there is no example to write at all.
    if samples.positional.iter().all(String::is_empty) {
        samples.positional.clear();
    }
    samples.named.retain(|(_, given)| !given.is_empty());
    samples
}

/// A button of this kind; what the form does not show of it comes from its base.
pub(super) fn button(fields: &Fields<'_>, prefix: &str, kind: &str) -> Button {
    let at = |key: &str| fields.get(&format!("{prefix}{key}"));
    let kind = ButtonKind::parse(kind);
    let base = light_json::read(at("base"));
    let base = match Component::read(object([
        ("type", Value::from("BUTTONS")),
        ("buttons", Value::Array(vec![base])),
    ])) {
        Component::Buttons(mut buttons, _) => buttons.pop().filter(|button| button.kind == kind),
        _ => None,
    };
    let mut button = base.unwrap_or_else(|| Button::of(kind.clone(), ""));
    at("text").trim().clone_into(&mut button.text);
    at("url").trim().clone_into(&mut button.url);
    at("phone").trim().clone_into(&mut button.phone_number);
    button.otp_type = word(at("otp"))
        .map(OtpType::parse)
        .filter(|_| kind == ButtonKind::Otp);
    if kind == ButtonKind::Flow {
        put(
            &mut button.raw,
            "flow_id",
            word(at("flow").trim()).map(Value::from),
        );
    }
    if kind == ButtonKind::Otp
        && button
            .otp_type
            .as_ref()
            .is_some_and(|how| *how != OtpType::CopyCode)
    {
        let (package, signature) = (at("package").trim(), at("signature").trim());
        let apps = (!package.is_empty() || !signature.is_empty()).then(|| {
            Value::Array(vec![object([
                ("package_name", Value::from(package)),
                ("signature_hash", Value::from(signature)),
            ])])
        });
        put(&mut button.raw, "supported_apps", apps);
    }
    button.example = word(at("example").trim())
        .map(str::to_owned)
        .into_iter()
        .collect();
    button
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

fn put(raw: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    match value {
        Some(value) => raw.insert(key.to_owned(), value),
        None => raw.remove(key),
    };
}
