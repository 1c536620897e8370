//! The call itself, and what its answer means.

use channels::{
    graph::{ErrorClass, GraphError, NewTemplate, NodeId, TemplateEdit},
    template::{ParameterFormat, TemplateCategory, TemplateStatus},
};
use domain::{ids::DraftId, time::Millis};
use serde_json::{Value, json};
use store::{
    Tx, accounts, audit,
    templates::{states, submissions},
};

use super::{HandedIn, Outcome, Prepared};
use crate::{
    Call, Services,
    accounts::secrets::Access,
    error::{ServiceResult, Upstream},
    stored,
    templates::{
        follow::{self, Field, News, Text, Told, second},
        history::Source,
        settle, texts,
    },
};

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
        category: prepared.moves.then(|| prepared.asked.clone()),
        components: Some(body["components"].clone()),
        ttl_seconds: seconds,
    };
    access.client.edit_template(&access.token, id, &edit).await?;
    // The answer to an edit says nothing but yes; what it is now is read.
    let now = access.client.message_template(&access.token, id).await.ok();
    let mut raw = json!({ "success": true });
    let (mut status, mut category) = (None, prepared.moves.then(|| prepared.asked.clone()));
    if let Some(now) = now {
        raw["status"] = json!(now.status.as_ref().map(TemplateStatus::as_str));
        raw["category"] = json!(now.category.as_ref().map(TemplateCategory::as_str));
        status = now.status;
        category = now.category.or(category);
    }
    Ok(Answer {
        meta_id: id.clone(),
        status,
        category,
        raw,
    })
}

pub(super) async fn hand_in(
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
        Err(error) => failed(&mut tx, &prepared.id, &error, now).await?,
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

/// Writes down that a call was refused, or that nobody knows what became of it.
pub(super) async fn failed(
    tx: &mut Tx,
    submission: &str,
    error: &GraphError,
    now: Millis,
) -> ServiceResult<HandedIn> {
    if may_have_happened(error) {
        let why = json!({ "error": error.to_string() }).to_string();
        submissions::mark_unknown(tx, submission, &why).await?;
        return Ok(HandedIn::Unknown);
    }
    let refusal = Upstream::from(error);
    let why = json!({
        "class": refusal.class,
        "code": refusal.code,
        "message": refusal.message,
        "trace": refusal.trace,
    });
    submissions::end(
        tx,
        submission,
        Outcome::Refused.key(),
        Some(&why.to_string()),
        now,
    )
    .await?;
    Ok(HandedIn::Refused(refusal))
}

/// Whether a call that was not answered well may have had its effect. What Meta
/// refused, and what was never sent, had none.
fn may_have_happened(error: &GraphError) -> bool {
    match error {
        GraphError::Throttled { .. } | GraphError::OutOfTime => false,
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
    if prepared.moves && category == prepared.asked {
        // Whoever asked for it knows its price: no alarm.
        state.accepted_at = state.accepted_at.max(at.0);
    }
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
    let (state, _) = follow::observe(svc, tx, state, &news).await?;
    Ok(HandedIn::Done {
        template: stored::id(state.id)?,
        status: TemplateStatus::parse(&state.status),
        asked: prepared.asked.clone(),
        category: TemplateCategory::parse(&state.category),
    })
}
