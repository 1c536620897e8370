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

mod control;
mod fields;
mod parts;

use domain::template::{Button, Component, ParameterFormat, Template, TemplateCategory};
use serde_json::{Map, Value};

pub(crate) use self::control::control;
use self::{
    fields::{Fields, word},
    parts::{button, header, samples},
};
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

/// The components that a form was made from; nothing when they cannot be read.
fn base(json: &str) -> Vec<Component> {
    match light_json::read(json) {
        Value::Array(list) => list.into_iter().map(Component::read).collect(),
        _ => Vec::new(),
    }
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
}
