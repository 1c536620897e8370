//! Following what Meta says: reading its lists, holding, accepting, going on
//! after a pause.

use domain::{ids::AccountId, permission::Permission};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use service::{
    ServiceResult,
    templates::{
        holds, round, settings, submit,
        sync::{self, TemplateSync},
    },
};

use super::{SYNCED, TEMPLATES, template_id};
use crate::{
    actions::numbers::or,
    components::status::Tone,
    error::AppError,
    flash::{done, done_once, noted, refused_button},
    guard::guard,
    request::Request,
    words::templates as words,
};

/// What reading one account's list did, for one page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Synced(pub(crate) TemplateSync);

/// Reads the templates of one account, or begins to read those of all.
#[server(prefix = "/do", endpoint = "sync-templates")]
pub(crate) async fn sync_templates(
    #[server(default)] account: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let back = or(&back, TEMPLATES);
    let Ok(id) = AccountId::parse(&account) else {
        return match round::begin(cx.services(), &cx.call).await {
            Ok(true) => done(&cx.request, words::round_begun(cx.lang), back).await,
            Ok(false) => noted(&cx.request, Tone::Info, words::round_under_way(cx.lang), back).await,
            Err(error) => refused_button(&cx.request, &error, back).await,
        };
    };
    match sync::one(cx.services(), &cx.call, &id).await {
        Err(error) => refused_button(&cx.request, &error, back).await,
        Ok(report) => {
            let text = report
                .problem
                .is_none()
                .then(|| words::synced(cx.lang).to_owned());
            done_once(&cx.request, text, SYNCED, &Synced(report), back).await
        }
    }
}

/// Stops sending with a template until somebody accepts.
#[server(prefix = "/do", endpoint = "hold-template")]
pub(crate) async fn hold_template(
    #[server(default)] template: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = template_id(&template)?;
    let back = or(&back, TEMPLATES);
    let result = holds::hold(cx.services(), &cx.call, &id).await;
    told(&cx.request, result, words::held_done(cx.lang), back).await
}

/// Accepts a template's category, and with it its price.
#[server(prefix = "/do", endpoint = "accept-template")]
pub(crate) async fn accept_template(
    #[server(default)] template: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = template_id(&template)?;
    let back = or(&back, TEMPLATES);
    let result = holds::accept(cx.services(), &cx.call, &id).await;
    told(&cx.request, result, words::accepted_done(cx.lang), back).await
}

/// Ends the pause of a template that Meta paused while it paced it.
#[server(prefix = "/do", endpoint = "unpause-template")]
pub(crate) async fn unpause_template(
    #[server(default)] template: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = template_id(&template)?;
    let back = or(&back, TEMPLATES);
    let result = submit::unpause(cx.services(), &cx.call, &id).await;
    told(&cx.request, result, words::unpaused_done(cx.lang), back).await
}

/// Says whether templates are held by themselves when they become dearer.
#[server(prefix = "/do", endpoint = "hold-template-moves")]
pub(crate) async fn set_hold_moves(
    #[server(default)] on: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let back = or(&back, TEMPLATES);
    let result = settings::set_hold_moves(cx.services(), &cx.call, on == "1").await;
    told(&cx.request, result, words::auto_hold_set(cx.lang), back).await
}

/// Ends a button's action: says `text` on the page `back`, or why it was refused.
async fn told(
    request: &Request,
    result: ServiceResult<()>,
    text: &'static str,
    back: &str,
) -> Result<(), AppError> {
    match result {
        Ok(()) => done(request, text, back).await,
        Err(error) => refused_button(request, &error, back).await,
    }
}
