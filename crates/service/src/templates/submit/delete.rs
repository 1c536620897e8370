//! Deleting templates, and ending a pause.

use channels::{
    graph::NodeId,
    template::{TemplateCategory, TemplateStatus},
};
use domain::{ids::TemplateId, permission::Permission, time::Millis};
use serde_json::json;
use store::{
    Tx, accounts, audit,
    templates::{
        states::{self, TemplateState},
        submissions::{self, SubmissionRecord},
    },
};

use super::{HandedIn, Outcome, call::failed};
use crate::{
    Call, Services,
    accounts::secrets::{self, Access},
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    templates::{
        follow::{self, Field, News, Told, second},
        history::Source,
        holds,
        limits::Obstacle,
        sync,
    },
};

/// A deletion that is written down and may be asked for.
struct Deletion {
    state: TemplateState,
    access: Access,
    /// Only this one, and not its name in all languages.
    only: Option<NodeId>,
    record: SubmissionRecord,
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
    let deletion = match prepare(svc, call, id, all_languages).await? {
        Ok(deletion) => deletion,
        Err(obstacle) => return Ok(HandedIn::Obstacle(obstacle)),
    };
    let access = &deletion.access;
    let answer = access
        .client
        .delete_template(
            &access.token,
            &access.waba,
            &deletion.state.name,
            deletion.only.as_ref(),
        )
        .await;
    let mut tx = svc.db.write().await?;
    accounts::lock(&mut tx, &deletion.state.account_id).await?;
    let result = match answer {
        Ok(()) => done(svc, call, &mut tx, &deletion, id).await?,
        Err(error) => failed(&mut tx, &deletion.record.id, &error, svc.clock.now()).await?,
    };
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(result)
}

/// Checks that it may be deleted and writes down what will be asked.
async fn prepare(
    svc: &Services,
    call: &Call,
    id: &TemplateId,
    all_languages: bool,
) -> ServiceResult<Result<Deletion, Obstacle>> {
    let mut tx = svc.db.write().await?;
    let state = holds::open(&mut tx, id).await?;
    let account = accounts::by_id(&mut tx, &state.account_id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let access = secrets::access(svc, &account)?;
    let only = target(&state, all_languages)?;
    let open = submissions::open(&mut tx, &account.id).await?;
    if let Some(other) = open.iter().find(|s| s.name == state.name) {
        return Ok(Err(Obstacle::Unsettled {
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
    Ok(Ok(Deletion {
        state,
        access,
        only,
        record,
    }))
}

/// Which one Meta is asked to delete; `None` stands for the name in all languages.
fn target(state: &TemplateState, all_languages: bool) -> ServiceResult<Option<NodeId>> {
    if state.status == TemplateStatus::Disabled.as_str() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "template_disabled",
        }));
    }
    match (&state.meta_id, all_languages) {
        (_, true) => Ok(None),
        (Some(id), false) => NodeId::parse(id)
            .map(Some)
            .map_err(|error| ServiceError::Internal(error.to_string())),
        (None, false) => Err(ServiceError::Conflict(Conflict::WrongState {
            key: "template_not_read",
        })),
    }
}

/// Makes Meta's yes count for every language that it is about.
async fn done(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    deletion: &Deletion,
    id: &TemplateId,
) -> ServiceResult<HandedIn> {
    let Deletion { state, record, .. } = deletion;
    let now = svc.clock.now();
    submissions::end(tx, &record.id, Outcome::Done.key(), None, now).await?;
    let all_languages = record.language.is_empty();
    let siblings = states::siblings(tx, &state.account_id, &state.name).await?;
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
        follow::observe(svc, tx, sibling, &news).await?;
    }
    Ok(HandedIn::Done {
        template: id.clone(),
        status: TemplateStatus::PendingDeletion,
        asked: TemplateCategory::parse(&state.category),
        category: TemplateCategory::parse(&state.category),
    })
}

/// Ends the pause of a template that Meta paused while it paced it; not earlier
/// than five minutes after the pause (sources §1.5). What it is then, Meta is asked.
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
    // Read anew: while Meta was asked somebody may have accepted its price, or a
    // list have told more.
    let state = states::by_id(&mut tx, id.as_str())
        .await?
        .filter(|state| state.meta_id.as_deref() == Some(record.id.as_str()));
    // Deleted and made anew meanwhile: this answer is about another one.
    if let Some(state) = state {
        let mut news = sync::news(&record, second(svc.clock.now()));
        news.source = Source::Answer;
        call.actor.name().clone_into(&mut news.by);
        follow::observe(svc, &mut tx, state, &news).await?;
        tx.commit().await?;
    }
    svc.events.publish(Topic::Templates);
    Ok(())
}
