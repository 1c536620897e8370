//! One message: its way, its words, why it failed, and Meta's own events.

use channels::webhook;
use domain::{
    ids::TenantId,
    message::{delivery::Facts, gate::Gate, id::MessageId},
    time::Millis,
};
use serde_json::Value;
use store::{
    Tx,
    messages::{
        detail::{self as rows, DetailRecord},
        log::LogRecord,
        outgoing,
    },
    webhooks::deliveries,
};

use super::{
    list::{self, MessageRow},
    masking,
    names::Names,
    reading,
    reveal::sight,
    view::view,
};
pub use super::{reading::Cause, reveal::Sight};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

/// Events that are shown of one message; more than five need duplicates.
const EVENTS: i64 = 30;

/// Everything about one message.
#[derive(Debug, Clone)]
pub struct MessageDetail {
    /// As in the list.
    pub row: MessageRow,
    /// The customer's number as this caller sees it.
    pub number: String,
    /// How much of it that is.
    pub sight: Sight,
    /// When each step happened.
    pub facts: Facts,
    /// The words.
    pub text: Option<String>,
    /// Language of the template.
    pub language: Option<String>,
    /// Why it failed, was refused or was held back.
    pub cause: Option<Cause>,
    /// Which gate turned it away while it waited.
    pub turned_away: Option<Gate>,
    /// Who asked for it: name of a key, a person or a job.
    pub source: String,
    /// Meta's id of the message that it answers.
    pub reply_to: Option<String>,
    /// How often it was handed to Meta.
    pub attempts: u32,
    /// Meta's trace id of the last attempt, for its support.
    pub trace: Option<String>,
    /// Each time that it was handed to Meta, in order.
    pub calls: Vec<HandedOver>,
    /// The message that replaces it, when somebody sent it again.
    pub again: Option<MessageId>,
    /// What Meta says about its price, as it came.
    pub pricing: Option<String>,
    /// What Meta reported, in the order in which it came.
    pub events: Vec<RawEvent>,
}

/// One time that a message was handed to Meta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// When.
    pub at: Millis,
    /// How long Meta took to answer, in milliseconds.
    pub took: i64,
    /// `accepted`, `refused`, `not_sent`, `unknown` or `waits`.
    pub outcome: String,
    /// Meta's code.
    pub code: Option<i64>,
    /// Meta's trace id.
    pub trace: Option<String>,
}

/// Something that Meta reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEvent {
    /// Its own time.
    pub at: Millis,
    /// When it reached us.
    pub received_at: Millis,
    /// For example `status:delivered`.
    pub what: String,
    /// What is left of the signed JSON.
    pub json: RawJson,
}

/// The signed JSON of something that Meta reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawJson {
    /// Pretty, with numbers masked for those who may not see them; as it came
    /// when it is nested too deep for that, or holds a number that no machine has.
    Shown(String),
    /// Kept, but this caller may not see whole numbers, and nobody can tell
    /// where in it they are.
    Hidden,
    /// No longer kept.
    Gone,
}

/// One message of those that the caller may see; `tenant` as in
/// [`list::MessageQuery`].
pub async fn get(
    svc: &Services,
    call: &Call,
    tenant: Option<&TenantId>,
    id: MessageId,
) -> ServiceResult<MessageDetail> {
    let mut tx = svc.db.read().await?;
    let view = view(&mut tx, call, tenant).await?;
    let record = rows::get(&mut tx, view.reach, id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let names = Names::load(&mut tx, view.reach).await?;
    let sight = sight(svc, &mut tx, call, &view, record.contact).await?;
    let whole = sight.is_whole();
    let events = match &record.wamid {
        Some(wamid) => events(&mut tx, wamid, whole).await?,
        None => Vec::new(),
    };
    let calls = outgoing::attempts(&mut tx, id)
        .await?
        .into_iter()
        .map(|call| HandedOver {
            at: Millis(call.at),
            took: call.ended_at.saturating_sub(call.at).max(0),
            outcome: call.outcome,
            code: call.code,
            trace: call.trace,
        })
        .collect();
    let again = rows::sent_again(&mut tx, &[id.0]).await?.pop();
    let facts = record.facts();
    let (phone, wa_id, user_id) = (
        record.phone.as_deref(),
        record.wa_id.as_deref(),
        record.user_id.as_deref(),
    );
    let cause = reading::cause(record.error_code, record.errors.as_deref()).map(|cause| Cause {
        title: masking::text(&cause.title, whole),
        details: cause.details.map(|text| masking::text(&text, whole)),
        ..cause
    });
    Ok(MessageDetail {
        number: if whole {
            masking::whole(phone, wa_id, user_id)
        } else {
            masking::masked(phone, wa_id, user_id)
        },
        sight,
        facts,
        text: reading::text(&record.content, &record.preview).map(|text| masking::text(&text, whole)),
        language: record.language.clone(),
        cause,
        turned_away: reading::turned_away(record.errors.as_deref()),
        source: record.source.clone(),
        reply_to: record.reply_to.as_deref().map(|id| {
            if whole {
                id.to_owned()
            } else {
                masking::shortened(id)
            }
        }),
        attempts: u32::try_from(record.attempts).unwrap_or(0),
        trace: record.trace.clone(),
        calls,
        again: again.map(|(_, next)| next),
        pricing: record.pricing.clone(),
        events,
        row: list::row(&brief(record), &names, whole)?,
    })
}

fn brief(record: DetailRecord) -> LogRecord {
    LogRecord {
        id: record.id,
        tenant: record.tenant,
        number: record.number,
        contact: record.contact,
        direction: record.direction,
        state: record.state,
        kind: record.kind,
        wamid: record.wamid,
        at: record.at,
        preview: record.preview,
        template: record.template,
        category: record.category,
        error_code: record.error_code,
        pricing: record.pricing,
        phone: record.phone,
        wa_id: record.wa_id,
        user_id: record.user_id,
        name: record.name,
    }
}

async fn events(tx: &mut Tx, wamid: &str, whole: bool) -> ServiceResult<Vec<RawEvent>> {
    let found = rows::events(tx, wamid, EVENTS).await?;
    let mut bodies: Vec<(i64, Option<Vec<u8>>)> = Vec::new();
    let mut out = Vec::with_capacity(found.len());
    for event in found {
        if bodies.iter().all(|(id, _)| *id != event.delivery) {
            let delivery = deliveries::get(tx, MessageId(event.delivery)).await?;
            bodies.push((event.delivery, delivery.map(|d| d.body)));
        }
        let body = bodies
            .iter()
            .find(|(id, _)| *id == event.delivery)
            .and_then(|(_, body)| body.as_deref());
        out.push(RawEvent {
            at: Millis(event.at),
            received_at: Millis(event.received_at),
            json: body.map_or(RawJson::Gone, |body| raw(body, &event.pointer, whole)),
            what: event.what,
        });
    }
    Ok(out)
}

/// The part of a delivery that a pointer leads to, as this caller may see it.
fn raw(body: &[u8], pointer: &str, whole: bool) -> RawJson {
    let Some(part) = webhook::part(body, pointer) else {
        return RawJson::Gone;
    };
    match serde_json::from_str::<Value>(part) {
        Ok(mut value) => {
            if !whole {
                masking::json(&mut value);
            }
            RawJson::Shown(serde_json::to_string_pretty(&value).unwrap_or_default())
        }
        Err(_) if whole => RawJson::Shown(part.to_owned()),
        Err(_) => RawJson::Hidden,
    }
}
