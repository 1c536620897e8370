//! Writing templates: drafts with versions, in our database. Two people who
//! save the same draft lose nothing: the second text is kept beside the first.

use channels::template::TemplateCategory;
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
        drafts::{self as rows, DraftRecord, VersionRecord},
        states, submissions,
    },
};

use super::{
    diff::{self, Change},
    submit::{self, Submission},
    texts,
};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// Longest name that Meta takes.
const NAME_MAX: usize = 512;
/// Most bytes of a draft: Meta's limits add up to far less.
const CONTENT_MAX: usize = 256 * 1024;
/// Drafts of a list.
const LISTED: i64 = 200;

/// What a draft says, all languages of one name together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DraftContent {
    /// The name; small letters, digits and `_`. May still be empty.
    #[serde(default)]
    pub name: String,
    /// Meta's word; may still be empty.
    #[serde(default)]
    pub category: String,
    /// `POSITIONAL` or `NAMED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter_format: Option<String>,
    /// For how many seconds Meta tries to deliver it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_send_ttl_seconds: Option<i64>,
    /// The languages, in the order of the editor.
    #[serde(default)]
    pub languages: Vec<DraftLanguage>,
}

/// A draft in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftLanguage {
    /// Meta's code.
    pub language: String,
    /// Components in the form of Meta's create call, a JSON array.
    pub components: Value,
}

impl DraftContent {
    /// The body of Meta's create call for one of the languages.
    #[must_use]
    pub fn body(&self, language: &str) -> Option<Value> {
        let part = self.languages.iter().find(|each| each.language == language)?;
        let mut body = json!({
            "name": self.name,
            "language": part.language,
            "category": TemplateCategory::parse(&self.category).as_str(),
            "components": part.components,
        });
        if let Some(format) = &self.parameter_format {
            body["parameter_format"] = json!(format);
        }
        if let Some(seconds) = self.message_send_ttl_seconds {
            body["message_send_ttl_seconds"] = json!(seconds);
        }
        Some(body)
    }

    /// A draft of one language from the body of a create call, or from a record of Meta's list.
    #[must_use]
    pub fn of_body(body: &Value) -> Self {
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        let mut components = body["components"].clone();
        if !components.is_array() {
            components = json!([]);
        }
        Self {
            name: text("name"),
            category: text("category"),
            parameter_format: body["parameter_format"].as_str().map(str::to_owned),
            message_send_ttl_seconds: body["message_send_ttl_seconds"].as_i64(),
            languages: vec![DraftLanguage {
                language: text("language"),
                components,
            }],
        }
    }
}

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

/// What became of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// The text is in force.
    InForce {
        /// Its version.
        version: i64,
    },
    /// The text is the one in force already; nothing was stored.
    Unchanged {
        /// Its version.
        version: i64,
    },
    /// Somebody else had saved since the text was opened. Both are kept; the
    /// other one is in force.
    Aside {
        /// The version under which this text is kept.
        mine: i64,
        /// The version in force.
        theirs: i64,
        /// Who saved it.
        by: String,
        /// When.
        at: Millis,
    },
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
    let versions = versions(&mut tx, &record).await?;
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
        let found = super::limits::of(svc, &mut tx, &account, &content.name, &each.language).await?;
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

/// Begins a draft.
pub async fn create(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    origin: &Origin,
    content: &DraftContent,
) -> ServiceResult<DraftId> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let id = create_in(svc, call, &mut tx, account, origin, content).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(id)
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

/// Saves a text that was written upon `parent`.
pub async fn save(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    parent: i64,
    content: &DraftContent,
) -> ServiceResult<Saved> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let saved = save_in(svc, call, &mut tx, id, parent, content).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(saved)
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

/// What differs between two versions of a draft.
pub async fn diff(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    from: i64,
    to: i64,
) -> ServiceResult<Vec<Change>> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let mut read_version = async |version: i64| -> ServiceResult<DraftContent> {
        let found = rows::version(&mut tx, id.as_str(), version)
            .await?
            .ok_or(ServiceError::NotFound)?;
        read(&found.content)
    };
    let (from, to) = (read_version(from).await?, read_version(to).await?);
    Ok(diff::of_drafts(&from, &to))
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

async fn save_in(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    id: &DraftId,
    parent: i64,
    content: &DraftContent,
) -> ServiceResult<Saved> {
    let text = write(content)?;
    // Two who save at once come one after the other.
    rows::lock(tx, id.as_str()).await?;
    let record = rows::by_id(tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if record.closed_at.is_some() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "draft_closed",
        }));
    }
    let head = rows::version(tx, id.as_str(), record.head)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if read(&head.content)? == *content {
        return Ok(Saved::Unchanged { version: record.head });
    }
    let now = svc.clock.now();
    let all = rows::versions(tx, id.as_str()).await?;
    // Sent twice, for example by a browser that was not sure.
    if let Some(same) = all.iter().find(|v| {
        v.parent == parent
            && v.by_id.as_deref() == call.actor.id()
            && read(&v.content).is_ok_and(|c| c == *content)
    }) && same.version != record.head
        && parent != record.head
    {
        return Ok(aside(&record, same.version, &head));
    }
    let version = rows::last_version(tx, id.as_str()).await? + 1;
    if !all.iter().any(|v| v.version == parent) {
        return Err(ServiceError::NotFound);
    }
    rows::add_version(tx, &version_record(call, id.as_str(), version, parent, text, now)).await?;
    if parent != record.head {
        return Ok(aside(&record, version, &head));
    }
    rows::set_head(tx, id.as_str(), version, &content.name, now, call.actor.name()).await?;
    let states = (
        Some(json!({ "version": record.head })),
        Some(json!({ "version": version })),
    );
    let entry = call.change(svc, "draft.save", "draft", id.as_str(), &content.name, states);
    audit::append(tx, entry).await?;
    Ok(Saved::InForce { version })
}

fn aside(record: &DraftRecord, mine: i64, head: &VersionRecord) -> Saved {
    Saved::Aside {
        mine,
        theirs: record.head,
        by: head.by_name.clone(),
        at: Millis(head.at),
    }
}

fn version_record(
    call: &Call,
    draft: &str,
    version: i64,
    parent: i64,
    content: String,
    now: Millis,
) -> VersionRecord {
    VersionRecord {
        draft_id: draft.to_owned(),
        version,
        parent,
        content,
        at: now.0,
        by_id: call.actor.id().map(str::to_owned),
        by_name: call.actor.name().to_owned(),
    }
}

async fn versions(tx: &mut Tx, record: &DraftRecord) -> ServiceResult<Vec<DraftVersion>> {
    let found = rows::versions(tx, &record.id).await?;
    // The line in force: the head, what it was written upon, and so on.
    let mut line = vec![record.head];
    while let Some(parent) = line
        .last()
        .and_then(|last| found.iter().find(|v| v.version == *last))
        .map(|v| v.parent)
        .filter(|parent| *parent > 0 && !line.contains(parent))
    {
        line.push(parent);
    }
    found
        .into_iter()
        .map(|v| {
            Ok(DraftVersion {
                version: v.version,
                parent: v.parent,
                at: Millis(v.at),
                content: read(&v.content)?,
                aside: !line.contains(&v.version),
                by: v.by_name,
            })
        })
        .collect()
}

fn write(content: &DraftContent) -> ServiceResult<String> {
    if content.name.chars().count() > NAME_MAX {
        return Err(FieldError::only("name", Problem::TooLong { max: NAME_MAX }));
    }
    let mut seen = Vec::new();
    for each in &content.languages {
        if seen.contains(&each.language.as_str()) {
            return Err(FieldError::only("language", Problem::Taken));
        }
        seen.push(each.language.as_str());
    }
    let text = serde_json::to_string(content).map_err(|error| ServiceError::Internal(error.to_string()))?;
    if text.len() > CONTENT_MAX {
        return Err(FieldError::only(
            "components",
            Problem::TooLong { max: CONTENT_MAX },
        ));
    }
    Ok(text)
}

pub(super) fn read(text: &str) -> ServiceResult<DraftContent> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "a stored draft cannot be read");
        ServiceError::Internal("a stored draft cannot be read".to_owned())
    })
}

fn read_origin(text: &str) -> Origin {
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

/// The body of a language; for lists of drafts.
#[must_use]
pub fn preview(content: &DraftContent) -> &str {
    content
        .languages
        .first()
        .and_then(|each| texts::part(&each.components, "BODY"))
        .unwrap_or_default()
}
