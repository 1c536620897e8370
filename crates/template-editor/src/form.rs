//! The fields of the template editor: how a template stands in a form, and what
//! a form says about a template. The server and the browser read it alike.
//!
//! Fields of all languages: `name`, `category`, `format`, `ttl`. Fields of the
//! language at place *i* begin with `l{i}.`: `language`, `base` (JSON of the
//! components as they were, for what the form does not show), `header`,
//! `header_text`, `header_handle`, `hs.{variable}` (samples of the header),
//! `body`, `s.{variable}` (samples of the body), `footer`, `minutes`,
//! `security`. Buttons follow as `l{i}.b{k}.` with `kind`, `text`, `url`,
//! `phone`, `example`, `otp`, `flow`, `package`, `signature` and `base`. The `id` of a control is its name with
//! `-` instead of `.`.

use domain::template::{
    Button, ButtonKind, Component, Header, HeaderFormat, OtpType, ParameterFormat, Samples, Template,
    TemplateCategory, variables,
};
use serde_json::{Map, Value};

use crate::light_json;

/// Most languages and most buttons that are read; Meta takes fewer buttons,
/// and one too many has to be told, not lost.
const MOST: usize = 40;

/// What a form says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edited {
    /// The name.
    pub name: String,
    /// Meta's word for the category; may be empty.
    pub category: String,
    /// `POSITIONAL` or `NAMED`; may be empty.
    pub format: String,
    /// For how many seconds Meta tries to deliver, as it was typed.
    pub ttl: String,
    /// One template for each language, in the order of the form.
    pub languages: Vec<Template>,
}

impl Edited {
    /// Reads fields; of a field that appears twice the last value counts.
    #[must_use]
    pub fn read<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let fields = Fields::of(fields);
        let mut edited = Self {
            name: fields.get("name").trim().to_owned(),
            category: fields.get("category").to_owned(),
            format: fields.get("format").to_owned(),
            ttl: fields.get("ttl").trim().to_owned(),
            languages: Vec::new(),
        };
        edited.languages = (0..MOST)
            .map_while(|i| {
                let prefix = format!("l{i}.");
                let language = fields.find(&format!("{prefix}language"))?;
                Some(edited.template(&fields, &prefix, language))
            })
            .collect();
        edited
    }

    /// For how many seconds Meta tries to deliver, if that was said.
    #[must_use]
    pub fn ttl_seconds(&self) -> Option<i64> {
        self.ttl.parse().ok()
    }

    fn template(&self, fields: &Fields<'_>, prefix: &str, language: &str) -> Template {
        let authentication = self.category == TemplateCategory::Authentication.as_str();
        let at = |key: &str| fields.get(&format!("{prefix}{key}")).to_owned();
        let base = base(&at("base"));
        let mut components = Vec::new();
        if !at("header").is_empty() {
            components.push(Component::Header(header(fields, prefix, &base)));
        }
        components.extend(
            base.iter()
                .filter(|part| matches!(part, Component::LimitedTimeOffer(_)))
                .cloned(),
        );
        let text = at("body");
        if authentication || !text.is_empty() {
            let mut body = base
                .iter()
                .find_map(|part| match part {
                    Component::Body(body) => Some(body.clone()),
                    _ => None,
                })
                .unwrap_or_default();
            body.samples = samples(fields, &format!("{prefix}s."), &text);
            body.add_security_recommendation = authentication.then(|| !at("security").is_empty());
            body.text = text;
            components.push(Component::Body(body));
        }
        let (small, minutes) = (at("footer"), at("minutes"));
        let minutes: Option<i64> = minutes.trim().parse().ok().filter(|_| authentication);
        if !small.is_empty() || minutes.is_some() {
            let mut footer = base
                .iter()
                .find_map(|part| match part {
                    Component::Footer(footer) => Some(footer.clone()),
                    _ => None,
                })
                .unwrap_or_default();
            footer.text = small;
            footer.code_expiration_minutes = minutes;
            components.push(Component::Footer(footer));
        }
        let buttons: Vec<Button> = (0..MOST)
            .map_while(|k| {
                let prefix = format!("{prefix}b{k}.");
                let kind = fields.find(&format!("{prefix}kind"))?;
                Some(button(fields, &prefix, kind))
            })
            .collect();
        if !buttons.is_empty() {
            components.push(Component::Buttons(buttons, Map::default()));
        }
        components.extend(
            base.into_iter()
                .filter(|part| matches!(part, Component::Carousel(_) | Component::Other(_))),
        );
        let mut raw = Map::new();
        if let Some(seconds) = self.ttl_seconds() {
            raw.insert("message_send_ttl_seconds".to_owned(), Value::from(seconds));
        }
        Template {
            name: self.name.clone(),
            language: language.to_owned(),
            category: word(&self.category).map(TemplateCategory::parse),
            parameter_format: word(&self.format).map(ParameterFormat::parse),
            components,
            raw,
        }
    }
}

/// More fields than forty languages with all their buttons and samples have;
/// what comes after them is no form of ours.
const FIELDS_MAX: usize = 20_000;

/// Fields by name, sorted.
struct Fields<'a>(Vec<(&'a str, String)>);

impl<'a> Fields<'a> {
    fn of(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sorted: Vec<(&str, String)> = Vec::new();
        for (name, value) in fields {
            let value = value.replace("\r\n", "\n").replace('\r', "\n");
            match sorted.binary_search_by(|(known, _)| (*known).cmp(name)) {
                Ok(place) => {
                    if let Some(field) = sorted.get_mut(place) {
                        field.1 = value;
                    }
                }
                Err(place) if sorted.len() < FIELDS_MAX => sorted.insert(place, (name, value)),
                Err(_) => {}
            }
        }
        Self(sorted)
    }

    fn find(&self, name: &str) -> Option<&str> {
        let place = self.0.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.0.get(place).map(|(_, value)| value.as_str())
    }

    fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }
}

fn word(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The components that a form was made from; nothing when they cannot be read.
fn base(json: &str) -> Vec<Component> {
    match light_json::read(json) {
        Value::Array(list) => list.into_iter().map(Component::read).collect(),
        _ => Vec::new(),
    }
}

fn header(fields: &Fields<'_>, prefix: &str, base: &[Component]) -> Header {
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
fn samples(fields: &Fields<'_>, prefix: &str, text: &str) -> Samples {
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

fn button(fields: &Fields<'_>, prefix: &str, kind: &str) -> Button {
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

/// The id of the control that a place of a template's JSON stands in:
/// `/components/1/text` of the language at place 0 may be `l0-body`.
#[must_use]
pub fn control(template: &Template, place: usize, at: &str) -> Option<String> {
    let steps: Vec<&str> = at.split('/').skip(1).collect();
    let id = match steps.as_slice() {
        ["name"] => return Some("name".to_owned()),
        ["category"] => return Some("category".to_owned()),
        ["message_send_ttl_seconds"] => return Some("ttl".to_owned()),
        ["parameter_format"] => return Some("format".to_owned()),
        ["language"] => "language".to_owned(),
        ["components", index, rest @ ..] => {
            let part = index
                .parse()
                .ok()
                .and_then(|index: usize| template.components.get(index))?;
            match (part, rest) {
                (Component::Header(header), _) if header.format == HeaderFormat::Text => {
                    "header_text".to_owned()
                }
                (Component::Header(_), _) => "header".to_owned(),
                (Component::Body(_), _) => "body".to_owned(),
                (Component::Footer(_), ["code_expiration_minutes"]) => "minutes".to_owned(),
                (Component::Footer(_), _) => "footer".to_owned(),
                (Component::Buttons(..), ["buttons", k, rest @ ..]) => {
                    let field = match rest.first() {
                        Some(&"url") => "url",
                        Some(&"phone_number") => "phone",
                        Some(&"example") => "example",
                        _ => "text",
                    };
                    format!("b{k}-{field}")
                }
                (Component::Buttons(..), _) => "buttons".to_owned(),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(format!("l{place}-{id}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(fields: &[(&str, &str)]) -> Edited {
        Edited::read(fields.iter().copied())
    }

    #[test]
    fn a_form_becomes_the_body_of_metas_call() {
        let edited = read(&[
            ("name", " aviso "),
            ("category", "UTILITY"),
            ("l0.language", "es"),
            ("l0.header", "TEXT"),
            ("l0.header_text", "Pedido {{1}}"),
            ("l0.hs.1", "7"),
            ("l0.body", "Hola {{1}}:\r\nya {{2}}."),
            ("l0.s.1", "Ana"),
            ("l0.s.2", "está"),
            ("l0.footer", "Tu obrador"),
            ("l0.b0.kind", "URL"),
            ("l0.b0.text", "Ver"),
            ("l0.b0.url", "https://tahona.test/{{1}}"),
            ("l0.b0.example", "7"),
        ]);
        let value = edited.languages[0].to_value();
        assert_eq!(
            (value["name"].as_str(), value["language"].as_str()),
            (Some("aviso"), Some("es"))
        );
        assert_eq!(value["components"][1]["text"], "Hola {{1}}:\nya {{2}}.");
        assert_eq!(
            value["components"][1]["example"]["body_text"][0],
            json!(["Ana", "está"])
        );
        assert_eq!(
            value["components"][3]["buttons"][0]["url"],
            "https://tahona.test/{{1}}"
        );
    }

    #[test]
    fn samples_keep_their_places_and_names() {
        let edited = read(&[
            ("l0.language", "es"),
            ("l0.body", "{{10}} {{2}}"),
            ("l0.s.10", "diez"),
        ]);
        let body = edited.languages[0].body().unwrap();
        assert_eq!(body.samples.get("10"), Some("diez"));
        let edited = read(&[
            ("l0.language", "es"),
            ("l0.body", "Hola {{quien}}"),
            ("l0.s.quien", "Ana"),
        ]);
        assert_eq!(
            edited.languages[0].body().unwrap().samples.get("quien"),
            Some("Ana")
        );
    }

    #[test]
    fn what_the_form_does_not_show_is_kept() {
        let base = r#"[{"type":"CAROUSEL","cards":[{"components":[]}]},{"type":"NEW_THING","x":1}]"#;
        let edited = read(&[("l0.language", "es"), ("l0.base", base), ("l0.body", "Hola.")]);
        let value = edited.languages[0].to_value();
        let kinds: Vec<_> = value["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["type"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["BODY", "CAROUSEL", "NEW_THING"]);
    }

    #[test]
    fn places_lead_to_controls() {
        let edited = read(&[
            ("l0.language", "es"),
            ("l0.body", "Hola."),
            ("l0.b0.kind", "QUICK_REPLY"),
            ("l0.b0.text", ""),
        ]);
        let of = |at| control(&edited.languages[0], 0, at);
        assert_eq!(of("/components/0/text").as_deref(), Some("l0-body"));
        assert_eq!(of("/components/1/buttons/0/text").as_deref(), Some("l0-b0-text"));
        assert_eq!(of("/name").as_deref(), Some("name"));
        assert_eq!(of("/components/9"), None);
    }
}
