//! Handing templates in to Meta, and deleting them. What is asked is written
//! down first; what nobody answered is settled by the next list, never asked again by itself.

mod call;
mod delete;
mod program;

use channels::{
    graph::NodeId,
    template::{TemplateCategory, TemplateStatus},
};
use domain::{
    ids::{DraftId, TemplateId},
    permission::Permission,
    template::lint::{Finding, Severity},
    time::Millis,
};
use serde_json::{Value, json};
use store::{
    Tx, accounts, audit,
    templates::{
        drafts::{self as drafts_rows, DraftRecord},
        states,
        submissions::{self, SubmissionRecord},
    },
};

pub use self::{
    delete::{delete, unpause},
    program::{Created, NewFromProgram, create},
};
use super::{
    drafts::{self, DraftContent},
    limits::{self, Obstacle},
    rules,
};
use crate::{
    Call, Services,
    accounts::secrets,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult, Upstream},
    events::Topic,
};

/// What became of a call to Meta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Under way.
    Asked,
    /// Done.
    Done,
    /// Meta refused.
    Refused,
    /// Nobody knows; the next sync settles it. It is not tried again by itself.
    Unknown,
    /// A list has shown that it was not done.
    NotDone,
}

impl Outcome {
    /// The word that is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::NotDone => "not_done",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        [Self::Asked, Self::Done, Self::Refused, Self::NotDone]
            .into_iter()
            .find(|outcome| outcome.key() == key)
            .unwrap_or(Self::Unknown)
    }
}

/// Something that was asked of Meta.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// `create`, `edit` or `delete`.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The language; empty for all of them.
    pub language: String,
    /// Version of the draft.
    pub version: Option<i64>,
    /// When.
    pub at: Millis,
    /// By whom.
    pub by: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The category that was asked for.
    pub category: Option<TemplateCategory>,
    /// What Meta answered or refused with, JSON.
    pub answered: Option<Value>,
    /// When that was.
    pub ended_at: Option<Millis>,
}

pub(super) fn submission(record: SubmissionRecord) -> Submission {
    Submission {
        outcome: Outcome::from_key(&record.state),
        answered: record
            .answered
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok()),
        category: record.category.as_deref().map(TemplateCategory::parse),
        kind: record.kind,
        name: record.name,
        language: record.language,
        version: record.version,
        at: Millis(record.at),
        by: record.by_name,
        ended_at: record.ended_at.map(Millis),
    }
}

/// What came of handing in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Handed {
    /// The language.
    pub language: String,
    /// What came of it.
    pub result: HandedIn,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum HandedIn {
    /// Meta took it.
    Done {
        /// Our id of the template.
        template: TemplateId,
        /// Its state now; usually in review.
        status: TemplateStatus,
        /// The category that was asked for.
        asked: TemplateCategory,
        /// The category that Meta gave it.
        category: TemplateCategory,
    },
    /// Rules are broken that Meta refuses for; it was not asked.
    Broken(Vec<Finding>),
    /// A limit of Meta's stands in the way; it was not asked.
    Obstacle(Obstacle),
    /// Meta refused.
    Refused(Upstream),
    /// Nobody knows; the next sync settles it. It is not tried again by itself.
    Unknown,
    /// The languages before took all the time there was; it was not asked.
    NotAsked,
    /// This version was handed in before.
    Already,
}

/// A call that is written down and may be made.
struct Prepared {
    id: String,
    body: Value,
    asked: TemplateCategory,
    /// What is edited.
    edits: Option<NodeId>,
    /// Whether the edit makes it a template of another category.
    moves: bool,
    name: String,
    language: String,
    account: String,
}

/// Hands in the version of a draft that is in force, in all its languages or in
/// some. Each language is a call of its own and may come out differently.
///
/// # Errors
/// `Stale` when another version is in force by now.
pub async fn submit(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    version: i64,
    languages: Option<&[String]>,
) -> ServiceResult<Vec<Handed>> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.read().await?;
    let (draft, content) = open(&mut tx, id, version).await?;
    let account = accounts::by_id(&mut tx, &draft.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let access = secrets::access(svc, &account)?;
    let mut out = Vec::with_capacity(content.languages.len());
    for part in &content.languages {
        if languages.is_some_and(|wanted| !wanted.contains(&part.language)) {
            continue;
        }
        if svc.out_of_time() {
            out.push(Handed {
                language: part.language.clone(),
                result: HandedIn::NotAsked,
            });
            continue;
        }
        let result = match prepare(svc, call, id, version, &part.language).await? {
            Ok(prepared) => call::hand_in(svc, call, &access, Some(id), prepared).await?,
            Err(result) => result,
        };
        out.push(Handed {
            language: part.language.clone(),
            result,
        });
    }
    if out.is_empty() {
        return Err(FieldError::only("language", Problem::Required));
    }
    svc.events.publish(Topic::Templates);
    Ok(out)
}

/// What the rules say of a draft's language, with everything that is known of its account.
pub async fn check(svc: &Services, call: &Call, id: &DraftId, language: &str) -> ServiceResult<Vec<Finding>> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let draft = drafts_rows::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let head = drafts_rows::version(&mut tx, id.as_str(), draft.head)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let body = drafts::read(&head.content)?
        .body(language)
        .ok_or(ServiceError::NotFound)?;
    of_body(svc, &mut tx, &draft, &body).await
}

/// The same of a text that could not be stored.
pub async fn check_typed(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    body: &Value,
) -> ServiceResult<Vec<Finding>> {
    call.allow(Permission::ViewTemplates)?;
    let mut tx = svc.db.read().await?;
    let draft = drafts_rows::by_id(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    of_body(svc, &mut tx, &draft, body).await
}

async fn of_body(
    svc: &Services,
    tx: &mut Tx,
    draft: &DraftRecord,
    body: &Value,
) -> ServiceResult<Vec<Finding>> {
    let word = |key: &str| body[key].as_str().unwrap_or_default();
    let taken = rules::taken(tx, draft, word("name"), word("language")).await?;
    rules::findings(svc, tx, &draft.account_id, body, taken).await
}

async fn open(tx: &mut Tx, id: &DraftId, version: i64) -> ServiceResult<(DraftRecord, DraftContent)> {
    let draft = drafts_rows::by_id(tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if draft.closed_at.is_some() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "draft_closed",
        }));
    }
    if draft.head != version {
        return Err(ServiceError::Conflict(Conflict::Stale {
            by: draft.updated_by,
            at: Millis(draft.updated_at),
        }));
    }
    let head = drafts_rows::version(tx, id.as_str(), version)
        .await?
        .ok_or(ServiceError::NotFound)?;
    Ok((draft, drafts::read(&head.content)?))
}

/// Checks rules and limits and writes down what will be asked, so that two
/// people who hand in at once do not both ask.
async fn prepare(
    svc: &Services,
    call: &Call,
    id: &DraftId,
    version: i64,
    language: &str,
) -> ServiceResult<Result<Prepared, HandedIn>> {
    let mut tx = svc.db.write().await?;
    let (draft, content) = open(&mut tx, id, version).await?;
    accounts::lock(&mut tx, &draft.account_id).await?;
    let account = accounts::by_id(&mut tx, &draft.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let body = content.body(language).ok_or(ServiceError::NotFound)?;
    let sent = submissions::of_draft(&mut tx, id.as_str()).await?;
    if sent
        .iter()
        .any(|s| s.language == language && s.version == Some(version) && s.state == "done")
    {
        return Ok(Err(HandedIn::Already));
    }
    let findings = of_body(svc, &mut tx, &draft, &body).await?;
    if findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error)
    {
        return Ok(Err(HandedIn::Broken(findings)));
    }
    let limits = limits::of(svc, &mut tx, &account, &content.name, language, &content.category).await?;
    if let Some(obstacle) = limits.obstacle {
        return Ok(Err(HandedIn::Obstacle(obstacle)));
    }
    // What goes to Meta stays in the history, also when it was saved by itself.
    drafts_rows::keep_version(&mut tx, id.as_str(), version).await?;
    let state = states::by_name(&mut tx, &account.id, &content.name, language)
        .await?
        .filter(|_| limits.edits);
    let edits = state
        .as_ref()
        .and_then(|state| state.meta_id.as_deref())
        .map(NodeId::parse)
        .transpose()
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    if limits.edits && edits.is_none() {
        // A webhook told of it, no list has yet.
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "template_not_read",
        }));
    }
    let now = svc.clock.now();
    let asked = TemplateCategory::parse(&content.category);
    // Of an approved one it is fixed; that stood in the way above.
    let moves = state.as_ref().is_some_and(|state| {
        state.status != TemplateStatus::Approved.as_str() && TemplateCategory::parse(&state.category) != asked
    });
    let record = SubmissionRecord {
        id: svc.random.uuid(now),
        account_id: account.id.clone(),
        name: content.name.clone(),
        language: language.to_owned(),
        kind: if edits.is_some() { "edit" } else { "create" }.to_owned(),
        draft_id: Some(id.to_string()),
        version: Some(version),
        was: state.map(|state| state.status).unwrap_or_default(),
        content: Some(body.to_string()),
        at: now.0,
        by_name: call.actor.name().to_owned(),
        state: Outcome::Asked.key().to_owned(),
        category: Some(asked.as_str().to_owned()),
        answered: None,
        ended_at: None,
    };
    submissions::insert(&mut tx, &record).await?;
    let after =
        json!({ "account": account.name, "language": language, "version": version, "kind": record.kind });
    let entry = call.change(
        svc,
        "template.submit",
        "draft",
        id.as_str(),
        &content.name,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Ok(Prepared {
        id: record.id,
        body,
        asked,
        edits,
        moves,
        name: content.name,
        language: language.to_owned(),
        account: account.id,
    }))
}
