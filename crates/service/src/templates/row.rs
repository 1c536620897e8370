//! A template as lists and pages show it.

use channels::template::{ParameterFormat, TemplateCategory, TemplateStatus};
use domain::{ids::TemplateId, number::QualityRating, time::Millis};
use store::templates::states::TemplateState;

use super::alarms::{self, Alarm};
use crate::{error::ServiceResult, stored};

/// A template in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRow {
    /// Our id.
    pub id: TemplateId,
    /// Meta's id, once Meta has said it.
    pub meta_id: Option<String>,
    /// Its name; the same for all its languages.
    pub name: String,
    /// Meta's code of its language.
    pub language: String,
    /// Its state; `DELETED` once Meta no longer lists it.
    pub status: TemplateStatus,
    /// Since when, as far as is known.
    pub status_since: Millis,
    /// Why, in Meta's word.
    pub reason: Option<String>,
    /// Why, for people, in Meta's words.
    pub explanation: Option<String>,
    /// What Meta says to do.
    pub recommendation: Option<String>,
    /// When a pause ends.
    pub paused_until: Option<Millis>,
    /// What it is for.
    pub category: TemplateCategory,
    /// Since when.
    pub category_since: Millis,
    /// What it was before.
    pub previous_category: Option<TemplateCategory>,
    /// What Meta will make it, and when, where Meta said so.
    pub next_category: Option<(TemplateCategory, Option<Millis>)>,
    /// Its quality.
    pub quality: QualityRating,
    /// Since when.
    pub quality_since: Millis,
    /// What it was before.
    pub previous_quality: Option<QualityRating>,
    /// Whether Meta refuses edits for now.
    pub locked: bool,
    /// How it names its variables.
    pub parameter_format: Option<ParameterFormat>,
    /// Start of the body.
    pub preview: String,
    /// What somebody should know, worst first.
    pub alarms: Vec<Alarm>,
    /// Whether its sending waits for somebody's word.
    pub held: bool,
    /// Last message handed over.
    pub last_used_at: Option<Millis>,
    /// When it was first seen.
    pub first_seen_at: Millis,
    /// Since when Meta no longer lists it.
    pub vanished_at: Option<Millis>,
}

pub(crate) fn row(state: TemplateState, held: bool) -> ServiceResult<TemplateRow> {
    Ok(TemplateRow {
        alarms: alarms::of(&state),
        id: stored::id(state.id)?,
        meta_id: state.meta_id,
        name: state.name,
        language: state.language,
        status: TemplateStatus::parse(&state.shown),
        status_since: Millis(state.vanished_at.unwrap_or(state.status_since)),
        reason: state.reason,
        explanation: state.explanation,
        recommendation: state.recommendation,
        paused_until: state.paused_until.map(Millis),
        category: TemplateCategory::parse(&state.category),
        category_since: Millis(state.category_since),
        previous_category: state.previous_category.as_deref().map(TemplateCategory::parse),
        next_category: state
            .next_category
            .as_deref()
            .map(|word| (TemplateCategory::parse(word), state.moves_at.map(Millis))),
        quality: QualityRating::parse(&state.quality),
        quality_since: Millis(state.quality_since),
        previous_quality: state.previous_quality.as_deref().map(QualityRating::parse),
        locked: state.locked == 1,
        parameter_format: state.parameter_format.as_deref().map(ParameterFormat::parse),
        preview: state.preview,
        held,
        last_used_at: state.last_used_at.map(Millis),
        first_seen_at: Millis(state.first_seen_at),
        vanished_at: state.vanished_at.map(Millis),
    })
}
