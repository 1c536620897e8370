//! Reading templates from Meta, deciding about prices, writing, handing in,
//! deleting.

use domain::{
    ids::{AccountId, DraftId, TemplateId},
    permission::Permission,
    template::{Component, Header, starters::Starter},
};
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
    FieldError, Problem, ServiceError, ServiceResult,
    templates::{
        detail,
        drafts::{self, CopyTo, DraftContent, Origin, Saved},
        holds,
        media::{self, SampleFile},
        round, settings,
        submit::{self, Handed, HandedIn},
        sync::{self, TemplateSync},
    },
};

use super::{
    numbers::or,
    upload::{Upload, Uploaded},
};
use template_editor::form::Edited;

use crate::{
    components::{
        format::Times,
        query::{Query, fields},
        status::Tone,
    },
    error::AppError,
    flash::{done, done_once, noted, redirect_local, refused, refused_button},
    guard::{Cx, guard},
    pages::templates::checked::{self, Wish},
    words::{problems, templates as words},
};

/// The list.
pub(crate) const TEMPLATES: &str = "/app/admin/whatsapp/templates";
/// What the list shows once after reading.
pub(crate) const SYNCED: &str = "templates-read";
/// Name of the editor's form.
pub(crate) const EDITOR: &str = "template";

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
    match holds::hold(cx.services(), &cx.call, &id).await {
        Ok(()) => done(&cx.request, words::held_done(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
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
    match holds::accept(cx.services(), &cx.call, &id).await {
        Ok(()) => done(&cx.request, words::accepted_done(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
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
    match submit::unpause(cx.services(), &cx.call, &id).await {
        Ok(()) => done(&cx.request, words::unpaused_done(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

/// Says whether templates are held by themselves when they become dearer.
#[server(prefix = "/do", endpoint = "hold-template-moves")]
pub(crate) async fn set_hold_moves(
    #[server(default)] on: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let back = or(&back, TEMPLATES);
    match settings::set_hold_moves(cx.services(), &cx.call, on == "1").await {
        Ok(()) => done(&cx.request, words::auto_hold_set(cx.lang), back).await,
        Err(error) => refused_button(&cx.request, &error, back).await,
    }
}

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
    let (version, well, said) = match drafts::autosave(cx.services(), &cx.call, &id, parent, &content).await {
        Ok(Saved::InForce { version } | Saved::Unchanged { version }) => {
            let now = Times::current().hour(cx.now);
            (Some(version), true, words::autosaved(cx.lang, &now))
        }
        Ok(Saved::Aside { by, .. }) => (None, false, words::autosaved_aside(cx.lang, &by)),
        Err(error) => {
            let why = problems::whole(&cx.request, &error);
            (None, false, words::not_saved(cx.lang, &why))
        }
    };
    Ok(Autosaved { version, well, said })
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

/// Uploads the sample of a media header and puts its handle into the draft. The
/// draft and the language's place stand in the address.
#[server(prefix = "/do", endpoint = "upload-template-sample", input = Upload, input_derive = (Clone,))]
pub(crate) async fn upload_template_sample(place: String, file: Uploaded) -> Result<(), AppError> {
    let cx = guard(Permission::ManageTemplates)?;
    let place = Query::parse(&format!("?{place}"));
    let id = draft_id(place.get("draft").unwrap_or_default())?;
    if file.broken || file.is_empty() {
        return noted(
            &cx.request,
            Tone::Bad,
            words::upload_broken(cx.lang),
            &editor(&id),
        )
        .await;
    }
    match uploaded(&cx, &id, place.number("place").unwrap_or(0), file.bytes).await {
        Ok(()) => done(&cx.request, words::uploaded(cx.lang), &editor(&id)).await,
        Err(error) => refused_button(&cx.request, &error, &editor(&id)).await,
    }
}

async fn uploaded(cx: &Cx, id: &DraftId, place: usize, bytes: Vec<u8>) -> ServiceResult<()> {
    let draft = drafts::get(cx.services(), &cx.call, id).await?;
    media_header(&mut checked::edited(&draft.content), place)?;
    let file = SampleFile {
        file_name: "sample".to_owned(),
        bytes,
    };
    let handle = media::upload(cx.services(), &cx.call, &draft.row.account, &file).await?;
    // The page that was left for this has saved what was typed while the file travelled.
    let draft = drafts::get(cx.services(), &cx.call, id).await?;
    let mut edited = checked::edited(&draft.content);
    media_header(&mut edited, place)?.handles = vec![handle];
    let content = checked::content(&edited);
    drafts::save(cx.services(), &cx.call, id, draft.row.version, &content)
        .await
        .map(|_| ())
}

/// The picture, film or document on top of the language at a place.
fn media_header(edited: &mut Edited, place: usize) -> ServiceResult<&mut Header> {
    edited
        .languages
        .get_mut(place)
        .and_then(|template| {
            template.components.iter_mut().find_map(|part| match part {
                Component::Header(header) if header.format.is_media() => Some(header),
                _ => None,
            })
        })
        .ok_or(ServiceError::NotFound)
}

impl<R: Req<AppError> + Send + 'static> FromReq<Upload, R, AppError> for UploadTemplateSample {
    async fn from_req(request: R) -> Result<Self, AppError> {
        Ok(Self {
            place: request.as_query().unwrap_or_default().to_owned(),
            file: Uploaded::read(request).await,
        })
    }
}

/// The browser never sends this form itself; it is an ordinary form.
impl<R: ClientReq<AppError>> IntoReq<Upload, R, AppError> for UploadTemplateSample {
    fn into_req(self, path: &str, accepts: &str) -> Result<R, AppError> {
        let bytes = String::from_utf8_lossy(&self.file.bytes).into_owned();
        R::try_new_post(
            &format!("{path}?{}", self.place),
            "application/octet-stream",
            accepts,
            bytes,
        )
    }
}

/// Hands a draft in, unless the rules forbid it.
async fn hand_in(cx: &Cx, id: &DraftId, saved: &Saved) -> Result<(), AppError> {
    let version = match saved {
        Saved::InForce { version } | Saved::Unchanged { version } => *version,
        Saved::Aside { mine, .. } => *mine,
    };
    match submit::submit(cx.services(), &cx.call, id, version, None).await {
        Ok(handed) => {
            let kept = |one: &Handed| matches!(one.result, HandedIn::Broken(_) | HandedIn::Obstacle(_));
            let (stopped, partly) = (handed.iter().all(kept), handed.iter().any(kept));
            let refused = handed
                .iter()
                .any(|one| matches!(one.result, HandedIn::Refused(_)));
            let late = handed.iter().any(|one| matches!(one.result, HandedIn::NotAsked));
            if stopped {
                noted(
                    &cx.request,
                    Tone::Bad,
                    words::submit_stopped(cx.lang),
                    &editor(id),
                )
                .await
            } else if refused {
                noted(
                    &cx.request,
                    Tone::Bad,
                    words::submit_refused(cx.lang),
                    &editor(id),
                )
                .await
            } else if late {
                noted(&cx.request, Tone::Warn, words::submit_late(cx.lang), &editor(id)).await
            } else if partly {
                noted(
                    &cx.request,
                    Tone::Warn,
                    words::submit_partly(cx.lang),
                    &editor(id),
                )
                .await
            } else {
                done(&cx.request, words::submitted(cx.lang), &editor(id)).await
            }
        }
        Err(error) => refused_button(&cx.request, &error, &editor(id)).await,
    }
}

fn editor(draft: &DraftId) -> String {
    format!("{TEMPLATES}/{draft}/edit")
}

fn template_id(text: &str) -> Result<TemplateId, AppError> {
    TemplateId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound))
}

fn draft_id(text: &str) -> Result<DraftId, AppError> {
    DraftId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound))
}
