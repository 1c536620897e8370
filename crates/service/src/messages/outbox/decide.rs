//! What a person decides about messages that nobody sends by themselves.

use domain::{
    ids::TenantId,
    message::{delivery::State, id::MessageId},
    permission::Permission,
};
use serde_json::{Value, json, value::RawValue};
use store::{
    Tx, audit,
    messages::{
        detail,
        outgoing::{self, OutgoingRecord},
        progress::{self, Progress},
    },
    nudges, outbox as rows, recipients,
};

use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
    messages::send::{self, Draft, Extra, SendContent, SendInput, SendTo, Sent, TemplateContent, Trouble},
    stored,
};

/// Sends a message again that failed or whose outcome is unknown, as a new
/// message through every gate, once: whoever wants it a third time decides about
/// the new one. The old one then counts as given up: should it arrive after all,
/// its report says so.
pub async fn resend(svc: &Services, call: &Call, id: MessageId) -> ServiceResult<Sent> {
    let mut tx = svc.db.write().await?;
    let (record, tenant, mut message) = open(&mut tx, call, id).await?;
    may_go_again(&mut tx, id, &message).await?;
    let contact = message.contact.ok_or(ServiceError::NotFound)?;
    let input = SendInput {
        tenant,
        to: SendTo::Contact(contact),
        content: content(&record)?,
        authorized: None,
        reply_to: record.reply_to.clone(),
        key: None,
    };
    let draft = Draft::read(&input)?;
    let extra = Extra {
        resend_of: Some(id),
        held: false,
    };
    let sent = match send::store_one(svc, call, &mut tx, &draft, extra).await {
        Ok((sent, _)) => sent,
        Err(Trouble::Again) => return Err(ServiceError::Busy),
        Err(Trouble::Failed(error)) => return Err(error),
    };
    give_up_in(svc, call, &mut tx, &mut message).await?;
    log(
        svc,
        call,
        &mut tx,
        "message.resend",
        id,
        &record,
        json!({ "message": sent.id }),
    )
    .await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(sent)
}

/// Refuses what would reach the customer twice. `message` is locked, so of two
/// people who decide at once the second one finds what the first one did.
async fn may_go_again(tx: &mut Tx, id: MessageId, message: &Progress) -> ServiceResult<()> {
    let conflict = match message.facts.state() {
        // Its call has not ended: the answer may be a yes.
        State::Unknown if message.facts.unanswered_at.is_none() => Conflict::WrongState {
            key: "message_under_way",
        },
        State::Unknown | State::Failed | State::Dropped => {
            if detail::sent_again(tx, &[id.0]).await?.is_empty() {
                return Ok(());
            }
            Conflict::WrongState {
                key: "message_sent_again",
            }
        }
        _ => Conflict::WrongState {
            key: "message_not_unknown",
        },
    };
    Err(ServiceError::Conflict(conflict))
}

/// Decides that a message whose outcome is unknown did not arrive.
pub async fn give_up(svc: &Services, call: &Call, id: MessageId) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    let (record, _, mut message) = open(&mut tx, call, id).await?;
    if message.facts.state() != State::Unknown || message.facts.unanswered_at.is_none() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "message_not_unknown",
        }));
    }
    give_up_in(svc, call, &mut tx, &mut message).await?;
    log(svc, call, &mut tx, "message.give_up", id, &record, Value::Null).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(())
}

/// Withdraws a message that has not been handed over: one that waits in the
/// queue, or one that is held until the customer answers.
pub async fn withdraw(svc: &Services, call: &Call, id: MessageId) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    let (record, _, mut message) = open(&mut tx, call, id).await?;
    let held = nudges::withdraw(&mut tx, id).await?;
    let queued = rows::withdraw(&mut tx, id).await?;
    if !(held || queued) {
        return Err(ServiceError::Conflict(Conflict::WrongState { key: "not_held" }));
    }
    message.facts.dropped_at = Some(svc.clock.now());
    progress::save(&mut tx, &[message]).await?;
    recipients::give_back(&mut tx, id).await?;
    log(svc, call, &mut tx, "message.withdraw", id, &record, Value::Null).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(())
}

/// Reads and locks a message that this caller may decide about.
async fn open(
    tx: &mut Tx,
    call: &Call,
    id: MessageId,
) -> ServiceResult<(OutgoingRecord, TenantId, Progress)> {
    nudges::lock(tx, id).await?;
    rows::lock(tx, &[id.0]).await?;
    outgoing::lock(tx, &[id.0]).await?;
    let record = outgoing::get(tx, id).await?.ok_or(ServiceError::NotFound)?;
    let tenant: TenantId = stored::id(record.tenant_id.clone())?;
    call.allow_tenant(Permission::SendMessages, &tenant)?;
    let message = progress::by_ids(tx, &[id.0])
        .await?
        .pop()
        .ok_or(ServiceError::NotFound)?;
    Ok((record, tenant, message))
}

async fn give_up_in(svc: &Services, call: &Call, tx: &mut Tx, message: &mut Progress) -> ServiceResult<()> {
    if message.facts.state() != State::Unknown {
        return Ok(());
    }
    message.facts.refused_at = Some(svc.clock.now());
    if message.errors.is_none() {
        let title = format!("given up by {}", call.actor.name());
        message.errors = Some(json!([{ "title": title }]).to_string());
    }
    // Should a sender still have it, its call goes on, and its answer counts.
    rows::remove(tx, MessageId(message.id)).await?;
    Ok(progress::save(tx, std::slice::from_ref(message)).await?)
}

async fn log(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    action: &str,
    id: MessageId,
    record: &OutgoingRecord,
    after: Value,
) -> ServiceResult<()> {
    let after = if after.is_null() { None } else { Some(after) };
    let mut entry = call.change(
        svc,
        action,
        "message",
        &id.to_string(),
        &record.kind,
        (None, after),
    );
    entry.tenant_id = Some(record.tenant_id.clone());
    audit::append(tx, entry).await?;
    Ok(())
}

/// What a stored message says, to be said again.
fn content(record: &OutgoingRecord) -> ServiceResult<SendContent> {
    let unreadable = || ServiceError::Internal("a stored message cannot be read".to_owned());
    let stored: Value = serde_json::from_str(&record.content).map_err(|_| unreadable())?;
    if let Some(body) = stored.pointer("/text/body").and_then(Value::as_str) {
        let preview_url = stored
            .pointer("/text/preview_url")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        return Ok(SendContent::Text {
            body: body.to_owned(),
            preview_url,
        });
    }
    let text = |path: &str| stored.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let components = stored.pointer("/template/components").map(Value::to_string);
    Ok(SendContent::Template(TemplateContent {
        name: text("/template/name").ok_or_else(unreadable)?,
        language: text("/template/language/code").ok_or_else(unreadable)?,
        components: components
            .map(RawValue::from_string)
            .transpose()
            .map_err(|_| unreadable())?,
    }))
}
