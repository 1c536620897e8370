//! Message templates as Meta describes them (sources §1.5).

use domain::{ids::WabaId, number::QualityRating, time::Millis};
use secrecy::SecretString;
use serde_json::Value;

use super::{GraphClient, GraphError, NodeId, fields::template_fields, read::Read};
use crate::template::{ParameterFormat, TemplateCategory, TemplateStatus};

/// The edge of templates.
pub(super) const EDGE: &str = "message_templates";

/// Quality of a template, from what people did with it.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateQuality {
    /// The rating.
    pub score: QualityRating,
    /// When it was made.
    pub at: Option<Millis>,
}

/// A template in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageTemplate {
    /// Meta's id.
    pub id: NodeId,
    /// Its name; the same for all its languages.
    pub name: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its state.
    pub status: Option<TemplateStatus>,
    /// What it is for.
    pub category: Option<TemplateCategory>,
    /// Finer than the category, for example `ORDER_STATUS`.
    pub sub_category: Option<String>,
    /// What Meta will make its category.
    pub correct_category: Option<TemplateCategory>,
    /// What its category was before Meta changed it.
    pub previous_category: Option<TemplateCategory>,
    /// How it names its variables.
    pub parameter_format: Option<ParameterFormat>,
    /// Its quality.
    pub quality: Option<TemplateQuality>,
    /// Meta's word for why it was refused; `NONE` is read as nothing.
    pub rejected_reason: Option<String>,
    /// For how many seconds Meta tries to deliver it.
    pub ttl_seconds: Option<i64>,
    /// The template of Meta's library that it was made from.
    pub library_template_name: Option<String>,
    /// Whether links in its buttons are not counted.
    pub link_tracking_off: Option<bool>,
    /// Whether Meta refused the full list of fields, so that only the
    /// long-standing ones were read.
    pub reduced: bool,
    /// The whole record.
    pub raw: Value,
}

impl MessageTemplate {
    pub(super) fn read(raw: Value, reduced: bool) -> Result<Self, GraphError> {
        let from = Read(&raw);
        Ok(Self {
            id: from.id("id", NodeId::parse)?,
            name: from.text("name"),
            language: from.text("language"),
            status: from.word("status", TemplateStatus::parse),
            category: from.word("category", TemplateCategory::parse),
            sub_category: from.text("sub_category"),
            correct_category: from.word("correct_category", TemplateCategory::parse),
            previous_category: from.word("previous_category", TemplateCategory::parse),
            parameter_format: from.word("parameter_format", ParameterFormat::parse),
            quality: from.object("quality_score").and_then(|quality| {
                Some(TemplateQuality {
                    score: quality.word("score", QualityRating::parse)?,
                    at: quality.seconds("date"),
                })
            }),
            rejected_reason: from
                .text("rejected_reason")
                .filter(|reason| !reason.eq_ignore_ascii_case("NONE")),
            ttl_seconds: from.integer("message_send_ttl_seconds"),
            library_template_name: from.text("library_template_name"),
            link_tracking_off: from.flag("cta_url_link_tracking_opted_out"),
            reduced,
            raw,
        })
    }

    /// Header, body, footer and buttons in Meta's form. They are the bulk of a
    /// record, and a list may have thousands, so that they are kept only once.
    #[must_use]
    pub fn components(&self) -> Option<&Value> {
        self.raw.get("components").filter(|parts| parts.is_array())
    }
}

impl GraphClient {
    /// Every message template of a WABA, one record for each language.
    ///
    /// # Errors
    /// See [`GraphError`]. A list that is never complete is an error too.
    pub async fn message_templates(
        &self,
        token: &SecretString,
        waba: &WabaId,
    ) -> Result<Vec<MessageTemplate>, GraphError> {
        let most = self.transport.config.max_template_pages;
        let (records, reduced) = self
            .with_fields(|core| self.list(token, waba, EDGE, Some(template_fields(core)), most))
            .await?;
        records
            .into_iter()
            .map(|raw| MessageTemplate::read(raw, reduced))
            .collect()
    }
}
