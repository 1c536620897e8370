//! Reading templates from Meta, deciding about prices, writing, handing in,
//! deleting.

mod deleting;
mod drafts;
mod following;
mod handing_in;
mod samples;
mod saving;

use domain::ids::{DraftId, TemplateId};
use service::ServiceError;

use crate::error::AppError;

pub(crate) use self::{
    deleting::DeleteTemplate,
    drafts::{DuplicateTemplate, EditTemplate, PutAwayDraft, StartDraft, TakeVersion},
    following::{AcceptTemplate, HoldTemplate, SetHoldMoves, SyncTemplates, Synced, UnpauseTemplate},
    samples::UploadTemplateSample,
    saving::SaveTemplate,
};

/// The list.
pub(crate) const TEMPLATES: &str = "/app/admin/whatsapp/templates";
/// What the list shows once after reading.
pub(crate) const SYNCED: &str = "templates-read";
/// Name of the editor's form.
pub(crate) const EDITOR: &str = "template";

fn editor(draft: &DraftId) -> String {
    format!("{TEMPLATES}/{draft}/edit")
}

fn template_id(text: &str) -> Result<TemplateId, AppError> {
    TemplateId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound))
}

fn draft_id(text: &str) -> Result<DraftId, AppError> {
    DraftId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound))
}
