//! Writing templates: drafts with versions, in our database. Two people who
//! save the same draft lose nothing: the second text is kept beside the first.

mod content;
mod versions;

use domain::{
    ids::{AccountId, DraftId, TemplateId},
    permission::Permission,
    time::Millis,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    Tx, accounts, audit,
    templates::{
        drafts::{self as rows, DraftRecord},
        states, submissions,
    },
};

use self::{content::write, versions::version_record};
pub use self::{
    content::{DraftContent, DraftLanguage, preview},
    versions::{Saved, autosave, diff, save},
};
pub(super) use content::read;

use super::submit::{self, Submission};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// Drafts of a list.
const LISTED: i64 = 200;

/// What a draft was begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    /// Nothing.
    Blank,
    /// One of the starters.
    Starter {
        /// Which.
        key: String,
    },
    /// A template that Meta refused, to be handed in again.
    Rejected {
        /// Which template.
        template: TemplateId,
    },
    /// A template in force, to be edited.
    Edit {
        /// Which template.
        template: TemplateId,
    },
    /// A copy for another WABA, name or language.
    Copy {
        /// Of which template.
        template: TemplateId,
    },
    /// The API.
    Api,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Our id.
    pub id: DraftId,
    /// The WABA.
    pub account: AccountId,
    /// Its name; may be empty.
    pub name: String,
    /// The version in force.
    pub version: i64,
    /// What it was begun from.
    pub origin: Origin,
    /// When and by whom it was begun.
    pub created: (Millis, String),
    /// When and by whom it was last saved.
    pub updated: (Millis, String),
    /// When it was handed in or put away.
    pub closed_at: Option<Millis>,
}

/// A text that was saved.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftVersion {
    /// Its number; higher ones were saved later.
    pub version: i64,
    /// The version that it was written upon; 0 for the first.
    pub parent: i64,
    /// When.
    pub at: Millis,
    /// By whom.
    pub by: String,
    /// What it says.
    pub content: DraftContent,
    /// Whether it was left beside the line, because somebody else saved first.
    pub aside: bool,
}

/// A draft with everything around it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// As in lists.
    pub row: DraftRow,
    /// Name of the WABA, and Meta's id of it.
    pub account: (String, String),
    /// What it says now.
    pub content: DraftContent,
    /// Every text that was saved, newest first.
    pub versions: Vec<DraftVersion>,
    /// What Meta was asked, newest first.
    pub submissions: Vec<Submission>,
    /// The template that it was begun from, as it is now: with its state and Meta's reason.
    pub source: Option<super::row::TemplateRow>,
    /// Meta's limits for each language.
    pub limits: Vec<(String, super::limits::Limits)>,
}

/// The open drafts, last saved first; of one WABA when given.
pub async fn list(svc: &Services, call: &Call, account: Option<&AccountId>) -> ServiceResult<Vec<DraftRow>> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let found = rows::open(&mut tx, account.map(AccountId::as_str), None, LISTED).await?;
    found.into_iter().map(row).collect()
}

/// One draft.
pub async fn get(svc: &Services, call: &Call, id: &DraftId) -> ServiceResult<Draft> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let account = accounts::by_id(&mut tx, &record.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let versions = versions::versions(&mut tx, &record).await?;
    let content = versions
        .iter()
        .find(|version| version.version == record.head)
        .map(|version| version.content.clone())
        .ok_or_else(|| ServiceError::Internal("a draft without its version in force".to_owned()))?;
    let submissions = submissions::of_draft(&mut tx, id.as_str())
        .await?
        .into_iter()
        .map(submit::submission)
        .collect();
    let row = row(record)?;
    let source = match &row.origin {
        Origin::Rejected { template } | Origin::Edit { template } | Origin::Copy { template } => {
            states::by_id(&mut tx, template.as_str())
                .await?
                .map(|state| super::row::row(state, false))
                .transpose()?
        }
        Origin::Blank | Origin::Starter { .. } | Origin::Api => None,
    };
    let mut limits = Vec::with_capacity(content.languages.len());
    for each in &content.languages {
        let (name, category) = (&content.name, &content.category);
        let found = super::limits::of(svc, &mut tx, &account, name, &each.language, category).await?;
        limits.push((each.language.clone(), found));
    }
    Ok(Draft {
        row,
        account: (account.name, account.waba_id),
        content,
        versions,
        submissions,
        source,
        limits,
    })
}

/// Begins a draft. A starter whose name is taken gets the next free one.
pub async fn create(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    origin: &Origin,
    content: &DraftContent,
) -> ServiceResult<DraftId> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let mut content = content.clone();
    if matches!(origin, Origin::Starter { .. }) {
        content.name = free_name(&mut tx, account, content.name).await?;
    }
    let id = create_in(svc, call, &mut tx, account, origin, &content).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(id)
}

/// The name itself, or with a number at its end when the account has, or had,
/// a template of that name in any language: a starter begins a template of its own.
async fn free_name(tx: &mut Tx, account: &AccountId, name: String) -> ServiceResult<String> {
    /// Nobody has so many of one starter; after them the name stays as it is and the rules say so.
    const MOST: u32 = 100;
    let mut free = name.clone();
    for n in 2..=MOST {
        if states::siblings(tx, account.as_str(), &free).await?.is_empty() {
            return Ok(free);
        }
        free = format!("{name}_{n}");
    }
    Ok(name)
}

/// Begins a draft from a template: to edit it, to hand a refused one in again
/// (both keep name and WABA), or to copy it. A copy may go to another WABA and
/// get another name or language.
pub async fn create_from(
    svc: &Services,
    call: &Call,
    template: &TemplateId,
    copy: Option<&CopyTo>,
) -> ServiceResult<DraftId> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let state = states::by_id(&mut tx, template.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let text = states::text(&mut tx, &state.id).await?;
    let components: Value = text
        .as_ref()
        .and_then(|text| serde_json::from_str(&text.components).ok())
        .unwrap_or_else(|| json!([]));
    let raw: Value = text
        .and_then(|text| serde_json::from_str(text.raw.as_deref()?).ok())
        .unwrap_or_default();
    let mut content = DraftContent {
        name: state.name.clone(),
        category: state.category.clone(),
        parameter_format: state.parameter_format.clone(),
        message_send_ttl_seconds: raw["message_send_ttl_seconds"].as_i64(),
        languages: vec![DraftLanguage {
            language: state.language.clone(),
            components,
        }],
    };
    let (account, origin): (AccountId, Origin) = match copy {
        None => {
            let template = template.clone();
            let origin = if state.status == "REJECTED" {
                Origin::Rejected { template }
            } else {
                Origin::Edit { template }
            };
            (stored::id(state.account_id.clone())?, origin)
        }
        Some(copy) => {
            if let Some(name) = &copy.name {
                content.name.clone_from(name);
            }
            if let (Some(language), Some(part)) = (&copy.language, content.languages.first_mut()) {
                part.language.clone_from(language);
            }
            let account = match &copy.account {
                Some(account) => account.clone(),
                None => stored::id(state.account_id.clone())?,
            };
            let template = template.clone();
            (account, Origin::Copy { template })
        }
    };
    // Somebody may be at it already: two drafts of one text would compete.
    if copy.is_none() {
        let open = rows::open(&mut tx, Some(account.as_str()), Some(&state.name), LISTED).await?;
        for other in open {
            if read_origin(&other.origin) == origin {
                return stored::id(other.id);
            }
        }
    }
    let id = create_in(svc, call, &mut tx, &account, &origin, &content).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(id)
}

/// Where a copy goes; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyTo {
    /// Another WABA.
    pub account: Option<AccountId>,
    /// Another name.
    pub name: Option<String>,
    /// Another language.
    pub language: Option<String>,
}

/// Puts a draft away, or takes it out again. Nothing is deleted.
pub async fn put_away(svc: &Services, call: &Call, id: &DraftId, away: bool) -> ServiceResult<()> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    rows::lock(&mut tx, id.as_str()).await?;
    let record = rows::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if record.closed_at.is_some() == away {
        return Ok(());
    }
    let now = svc.clock.now();
    rows::close(&mut tx, id.as_str(), away.then_some(now)).await?;
    let action = if away { "draft.put_away" } else { "draft.take_out" };
    audit::append(
        &mut tx,
        call.entry(svc, action, "draft", id.as_str(), &record.name),
    )
    .await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}

pub(super) async fn create_in(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    account: &AccountId,
    origin: &Origin,
    content: &DraftContent,
) -> ServiceResult<DraftId> {
    let known = accounts::by_id(tx, account.as_str())
        .await?
        .ok_or_else(|| FieldError::only("account", Problem::NotAChoice))?;
    if known.disconnected_at.is_some() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "account_disconnected",
        }));
    }
    let text = write(content)?;
    let now = svc.clock.now();
    let id: DraftId = svc.random.id(now);
    let by = call.actor.name();
    let record = DraftRecord {
        id: id.to_string(),
        account_id: account.to_string(),
        name: content.name.clone(),
        head: 1,
        origin: serde_json::to_string(origin).map_err(|e| ServiceError::Internal(e.to_string()))?,
        created_at: now.0,
        created_by: by.to_owned(),
        updated_at: now.0,
        updated_by: by.to_owned(),
        closed_at: None,
    };
    rows::insert(tx, &record).await?;
    rows::add_version(tx, &version_record(call, id.as_str(), 1, 0, text, now)).await?;
    let after = Some(json!({ "account": known.name, "origin": origin, "name": content.name }));
    let entry = call.change(
        svc,
        "draft.create",
        "draft",
        id.as_str(),
        &content.name,
        (None, after),
    );
    audit::append(tx, entry).await?;
    Ok(id)
}

pub(super) fn read_origin(text: &str) -> Origin {
    serde_json::from_str(text).unwrap_or(Origin::Blank)
}

pub(super) fn row(record: DraftRecord) -> ServiceResult<DraftRow> {
    Ok(DraftRow {
        id: stored::id(record.id)?,
        account: stored::id(record.account_id)?,
        name: record.name,
        version: record.head,
        origin: read_origin(&record.origin),
        created: (Millis(record.created_at), record.created_by),
        updated: (Millis(record.updated_at), record.updated_by),
        closed_at: record.closed_at.map(Millis),
    })
}
