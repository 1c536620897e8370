//! Where on the form a place of a template stands.

use domain::template::{Component, HeaderFormat, Template};

/// The id of the control that a place of a template's JSON stands in:
/// `/components/1/text` of the language at place 0 may be `l0-body`.
#[must_use]
pub(crate) fn control(template: &Template, place: usize, at: &str) -> Option<String> {
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
    use super::*;
    use crate::form::Edited;

    #[test]
    fn places_lead_to_controls() {
        let edited = Edited::read([
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
