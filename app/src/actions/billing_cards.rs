//! Importing a rate card: look, then confirm.

use domain::{ids::BatchId, permission::Permission};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError,
    billing::cards::import::{self, CardInput},
};

use super::upload::{Upload, Uploaded, takes_a_file};
use crate::{
    components::status::Tone,
    error::AppError,
    flash::{done, noted, refused, refused_button},
    guard::guard,
    words::card_import as w,
};

/// Name of the form.
pub(crate) const IMPORT_CARD: &str = "import-card";
/// Where it stands.
const PAGE: &str = "/app/admin/whatsapp/billing/cards/import";

/// Reads a file of Meta's and shows what it would change.
#[server(prefix = "/do", endpoint = "import-card", input = Upload, input_derive = (Clone,))]
pub(crate) async fn import_card(upload: Uploaded) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    if upload.broken {
        return noted(&cx.request, Tone::Bad, w::not_readable(cx.lang), PAGE).await;
    }
    let text = |name: &str| upload.field(name).to_owned();
    let input = CardInput {
        effective: text("effective"),
        currency: text("currency"),
        source: text("source"),
        note: text("note"),
    };
    let read = if upload.is_empty() {
        Err(FieldError::only("file", Problem::Required))
    } else {
        import::preview(cx.services(), &cx.call, &upload.file_name, &upload.bytes, &input).await
    };
    match read {
        Ok(preview) => {
            crate::flash::redirect_local(&format!("{PAGE}/{}", preview.id));
            Ok(())
        }
        Err(error) => {
            let pasted = if upload.file_name.is_empty() {
                upload.worth_keeping()
            } else {
                ""
            };
            let values = [
                ("text", pasted),
                ("effective", &input.effective),
                ("currency", &input.currency),
                ("source", &input.source),
                ("note", &input.note),
            ];
            refused(&cx.request, IMPORT_CARD, &values, &error, PAGE).await
        }
    }
}

takes_a_file!(ImportCard);

/// Imports the rate card that was looked at.
#[server(prefix = "/do", endpoint = "apply-card")]
pub(crate) async fn apply_card(#[server(default)] id: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageBilling)?;
    let id = BatchId::parse(&id).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    match import::apply(cx.services(), &cx.call, &id).await {
        Ok(card) => {
            let page = format!("/app/admin/whatsapp/billing/cards/{card}");
            done(&cx.request, w::done(cx.lang), &page).await
        }
        Err(error) => refused_button(&cx.request, &error, &format!("{PAGE}/{id}")).await,
    }
}
