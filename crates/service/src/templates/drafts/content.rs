//! What a draft says.

use channels::template::TemplateCategory;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    error::{FieldError, Problem, ServiceError, ServiceResult},
    templates::texts,
};

/// Longest name that Meta takes.
const NAME_MAX: usize = 512;
/// Most bytes of a draft: Meta's limits add up to far less.
const CONTENT_MAX: usize = 256 * 1024;

/// What a draft says, all languages of one name together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DraftContent {
    /// The name; small letters, digits and `_`. May still be empty.
    #[serde(default)]
    pub name: String,
    /// Meta's word; may still be empty.
    #[serde(default)]
    pub category: String,
    /// `POSITIONAL` or `NAMED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter_format: Option<String>,
    /// For how many seconds Meta tries to deliver it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_send_ttl_seconds: Option<i64>,
    /// The languages, in the order of the editor.
    #[serde(default)]
    pub languages: Vec<DraftLanguage>,
}

/// A draft in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftLanguage {
    /// Meta's code.
    pub language: String,
    /// Components in the form of Meta's create call, a JSON array.
    pub components: Value,
}

impl DraftContent {
    /// The body of Meta's create call for one of the languages.
    #[must_use]
    pub fn body(&self, language: &str) -> Option<Value> {
        let part = self.languages.iter().find(|each| each.language == language)?;
        let mut body = json!({
            "name": self.name,
            "language": part.language,
            "category": TemplateCategory::parse(&self.category).as_str(),
            "components": part.components,
        });
        if let Some(format) = &self.parameter_format {
            body["parameter_format"] = json!(format);
        }
        if let Some(seconds) = self.message_send_ttl_seconds {
            body["message_send_ttl_seconds"] = json!(seconds);
        }
        Some(body)
    }

    /// A draft of one language from the body of a create call, or from a record of Meta's list.
    #[must_use]
    pub fn of_body(body: &Value) -> Self {
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        let mut components = body["components"].clone();
        if !components.is_array() {
            components = json!([]);
        }
        Self {
            name: text("name"),
            category: text("category"),
            parameter_format: body["parameter_format"].as_str().map(str::to_owned),
            message_send_ttl_seconds: body["message_send_ttl_seconds"].as_i64(),
            languages: vec![DraftLanguage {
                language: text("language"),
                components,
            }],
        }
    }
}

pub(super) fn write(content: &DraftContent) -> ServiceResult<String> {
    if content.name.chars().count() > NAME_MAX {
        return Err(FieldError::only("name", Problem::TooLong { max: NAME_MAX }));
    }
    let mut seen = Vec::new();
    for each in &content.languages {
        if seen.contains(&each.language.as_str()) {
            return Err(FieldError::only("language", Problem::Taken));
        }
        seen.push(each.language.as_str());
    }
    let text = serde_json::to_string(content).map_err(|error| ServiceError::Internal(error.to_string()))?;
    if text.len() > CONTENT_MAX {
        return Err(FieldError::only(
            "components",
            Problem::TooLong { max: CONTENT_MAX },
        ));
    }
    Ok(text)
}

pub(in crate::templates) fn read(text: &str) -> ServiceResult<DraftContent> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "a stored draft cannot be read");
        ServiceError::Internal("a stored draft cannot be read".to_owned())
    })
}

/// The body of a language; for lists of drafts.
#[must_use]
pub fn preview(content: &DraftContent) -> &str {
    content
        .languages
        .first()
        .and_then(|each| texts::part(&each.components, "BODY"))
        .unwrap_or_default()
}
