//! Events on their way to their effect.

use channels::webhook::envelope::{Event, Item, StatusReport};
use domain::{message::id::MessageId, time::Millis};
use store::webhooks::events::{EventState, NewEvent};

use super::{clock::happened, incoming::Incoming};
use crate::Services;

/// A stored delivery.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// Its id.
    pub(super) id: i64,
    /// When it came.
    pub(super) received_at: Millis,
    /// The signed bytes.
    pub(super) body: Vec<u8>,
}

/// An event on its way to its effect.
pub(super) struct Found<'a> {
    /// What Meta sent.
    pub(super) item: Item<'a>,
    /// With which delivery.
    pub(super) delivery: &'a Stored,
    /// Id of its row.
    pub(super) id: MessageId,
    /// When it happened.
    pub(super) at: Millis,
    /// What becomes of it.
    pub(super) state: EventState,
    /// The same in a stable word with an id.
    pub(super) outcome: String,
    /// The customer's message, once it is understood.
    pub(super) incoming: Option<Incoming>,
}

/// Opens an event: what becomes of it as far as that can be told without looking
/// anything up.
pub(super) fn open<'a>(svc: &Services, delivery: &'a Stored, item: Item<'a>) -> Found<'a> {
    let at = happened(item.at, delivery.received_at);
    let (state, outcome) = match &item.event {
        Event::Other => (EventState::Unknown, String::new()),
        Event::Inbound(_) | Event::Status(_) => (EventState::Dead, "no_id".to_owned()),
        Event::Template(_) => (EventState::Processed, "noted".to_owned()),
        event if is_hint(event) => (EventState::Processed, "asked".to_owned()),
        _ => (EventState::Processed, "noted".to_owned()),
    };
    let id = svc.random.message_id(delivery.received_at);
    Found {
        item,
        delivery,
        id,
        at,
        state,
        outcome,
        incoming: None,
    }
}

/// Events that say "something changed": what it is now, Meta is asked, so that
/// what a webhook and what a poll tell agree by construction.
pub(super) const fn is_hint(event: &Event<'_>) -> bool {
    matches!(event, Event::Number(_) | Event::Account(_) | Event::Template(_))
}

/// The report that an event is.
pub(super) fn report<'r, 'a>(item: &'r Item<'a>) -> Option<&'r StatusReport<'a>> {
    match &item.event {
        Event::Status(report) => Some(report),
        _ => None,
    }
}

/// Its row.
pub(super) fn new_event(event: &Found<'_>) -> NewEvent {
    NewEvent {
        id: event.id,
        delivery: event.delivery.id,
        pointer: event.item.pointer.clone(),
        received_at: event.delivery.received_at,
        at: event.at,
        field: event.item.field.clone().into_owned(),
        what: event.item.what.clone().into_owned(),
        key: event.item.key.clone(),
        waba_id: event.item.waba_id.as_deref().map(str::to_owned),
        phone_number_id: event.item.phone_number_id.as_deref().map(str::to_owned),
        wamid: wamid(&event.item).map(str::to_owned),
        state: event.state,
        outcome: event.outcome.clone(),
        problem: None,
    }
}

fn wamid<'r>(item: &'r Item<'_>) -> Option<&'r str> {
    match &item.event {
        Event::Inbound(message) | Event::Echo(message) => message.wamid.as_deref(),
        Event::Status(report) => report.wamid.as_deref(),
        _ => None,
    }
}
