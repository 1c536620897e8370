//! Handing templates in to Meta, and deleting them. What is asked is written
//! down first; what nobody answered is settled by the next list, never asked again by itself.

use channels::{
    graph::{ErrorClass, GraphError, NewTemplate, NodeId, TemplateEdit},
    template::{ParameterFormat, TemplateCategory, TemplateStatus},
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

use super::{
    drafts::{self, DraftContent},
    follow::{self, Field, News, Text, Told, second},
    history::Source,
    holds,
    limits::{self, Obstacle},
    rules, settle, sync, texts,
};
use crate::{
    Call, Services,
    accounts::secrets::{self, Access},
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult, Upstream},
    events::Topic,
    stored,
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
        let result = match prepare(svc, call, id, version, &part.language).await? {
            Ok(prepared) => hand_in(svc, call, &access, Some(id), prepared).await?,
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
    rules::findings(svc, &mut tx, &draft.account_id, &body).await
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
    let findings = rules::findings(svc, &mut tx, &account.id, &body).await?;
    if findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error)
    {
        return Ok(Err(HandedIn::Broken(findings)));
    }
    let limits = limits::of(svc, &mut tx, &account, &content.name, language).await?;
    if let Some(obstacle) = limits.obstacle {
        return Ok(Err(HandedIn::Obstacle(obstacle)));
    }
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
        name: content.name,
        language: language.to_owned(),
        account: account.id,
    }))
}

/// What Meta answered to a call that it took.
struct Answer {
    meta_id: NodeId,
    status: Option<TemplateStatus>,
    category: Option<TemplateCategory>,
    raw: Value,
}

async fn ask(access: &Access, prepared: &Prepared) -> Result<Answer, GraphError> {
    let body = &prepared.body;
    let seconds = body["message_send_ttl_seconds"].as_i64();
    let Some(id) = &prepared.edits else {
        let new = NewTemplate {
            name: prepared.name.clone(),
            language: prepared.language.clone(),
            category: prepared.asked.clone(),
            parameter_format: body["parameter_format"].as_str().map(ParameterFormat::parse),
            components: body["components"].clone(),
            ttl_seconds: seconds,
        };
        let submitted = access
            .client
            .create_template(&access.token, &access.waba, &new)
            .await?;
        return Ok(Answer {
            meta_id: submitted.id,
            status: submitted.status,
            category: submitted.category,
            raw: submitted.raw,
        });
    };
    let edit = TemplateEdit {
        category: None,
        components: Some(body["components"].clone()),
        ttl_seconds: seconds,
    };
    access.client.edit_template(&access.token, id, &edit).await?;
    // The answer to an edit says nothing but yes; what it is now is read.
    let now = access.client.message_template(&access.token, id).await.ok();
    Ok(Answer {
        meta_id: id.clone(),
        status: now.as_ref().and_then(|template| template.status.clone()),
        category: now.as_ref().and_then(|template| template.category.clone()),
        raw: json!({ "success": true }),
    })
}

async fn hand_in(
    svc: &Services,
    call: &Call,
    access: &Access,
    draft: Option<&DraftId>,
    prepared: Prepared,
) -> ServiceResult<HandedIn> {
    let answer = ask(access, &prepared).await;
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    accounts::lock(&mut tx, &prepared.account).await?;
    let result = match answer {
        Ok(answer) => {
            submissions::end(
                &mut tx,
                &prepared.id,
                Outcome::Done.key(),
                Some(&answer.raw.to_string()),
                now,
            )
            .await?;
            done(svc, call, &mut tx, &prepared, answer).await?
        }
        Err(error) if may_have_happened(&error) => {
            let why = json!({ "error": error.to_string() }).to_string();
            submissions::mark_unknown(&mut tx, &prepared.id, &why).await?;
            HandedIn::Unknown
        }
        Err(error) => {
            let refusal = Upstream::from(&error);
            let why = json!({ "class": refusal.class, "code": refusal.code, "message": refusal.message, "trace": refusal.trace });
            submissions::end(
                &mut tx,
                &prepared.id,
                Outcome::Refused.key(),
                Some(&why.to_string()),
                now,
            )
            .await?;
            HandedIn::Refused(refusal)
        }
    };
    let word = match &result {
        HandedIn::Done { status, category, .. } => {
            json!({ "status": status.as_str(), "category": category.as_str() })
        }
        HandedIn::Refused(refusal) => json!({ "refused": refusal.class, "code": refusal.code }),
        _ => json!({ "unknown": true }),
    };
    let entry = call.change(
        svc,
        "template.answered",
        "template",
        &prepared.account,
        &format!("{} ({})", prepared.name, prepared.language),
        (None, Some(word)),
    );
    audit::append(&mut tx, entry).await?;
    if let Some(draft) = draft {
        settle::close_if_done(&mut tx, draft.as_str(), now).await?;
    }
    tx.commit().await?;
    Ok(result)
}

/// Whether a call that was not answered well may have had its effect. What Meta
/// refused, and what was never sent, had none.
fn may_have_happened(error: &GraphError) -> bool {
    match error {
        GraphError::Throttled { .. } => false,
        GraphError::Timeout
        | GraphError::Unreachable { .. }
        | GraphError::BadAnswer { .. }
        | GraphError::TooLarge { .. } => true,
        GraphError::Api(_) => error.class() == ErrorClass::Transient,
    }
}

/// Makes Meta's answer count, by the way that webhooks and lists go too.
async fn done(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    prepared: &Prepared,
    answer: Answer,
) -> ServiceResult<HandedIn> {
    let at = second(svc.clock.now());
    let mut state = follow::open(svc, tx, &prepared.account, &prepared.name, &prepared.language, at).await?;
    let mut told = Vec::new();
    if state.vanished_at.is_some() {
        told.push(Told::new(Field::Listed, "yes"));
    }
    let id = answer.meta_id.to_string();
    if state.meta_id.as_deref() != Some(&id) {
        state.meta_id = Some(id.clone());
    }
    let new = prepared.edits.is_none();
    let status = answer
        .status
        .clone()
        .or_else(|| new.then_some(TemplateStatus::Pending));
    if let Some(status) = &status {
        told.push(Told::new(Field::Status, status.as_str()));
    }
    let category = answer.category.clone().unwrap_or_else(|| prepared.asked.clone());
    if new || answer.category.is_some() {
        let mut category = Told::new(Field::Category, category.as_str());
        if new
            && answer
                .category
                .as_ref()
                .is_some_and(|given| *given != prepared.asked)
        {
            category.detail.previous = Some(prepared.asked.as_str().to_owned());
        }
        told.push(category);
    }
    let components = prepared.body["components"].clone();
    let hash = texts::fingerprint(&components);
    if hash != state.text_hash {
        let mut text = Told::new(Field::Components, hash.clone());
        if !state.text_hash.is_empty() {
            let old = states::text(tx, &state.id).await?;
            text.detail.before = old.and_then(|old| serde_json::from_str(&old.components).ok());
            text.detail.after = Some(components.clone());
        }
        told.push(text);
    }
    let news = News {
        meta_id: Some(id),
        at,
        source: Source::Answer,
        told,
        text: Some(Text {
            components,
            raw: None,
            parameter_format: prepared.body["parameter_format"].as_str().map(str::to_owned),
            hash,
        }),
        by: call.actor.name().to_owned(),
    };
    let (state, _) = follow::observe(tx, state, &news).await?;
    Ok(HandedIn::Done {
        template: stored::id(state.id)?,
        status: TemplateStatus::parse(&state.status),
        asked: prepared.asked.clone(),
        category: TemplateCategory::parse(&state.category),
    })
}

/// Deletes a template in one language, or its name in all of them.
///
/// # Errors
/// `template_disabled` for one that Meta has stopped for good: it cannot be deleted.
pub async fn delete(
    svc: &Services,
    call: &Call,
    id: &TemplateId,
    all_languages: bool,
) -> ServiceResult<HandedIn> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let state = holds::open(&mut tx, id).await?;
    let account = accounts::by_id(&mut tx, &state.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let access = secrets::access(svc, &account)?;
    if state.status == TemplateStatus::Disabled.as_str() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "template_disabled",
        }));
    }
    let only = match (&state.meta_id, all_languages) {
        (_, true) => None,
        (Some(id), false) => {
            Some(NodeId::parse(id).map_err(|error| ServiceError::Internal(error.to_string()))?)
        }
        (None, false) => {
            return Err(ServiceError::Conflict(Conflict::WrongState {
                key: "template_not_read",
            }));
        }
    };
    let open = submissions::open(&mut tx, &account.id).await?;
    if let Some(other) = open.iter().find(|s| s.name == state.name) {
        return Ok(HandedIn::Obstacle(Obstacle::Unsettled {
            since: Millis(other.at),
        }));
    }
    let now = svc.clock.now();
    let record = SubmissionRecord {
        id: svc.random.uuid(now),
        account_id: account.id.clone(),
        name: state.name.clone(),
        language: if all_languages {
            String::new()
        } else {
            state.language.clone()
        },
        kind: "delete".to_owned(),
        draft_id: None,
        version: None,
        was: state.status.clone(),
        content: None,
        at: now.0,
        by_name: call.actor.name().to_owned(),
        state: Outcome::Asked.key().to_owned(),
        category: None,
        answered: None,
        ended_at: None,
    };
    submissions::insert(&mut tx, &record).await?;
    let after = json!({ "account": account.name, "language": record.language });
    let entry = call.change(
        svc,
        "template.delete",
        "template",
        id.as_str(),
        &state.name,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;

    let answer = access
        .client
        .delete_template(&access.token, &access.waba, &state.name, only.as_ref())
        .await;
    let mut tx = svc.db.write().await?;
    accounts::lock(&mut tx, &account.id).await?;
    let now = svc.clock.now();
    let result = match answer {
        Ok(()) => {
            submissions::end(&mut tx, &record.id, Outcome::Done.key(), None, now).await?;
            let siblings = states::siblings(&mut tx, &account.id, &state.name).await?;
            for sibling in siblings
                .into_iter()
                .filter(|sibling| sibling.vanished_at.is_none() && (all_languages || sibling.id == state.id))
            {
                // Meta lists it until the last message has left; then the list no longer has it.
                let news = News {
                    meta_id: None,
                    at: second(now),
                    source: Source::Answer,
                    told: vec![Told::new(Field::Status, TemplateStatus::PendingDeletion.as_str())],
                    text: None,
                    by: call.actor.name().to_owned(),
                };
                follow::observe(&mut tx, sibling, &news).await?;
            }
            HandedIn::Done {
                template: id.clone(),
                status: TemplateStatus::PendingDeletion,
                asked: TemplateCategory::parse(&state.category),
                category: TemplateCategory::parse(&state.category),
            }
        }
        Err(error) if may_have_happened(&error) => {
            let why = json!({ "error": error.to_string() }).to_string();
            submissions::mark_unknown(&mut tx, &record.id, &why).await?;
            HandedIn::Unknown
        }
        Err(error) => {
            let refusal = Upstream::from(&error);
            let why = json!({ "class": refusal.class, "code": refusal.code, "message": refusal.message });
            submissions::end(
                &mut tx,
                &record.id,
                Outcome::Refused.key(),
                Some(&why.to_string()),
                now,
            )
            .await?;
            HandedIn::Refused(refusal)
        }
    };
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(result)
}

/// Ends the pause of a template that Meta paused while it paced it; not earlier
/// than five minutes after the pause (facts §1.5). What it is then, Meta is asked.
pub async fn unpause(svc: &Services, call: &Call, id: &TemplateId) -> ServiceResult<()> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let state = holds::open(&mut tx, id).await?;
    let account = accounts::by_id(&mut tx, &state.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let meta_id = state
        .meta_id
        .as_deref()
        .filter(|_| state.status == TemplateStatus::Paused.as_str())
        .and_then(|id| NodeId::parse(id).ok())
        .ok_or(ServiceError::Conflict(Conflict::WrongState {
            key: "template_not_paused",
        }))?;
    let entry = call.entry(svc, "template.unpause", "template", id.as_str(), &state.name);
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    let access = secrets::access(svc, &account)?;
    access.client.unpause_template(&access.token, &meta_id).await?;
    let record = access.client.message_template(&access.token, &meta_id).await?;
    let mut tx = svc.db.write().await?;
    accounts::lock(&mut tx, &account.id).await?;
    let mut news = sync::news(&record, second(svc.clock.now()));
    news.source = Source::Answer;
    call.actor.name().clone_into(&mut news.by);
    follow::observe(&mut tx, state, &news).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}

/// A template that a program hands in.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFromProgram {
    /// Meta's id of the WABA; may be absent while one is connected.
    pub waba_id: Option<String>,
    /// The body of Meta's create call.
    pub body: Value,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// What came of it.
    pub result: HandedIn,
    /// What the rules advise, in English.
    pub advice: Vec<String>,
}

/// Creates a template for a program and hands it in; a template that is there
/// is never changed this way.
///
/// # Errors
/// `Duplicate` when there is one with this name and language; `waba_id` invalid
/// when it names no connected WABA, or when it has to be said which one is meant.
pub async fn create(svc: &Services, call: &Call, new: &NewFromProgram) -> ServiceResult<Created> {
    call.allow(Permission::ManageTemplates)?;
    let content = DraftContent::of_body(&new.body);
    let language = content
        .languages
        .first()
        .map(|each| each.language.clone())
        .unwrap_or_default();
    let mut tx = svc.db.read().await?;
    let connected: Vec<_> = accounts::all(&mut tx)
        .await?
        .into_iter()
        .filter(|account| account.disconnected_at.is_none())
        .collect();
    let account = match (&new.waba_id, connected.as_slice()) {
        (Some(id), all) => all.iter().find(|account| account.waba_id == id.trim()),
        (None, [only]) => Some(only),
        (None, _) => return Err(FieldError::only("waba_id", Problem::Required)),
    };
    let account = account
        .ok_or_else(|| FieldError::only("waba_id", Problem::NotAChoice))?
        .clone();
    let findings = rules::findings(svc, &mut tx, &account.id, &new.body).await?;
    let advice = findings
        .iter()
        .filter(|finding| finding.severity() != Severity::Error)
        .map(|finding| format!("{}: {}", finding.rule.id(), finding.message()))
        .collect();
    let limits = limits::of(svc, &mut tx, &account, &content.name, &language).await?;
    drop(tx);
    let early = if findings
        .iter()
        .any(|finding| finding.severity() == Severity::Error)
    {
        Some(HandedIn::Broken(findings))
    } else if limits.edits {
        return Err(ServiceError::Conflict(Conflict::Duplicate { field: "name" }));
    } else {
        limits.obstacle.map(HandedIn::Obstacle)
    };
    if let Some(result) = early {
        return Ok(Created { result, advice });
    }
    let id = drafts::create(
        svc,
        call,
        &stored::id(account.id)?,
        &drafts::Origin::Api,
        &content,
    )
    .await?;
    let handed = submit(svc, call, &id, 1, None).await?;
    let result = handed
        .into_iter()
        .next()
        .map(|handed| handed.result)
        .ok_or_else(|| ServiceError::Internal("nothing was handed in".to_owned()))?;
    // The program has the text; nobody waits for this draft.
    if !matches!(result, HandedIn::Done { .. } | HandedIn::Unknown) {
        drafts::put_away(svc, call, &id, true).await?;
    }
    Ok(Created { result, advice })
}
