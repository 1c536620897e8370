//! News about message templates (sources §2.2).

use std::borrow::Cow;

use domain::{number::QualityRating, time::Millis};

use super::json::Obj;
use crate::template::{TemplateCategory, TemplateStatus};

/// Which template.
#[derive(Debug, Clone)]
pub struct TemplateRef<'a> {
    /// Meta's id; a JSON number in webhooks.
    pub id: Option<Cow<'a, str>>,
    /// Its name.
    pub name: Option<Cow<'a, str>>,
    /// Its language.
    pub language: Option<Cow<'a, str>>,
}

/// What happened to it.
#[derive(Debug, Clone)]
pub enum TemplateChange<'a> {
    /// Its state changed.
    Status {
        /// The new state.
        event: TemplateStatus,
        /// Its category.
        category: Option<TemplateCategory>,
        /// Meta's word for why: `INVALID_FORMAT`, …
        reason: Option<Cow<'a, str>>,
        /// Why, for people.
        explanation: Option<Cow<'a, str>>,
        /// What to do, for people.
        recommendation: Option<Cow<'a, str>>,
        /// When it will be disabled, in Meta's words.
        disable_date: Option<Cow<'a, str>>,
        /// Title of a remark, for example which pause it is.
        title: Option<Cow<'a, str>>,
        /// The remark.
        description: Option<Cow<'a, str>>,
    },
    /// Its quality changed.
    Quality {
        /// Before.
        previous: Option<QualityRating>,
        /// Now.
        new: Option<QualityRating>,
    },
    /// Its text changed.
    Components {
        /// The new body text.
        body: Option<Cow<'a, str>>,
        /// The new title.
        title: Option<Cow<'a, str>>,
        /// The new footer.
        footer: Option<Cow<'a, str>>,
    },
    /// Its category changes or has changed.
    Category {
        /// Before; with a change that is done.
        previous: Option<TemplateCategory>,
        /// Now. In a warning this is still the present category.
        new: Option<TemplateCategory>,
        /// What Meta will make it; a warning when it is there.
        correct: Option<TemplateCategory>,
        /// When.
        at: Option<Millis>,
    },
}

/// A template and what happened to it.
#[derive(Debug, Clone)]
pub struct TemplateEvent<'a> {
    /// Which template.
    pub template: TemplateRef<'a>,
    /// What happened.
    pub change: TemplateChange<'a>,
}

impl<'a> TemplateEvent<'a> {
    /// Reads the value of `field`; `None` for fields that are not about templates.
    pub(super) fn read(field: &str, from: &Obj<'a>) -> Option<Self> {
        let change = match field {
            "message_template_status_update" => status(from),
            "message_template_quality_update" => TemplateChange::Quality {
                previous: from.word("previous_quality_score", QualityRating::parse),
                new: from.word("new_quality_score", QualityRating::parse),
            },
            "message_template_components_update" => TemplateChange::Components {
                body: from.text("message_template_element"),
                title: from.text("message_template_title"),
                footer: from.text("message_template_footer"),
            },
            // The second one's shape is not documented; the same names are looked for.
            "template_category_update" | "template_correct_category_detection" => TemplateChange::Category {
                previous: from.word("previous_category", TemplateCategory::parse),
                new: from.word("new_category", TemplateCategory::parse),
                correct: from.word("correct_category", TemplateCategory::parse),
                at: from.time("category_update_timestamp"),
            },
            _ => return None,
        };
        Some(Self {
            template: TemplateRef {
                id: from.text("message_template_id"),
                name: from.text("message_template_name"),
                language: from.text("message_template_language"),
            },
            change,
        })
    }

    /// One word for lists.
    pub(super) fn what(&self) -> String {
        match &self.change {
            TemplateChange::Status { event, .. } => format!("event:{event}"),
            TemplateChange::Quality { new, .. } => {
                format!("quality:{}", new.as_ref().map_or("?", QualityRating::as_str))
            }
            TemplateChange::Components { .. } => "components".to_owned(),
            TemplateChange::Category { new, correct, .. } => format!(
                "category:{}",
                correct
                    .as_ref()
                    .or(new.as_ref())
                    .map_or("?", TemplateCategory::as_str)
            ),
        }
    }
}

fn status<'a>(from: &Obj<'a>) -> TemplateChange<'a> {
    let (rejection, other) = (from.object("rejection_info"), from.object("other_info"));
    TemplateChange::Status {
        event: TemplateStatus::parse(&from.text("event").unwrap_or_default()),
        category: from.word("message_template_category", TemplateCategory::parse),
        reason: from.text("reason"),
        explanation: rejection.text("reason"),
        recommendation: rejection.text("recommendation"),
        disable_date: from.object("disable_info").text("disable_date"),
        title: other.text("title"),
        description: other.text("description"),
    }
}
