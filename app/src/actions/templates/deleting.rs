//! Deleting a template at Meta.

use domain::{ids::TemplateId, permission::Permission};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError, ServiceResult,
    templates::{
        detail,
        submit::{self, HandedIn},
    },
};

use super::{TEMPLATES, template_id};
use crate::{
    actions::numbers::or,
    error::AppError,
    flash::{done, refused},
    guard::{Cx, guard},
    words::templates as words,
};

/// Deletes a template at Meta, once its name was typed.
#[server(prefix = "/do", endpoint = "delete-template")]
pub(crate) async fn delete_template(
    #[server(default)] template: String,
    #[server(default)] which: String,
    #[server(default)] confirm: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = template_id(&template)?;
    let page = format!("{TEMPLATES}/{id}");
    match deleted(&cx, &id, which == "all", &confirm).await {
        Ok(()) => done(&cx.request, words::deleted_done(cx.lang), &page).await,
        Err(error) => {
            let values = [("which", which.as_str()), ("confirm", confirm.as_str())];
            refused(&cx.request, "delete-template", &values, &error, or(&back, &page)).await
        }
    }
}

async fn deleted(cx: &Cx, id: &TemplateId, all: bool, confirm: &str) -> ServiceResult<()> {
    let detail = detail::get(cx.services(), &cx.call, id).await?;
    if confirm.trim() != detail.row.name {
        return Err(FieldError::only("confirm", Problem::ConfirmationDiffers));
    }
    match submit::delete(cx.services(), &cx.call, id, all).await? {
        HandedIn::Refused(refusal) => Err(ServiceError::Upstream(refusal)),
        _ => Ok(()),
    }
}
