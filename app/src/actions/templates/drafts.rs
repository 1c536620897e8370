//! Drafts: begun, copied, put away, and an older version taken again.

use domain::{
    ids::{AccountId, DraftId},
    permission::Permission,
    template::starters::Starter,
};
use leptos::prelude::*;
use service::{
    FieldError, Problem, ServiceError, ServiceResult,
    templates::drafts::{self, CopyTo, DraftContent, Origin},
};

use super::{TEMPLATES, draft_id, editor, template_id};
use crate::{
    actions::numbers::or,
    error::AppError,
    flash::{done, redirect_local, refused, refused_button},
    guard::{Cx, guard},
    words::templates as words,
};

/// Begins a draft, from a starting text or from nothing.
#[server(prefix = "/do", endpoint = "start-draft")]
pub(crate) async fn start_draft(
    #[server(default)] account: String,
    #[server(default)] start: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    match started(&cx, &account, &start).await {
        Ok(draft) => done(&cx.request, words::began(cx.lang), &editor(&draft)).await,
        Err(error) => {
            let values = [("account", account.as_str()), ("start", start.as_str())];
            refused(
                &cx.request,
                "start-draft",
                &values,
                &error,
                &format!("{TEMPLATES}/new"),
            )
            .await
        }
    }
}

async fn started(cx: &Cx, account: &str, start: &str) -> ServiceResult<DraftId> {
    let account = AccountId::parse(account).map_err(|_| FieldError::only("account", Problem::NotAChoice))?;
    let lang = cx.lang;
    let (origin, content) = match start {
        "" | "blank" => {
            let blank = serde_json::json!({
                "category": "UTILITY", "parameter_format": "POSITIONAL", "language": lang.tag(), "components": [],
            });
            (Origin::Blank, DraftContent::of_body(&blank))
        }
        key => {
            let starter =
                Starter::by_key(key).ok_or_else(|| FieldError::only("start", Problem::NotAChoice))?;
            let key = key.to_owned();
            (
                Origin::Starter { key },
                DraftContent::of_body(&starter.template(lang).to_value()),
            )
        }
    };
    drafts::create(cx.services(), &cx.call, &account, &origin, &content).await
}

/// Opens a template in the editor: the draft that somebody has begun, or a new one.
#[server(prefix = "/do", endpoint = "edit-template")]
pub(crate) async fn edit_template(
    #[server(default)] template: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = template_id(&template)?;
    match drafts::create_from(cx.services(), &cx.call, &id, None).await {
        Ok(draft) => {
            redirect_local(&editor(&draft));
            Ok(())
        }
        Err(error) => refused_button(&cx.request, &error, or(&back, TEMPLATES)).await,
    }
}

/// Makes a draft with the same text for another account, name or language.
#[server(prefix = "/do", endpoint = "duplicate-template")]
pub(crate) async fn duplicate_template(
    #[server(default)] template: String,
    #[server(default)] account: String,
    #[server(default)] name: String,
    #[server(default)] language: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = template_id(&template)?;
    let word = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let copy = CopyTo {
        account: AccountId::parse(&account).ok(),
        name: word(&name),
        language: word(&language),
    };
    match drafts::create_from(cx.services(), &cx.call, &id, Some(&copy)).await {
        Ok(draft) => done(&cx.request, words::began(cx.lang), &editor(&draft)).await,
        Err(error) => {
            let values = [
                ("account", account.as_str()),
                ("name", name.as_str()),
                ("language", language.as_str()),
            ];
            refused(
                &cx.request,
                "duplicate-template",
                &values,
                &error,
                or(&back, TEMPLATES),
            )
            .await
        }
    }
}

/// Puts a draft away, or takes it out again.
#[server(prefix = "/do", endpoint = "put-away-draft")]
pub(crate) async fn put_away_draft(
    #[server(default)] draft: String,
    #[server(default)] away: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = draft_id(&draft)?;
    let away = away == "1";
    let (text, to) = if away {
        (words::put_away_done(cx.lang), TEMPLATES)
    } else {
        (words::taken_out(cx.lang), or(&back, TEMPLATES))
    };
    match drafts::put_away(cx.services(), &cx.call, &id, away).await {
        Ok(()) => done(&cx.request, text, to).await,
        Err(error) => refused_button(&cx.request, &error, to).await,
    }
}

/// Makes another version of a draft the one in force.
#[server(prefix = "/do", endpoint = "take-template-version")]
pub(crate) async fn take_version(
    #[server(default)] draft: String,
    #[server(default)] version: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let id = draft_id(&draft)?;
    match taken(&cx, &id, &version).await {
        Ok(()) => done(&cx.request, words::taken_version(cx.lang), &editor(&id)).await,
        Err(error) => refused_button(&cx.request, &error, &editor(&id)).await,
    }
}

async fn taken(cx: &Cx, id: &DraftId, version: &str) -> ServiceResult<()> {
    let draft = drafts::get(cx.services(), &cx.call, id).await?;
    let wanted = draft
        .versions
        .iter()
        .find(|one| one.version.to_string() == version);
    let content = &wanted.ok_or(ServiceError::NotFound)?.content;
    drafts::save(cx.services(), &cx.call, id, draft.row.version, content)
        .await
        .map(|_| ())
}
