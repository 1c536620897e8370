//! A message in Meta's form, as it is stored and sent.

use channels::partner::Recipient;
use domain::{contact::UserIdent, phone::E164};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Draft, SendContent};

/// The message in Meta's form. Values travel exactly as they were given.
pub(super) fn content(draft: &Draft<'_>) -> String {
    let made = match &draft.input.content {
        SendContent::Text { body, preview_url } => serde_json::to_string(&Text {
            kind: "text",
            text: TextBody {
                body,
                preview_url: *preview_url,
            },
        }),
        SendContent::Template(template) => serde_json::to_string(&Template {
            kind: "template",
            template: TemplateBody {
                name: &template.name,
                language: Language {
                    code: &template.language,
                },
                components: template.components.as_deref().filter(|_| draft.values.is_array()),
            },
        }),
    };
    made.unwrap_or_default()
}

/// Whom a stored record stands for when a message goes to it.
pub(in crate::messages) fn recipient(phone: Option<&str>, user_id: Option<&str>) -> Option<Recipient> {
    let by_phone = phone
        .and_then(|text| E164::parse(text).ok())
        .map(Recipient::Phone);
    by_phone.or_else(|| user_id.and_then(UserIdent::parse).map(Recipient::User))
}

#[derive(Serialize)]
struct Text<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    text: TextBody<'a>,
}

#[derive(Serialize)]
struct TextBody<'a> {
    body: &'a str,
    preview_url: bool,
}

#[derive(Serialize)]
struct Template<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    template: TemplateBody<'a>,
}

#[derive(Serialize)]
struct TemplateBody<'a> {
    name: &'a str,
    language: Language<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Language<'a> {
    code: &'a str,
}
