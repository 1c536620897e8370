//! Saving what was typed in the editor, and doing what its button asks for.

use domain::permission::Permission;
use leptos::{
    prelude::*,
    server_fn::{
        ContentType,
        codec::{Encoding, FromReq, IntoReq},
        request::{ClientReq, Req},
    },
};
use serde::{Deserialize, Serialize};
use service::{
    ServiceError,
    templates::drafts::{self, Saved},
};
use template_editor::form::Edited;

use super::{EDITOR, TEMPLATES, draft_id, editor, handing_in::hand_in};
use crate::{
    components::{
        format::Times,
        query::{Query, fields},
        status::Tone,
    },
    error::AppError,
    flash::{done, noted, refused},
    guard::{Cx, guard},
    pages::templates::checked::{self, Wish},
    words::{problems, templates as words},
};

/// Fields of a form as they came, for a form whose fields are as many as what
/// is written in it. Reading never fails: nothing that was typed is lost.
pub(crate) struct Typed;

impl ContentType for Typed {
    const CONTENT_TYPE: &'static str = "application/x-www-form-urlencoded";
}

impl Encoding for Typed {
    const METHOD: axum::http::Method = axum::http::Method::POST;
}

/// What became of what was typed, for the page that saves it by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Autosaved {
    /// The version that the page builds upon from now on; none when it goes on as before.
    version: Option<i64>,
    /// Whether it is in force.
    well: bool,
    /// What the page says about it.
    said: String,
    /// Whether the page is to try once more.
    again: bool,
}

/// Saves a draft, and does what the button asks for: checks it, changes it by
/// a click, hands it in. Without a button (`do=auto`) the page saves by itself
/// while somebody types, and stays; then there is an answer.
#[server(prefix = "/do", endpoint = "save-template", input = Typed, input_derive = (Clone,))]
pub(crate) async fn save_template(body: String) -> Result<Option<Autosaved>, AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let typed = fields(&body);
    if field(&typed, "do") == Some("auto") {
        autosaved(&cx, &typed).await.map(Some)
    } else {
        saved(&cx, &typed).await.map(|()| None)
    }
}

/// The last value of a field.
fn field<'a>(typed: &'a [(String, String)], key: &str) -> Option<&'a str> {
    typed
        .iter()
        .rev()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value.as_str())
}

fn written(typed: &[(String, String)]) -> Edited {
    Edited::read(typed.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

async fn autosaved(cx: &Cx, typed: &[(String, String)]) -> Result<Autosaved, AppError> {
    let id = draft_id(field(typed, "draft").unwrap_or_default())?;
    let parent = field(typed, "version")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let content = checked::content(&written(typed));
    let (version, well, said, again) =
        match drafts::autosave(cx.services(), &cx.call, &id, parent, &content).await {
            Ok(Saved::InForce { version } | Saved::Unchanged { version }) => {
                let now = Times::current().hour(cx.now);
                (Some(version), true, words::autosaved(cx.lang, &now), false)
            }
            Ok(Saved::Aside { by, .. }) => (None, false, words::autosaved_aside(cx.lang, &by), false),
            Err(error) => {
                let why = problems::whole(&cx.request, &error);
                let again = matches!(
                    error,
                    ServiceError::Unavailable | ServiceError::Busy | ServiceError::Internal(_)
                );
                (None, false, words::not_saved(cx.lang, &why), again)
            }
        };
    Ok(Autosaved {
        version,
        well,
        said,
        again,
    })
}

async fn saved(cx: &Cx, typed: &[(String, String)]) -> Result<(), AppError> {
    let get = |key: &str| field(typed, key);
    let id = draft_id(get("draft").unwrap_or_default())?;
    let draft = drafts::get(cx.services(), &cx.call, &id).await?;
    let mut edited = written(typed);
    let wish = Wish::read(get("do").unwrap_or_default());
    let changed = match &wish {
        Wish::Change(change) => checked::change(&mut edited, change, get),
        _ => false,
    };
    let parent = get("version")
        .and_then(|text| text.parse().ok())
        .unwrap_or(draft.row.version);
    match drafts::save(cx.services(), &cx.call, &id, parent, &checked::content(&edited)).await {
        Err(error) => {
            let values: Vec<(&str, &str)> = typed
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            refused(&cx.request, EDITOR, &values, &error, &editor(&id)).await
        }
        Ok(Saved::Aside { mine, .. }) => {
            let page = Query::to(format!("{TEMPLATES}/{id}/versions")).with("mine", Some(&mine.to_string()));
            noted(
                &cx.request,
                Tone::Warn,
                words::conflict_title(cx.lang),
                &page.href(),
            )
            .await
        }
        Ok(saved) if wish == Wish::Submit => hand_in(cx, &id, &saved).await,
        Ok(saved) => {
            let same = matches!(saved, Saved::Unchanged { .. });
            let text = match wish {
                Wish::Check => words::checked(cx.lang),
                Wish::Change(checked::Change::Fix(..) | checked::Change::FixAll) if changed => {
                    words::fixed(cx.lang)
                }
                Wish::Change(checked::Change::Fix(..) | checked::Change::FixAll) => {
                    words::fixed_none(cx.lang)
                }
                _ if same => words::unchanged(cx.lang),
                _ => words::saved(cx.lang),
            };
            done(&cx.request, text, &editor(&id)).await
        }
    }
}

impl<R: Req<AppError> + Send + 'static> FromReq<Typed, R, AppError> for SaveTemplate {
    async fn from_req(request: R) -> Result<Self, AppError> {
        Ok(Self {
            body: request.try_into_string().await.unwrap_or_default(),
        })
    }
}

/// The browser never sends this form itself; it is an ordinary form.
impl<R: ClientReq<AppError>> IntoReq<Typed, R, AppError> for SaveTemplate {
    fn into_req(self, path: &str, accepts: &str) -> Result<R, AppError> {
        R::try_new_post(path, Typed::CONTENT_TYPE, accepts, self.body)
    }
}
