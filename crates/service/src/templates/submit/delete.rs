//! Deleting templates, and ending a pause.

use channels::{
    graph::NodeId,
    template::{TemplateCategory, TemplateStatus},
};
use domain::{ids::TemplateId, permission::Permission, time::Millis};
use serde_json::json;
use store::{
    accounts, audit,
    templates::{
        states,
        submissions::{self, SubmissionRecord},
    },
};

use super::{HandedIn, Outcome, call::may_have_happened};
use crate::{
    Call, Services,
    accounts::secrets,
    error::{Conflict, ServiceError, ServiceResult, Upstream},
    events::Topic,
    templates::{
        follow::{self, Field, News, Told, second},
        history::Source,
        holds,
        limits::Obstacle,
        sync,
    },
};

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
                follow::observe(svc, &mut tx, sibling, &news).await?;
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
    let mut news = sync::news(&record, second(svc.clock.now()));
    news.source = Source::Answer;
    call.actor.name().clone_into(&mut news.by);
    follow::observe(svc, &mut tx, state, &news).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}
