//! Writing down what the partner's answer means for a message, its number and
//! everything else that would go the same way.

use std::time::Duration;

use channels::{
    graph::ApiError,
    partner::{Accepted, SendError},
};
use domain::{message::delivery::State, phone::E164, time::Millis};
use serde_json::json;
use store::{
    Tx,
    contact_book::{self, IdentityEvent},
    contacts::{self, Identity},
    messages::{
        outgoing::{self, Attempt},
        progress::{self, Progress},
    },
    outbox as rows, recipients,
};

use super::{
    claim::Job,
    fate::{Alone, Fate, fate},
    pace::Pace,
    recover, stops,
};
use crate::{
    Services, consent,
    error::{ServiceError, ServiceResult},
    events::Topic,
    webhooks::parked,
};

/// A call that has ended.
#[derive(Debug)]
pub struct Ended {
    /// What was called for.
    pub job: Job,
    /// How it ended.
    pub result: Result<Accepted, SendError>,
    /// When.
    pub at: Millis,
}

/// Writes down how calls ended, and takes them out of `ended`: in one
/// transaction, or, when one of them cannot be written, each in its own. What is
/// still there after an error is to be tried again.
pub(super) async fn record(
    svc: &Services,
    me: &str,
    pace: &mut Pace,
    ended: &mut Vec<Ended>,
) -> ServiceResult<()> {
    match together(svc, me, pace, ended).await {
        Ok(()) => {
            ended.clear();
            return Ok(());
        }
        Err(error) if passes(&error) => return Err(error),
        Err(error) => tracing::error!(%error, calls = ended.len(), "outcomes are written one by one"),
    }
    while let Some(end) = ended.last() {
        match together(svc, me, pace, std::slice::from_ref(end)).await {
            Ok(()) => {}
            Err(error) if passes(&error) => return Err(error),
            Err(error) => {
                tracing::error!(%error, message = %end.job.message, "an outcome cannot be written");
                recover::unwritten(svc, end).await?;
            }
        }
        ended.pop();
    }
    Ok(())
}

/// Whether the database may take the same rows a moment later.
const fn passes(error: &ServiceError) -> bool {
    matches!(error, ServiceError::Unavailable | ServiceError::Busy)
}

async fn together(svc: &Services, me: &str, pace: &mut Pace, ended: &[Ended]) -> ServiceResult<()> {
    if ended.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = ended.iter().map(|e| e.job.message.0).collect();
    let mut tx = svc.db.write().await?;
    rows::lock(&mut tx, &ids).await?;
    outgoing::lock(&mut tx, &ids).await?;
    let mut messages = progress::by_ids(&mut tx, &ids).await?;
    let mut wamids = Vec::new();
    let (mut refused, mut alarm) = (Vec::new(), false);
    for end in ended {
        let Some(message) = messages.iter_mut().find(|m| m.id == end.job.message.0) else {
            continue;
        };
        let fate = fate(end);
        apply(svc, me, &mut tx, message, end, &fate, &mut wamids).await?;
        note(&mut tx, end, &fate).await?;
        match &fate {
            Fate::Stopped => {
                if let Some(api) = end.result.as_ref().err().and_then(SendError::api) {
                    alarm |= stops::raise(svc, &mut tx, &end.job.account_id, &end.job.number_id, api).await?;
                }
            }
            Fate::Refused => refused.push(end.job.message),
            _ => {}
        }
        mind(pace, end, &fate);
    }
    progress::save(&mut tx, &messages).await?;
    // Only now: of two messages to one person neither may count for the other
    // when both were refused.
    for id in refused {
        recipients::give_back(&mut tx, id).await?;
    }
    // Reports may have been here before the answer.
    parked::join(svc, &mut tx, &wamids).await?;
    tx.commit().await?;
    ended.iter().for_each(count);
    svc.events.publish(Topic::Messages);
    if alarm {
        svc.events.publish(Topic::Accounts);
    }
    Ok(())
}

/// What an outcome says about the number and the person.
fn mind(pace: &mut Pace, end: &Ended, fate: &Fate) {
    let number = end.job.number;
    if let Fate::Later {
        leave_alone: Some(Alone::Number { asked }),
        ..
    } = fate
    {
        pace.trouble(number, end.at, *asked);
        return;
    }
    if matches!(end.result, Ok(_) | Err(SendError::Refused(_))) {
        pace.answered(number);
    }
    if let Fate::Later {
        due_at,
        leave_alone: Some(Alone::Person),
    } = fate
    {
        pace.pair_pause(number, end.job.contact, *due_at);
    }
}

async fn apply(
    svc: &Services,
    me: &str,
    tx: &mut Tx,
    message: &mut Progress,
    end: &Ended,
    fate: &Fate,
    wamids: &mut Vec<String>,
) -> ServiceResult<()> {
    let (id, now) = (end.job.message, end.at);
    match fate {
        Fate::Accepted => {
            let Ok(accepted) = &end.result else { return Ok(()) };
            message.facts.accepted_at.get_or_insert(now);
            message.wamid.get_or_insert_with(|| accepted.wamid.clone());
            wamids.push(accepted.wamid.clone());
            rows::remove(tx, id).await?;
            name_customer(svc, tx, message, accepted).await?;
        }
        Fate::Later { due_at, .. } => back(tx, me, message, end, *due_at).await?,
        Fate::Stopped => back(tx, me, message, end, now).await?,
        Fate::Refused => {
            message.facts.refused_at.get_or_insert(now);
            let (code, errors) = reason(end);
            // A report that was faster says what became of it.
            if message.facts.failed_at.is_none() {
                (message.error_code, message.errors) = (code, errors);
            }
            rows::remove(tx, id).await?;
            if let (Some(131_050), Some(contact)) = (code, message.contact) {
                consent::note_refusal_by_meta(svc, tx, contact, now).await?;
            }
        }
        Fate::Unknown => {
            message.facts.unanswered_at.get_or_insert(now);
            if message.facts.state() == State::Unknown {
                (message.error_code, message.errors) = reason(end);
            }
            rows::remove(tx, id).await?;
        }
    }
    Ok(())
}

/// Puts a message that was certainly not sent back into the queue.
async fn back(
    tx: &mut Tx,
    me: &str,
    message: &mut Progress,
    end: &Ended,
    due_at: Millis,
) -> ServiceResult<()> {
    if rows::put_back(tx, end.job.message, me, due_at).await? {
        message.facts.handed_at = None;
    } else {
        // It was taken for left behind meanwhile; it waits for a person.
        message.facts.unanswered_at.get_or_insert(end.at);
    }
    Ok(())
}

/// Why a message failed: the partner's answer verbatim, or our words in its form.
fn reason(end: &Ended) -> (Option<i64>, Option<String>) {
    let Err(error) = &end.result else {
        return (None, None);
    };
    match error.api() {
        Some(ApiError { code, raw, .. }) => (Some(*code), Some(raw.to_string())),
        None => (None, Some(json!([{ "title": error.to_string() }]).to_string())),
    }
}

async fn note(tx: &mut Tx, end: &Ended, fate: &Fate) -> ServiceResult<()> {
    let error = end.result.as_ref().err();
    let api = error.and_then(SendError::api);
    let attempt = Attempt {
        message: end.job.message,
        no: end.job.no,
        at: end.job.at,
        ended_at: end.at,
        outcome: match (fate, error) {
            (Fate::Accepted, _) => "accepted",
            (Fate::Unknown, _) => "unknown",
            (Fate::Refused, _) => "refused",
            (_, Some(SendError::NotSent { .. })) => "not_sent",
            _ => "waits",
        },
        code: api.map(|api| api.code),
        trace: api.and_then(|api| api.fbtrace_id.clone()),
        detail: error.map(ToString::to_string).unwrap_or_default(),
    };
    Ok(outgoing::note_attempt(tx, &attempt).await?)
}

/// How a call counts in the figures.
fn count(end: &Ended) {
    let outcome = match &end.result {
        Ok(_) => "accepted",
        Err(SendError::Unknown { .. }) => "unknown",
        Err(SendError::NotSent { .. }) => "not_sent",
        Err(SendError::Refused(_)) => "refused",
    };
    let code = end.result.as_ref().err().and_then(SendError::api);
    let code = code.map_or_else(String::new, |api| api.code.to_string());
    metrics::counter!("tahona_sends_total", "outcome" => outcome, "code" => code).increment(1);
    let waited = u64::try_from(end.job.at.since(end.job.message.at())).unwrap_or(0);
    metrics::histogram!("tahona_outbox_wait_seconds").record(Duration::from_millis(waited).as_secs_f64());
}

/// Remembers how WhatsApp calls the customer; in some countries that differs
/// from what was dialled.
async fn name_customer(
    svc: &Services,
    tx: &mut Tx,
    message: &Progress,
    accepted: &Accepted,
) -> ServiceResult<()> {
    let Some(named) = accepted.contacts.first() else {
        return Ok(());
    };
    let dialled = named.input.as_deref().and_then(|input| E164::parse(input).ok());
    let who = Identity {
        tenant: message.tenant,
        match_key: dialled.as_ref().map(domain::contact::match_key),
        phone: dialled.map(String::from),
        wa_id: named.wa_id.clone(),
        user_id: named.user_id.clone(),
        ..Identity::default()
    };
    if who.match_key.is_none() && who.user_id.is_none() {
        return Ok(());
    }
    let now = svc.clock.now();
    let customer = contacts::ensure(tx, svc.random.message_id(now), &who, now)
        .await
        .map_err(ServiceError::from)?;
    if let (Some(dialled), Some(found)) = (&who.phone, &who.wa_id)
        && digits(dialled) != digits(found)
    {
        let event = IdentityEvent {
            contact: customer.id,
            at: now.0,
            kind: contact_book::WA_ID_DIFFERS.to_owned(),
            said: dialled.clone(),
            found: found.clone(),
            message: Some(message.id),
        };
        contact_book::note_event(tx, &event).await?;
    }
    Ok(())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
