//! Events on their way to their effect.

use channels::webhook::envelope::{Event, Item, StatusReport};
use domain::{message::id::MessageId, time::Millis};
use sha2::{Digest, Sha256};
use store::webhooks::events::{EventState, NewEvent};

use super::{
    clock::happened,
    incoming::{self, Incoming},
};
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
    /// What is wrong with it.
    pub(super) problem: Option<String>,
    /// Id of the message that it becomes; customers' messages only.
    pub(super) message: Option<MessageId>,
    /// The customer's message, once it is understood.
    pub(super) incoming: Option<Incoming>,
}

/// Longest id of Meta's, in bytes, that is taken for one: its own are far
/// shorter. PostgreSQL's indexes take no more than about 2,700, and an insert
/// that they refuse takes everything with it that came in the same delivery.
pub(super) const LONGEST_ID: usize = 255;
/// Longest name of a template (sources §8).
const LONGEST_NAME: usize = 512;
/// Longest key that is kept as it is. One of an id of usual length is shorter,
/// but the word of a status may be of any length.
const LONGEST_KEY: usize = 512;

/// Opens an event: what becomes of it as far as that can be told without looking
/// anything up.
pub(super) fn open<'a>(svc: &Services, delivery: &'a Stored, mut item: Item<'a>) -> Found<'a> {
    let at = happened(item.at, delivery.received_at);
    let problem = too_long(&item).map(|name| format!("{name} is too long"));
    if problem.is_some() {
        // It is kept as it came, and nothing else is made of it.
        item.event = Event::Other;
    }
    if item.key.len() > LONGEST_KEY {
        item.key = format!("l:{}", hex::encode(Sha256::digest(&item.key)));
    }
    let mut message = None;
    let (state, outcome) = match &item.event {
        _ if problem.is_some() => (EventState::Dead, "too_long".to_owned()),
        Event::Other => (EventState::Unknown, String::new()),
        Event::Inbound(inbound) if inbound.wamid.is_some() => {
            let id = svc.random.message_id(delivery.received_at);
            message = Some(id);
            (EventState::Processed, incoming::outcome(id))
        }
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
        problem,
        message,
        incoming: None,
    }
}

/// What of an event is too long to be an id or a name.
fn too_long(item: &Item<'_>) -> Option<&'static str> {
    let none = ("", None);
    let [first, second, third] = match &item.event {
        Event::Inbound(message) | Event::Echo(message) => [
            ("id", message.wamid.as_deref()),
            ("from_user_id", message.from_user_id.as_deref()),
            ("user_id", message.person.user_id.as_deref()),
        ],
        Event::Status(report) => [("id", report.wamid.as_deref()), none, none],
        Event::UserPreference(choice) => [("user_id", choice.user_id.as_deref()), none, none],
        Event::Template(event) => [
            ("message_template_id", event.template.id.as_deref()),
            ("message_template_name", event.template.name.as_deref()),
            ("message_template_language", event.template.language.as_deref()),
        ],
        _ => [none; 3],
    };
    let everywhere = [
        ("field", Some(&*item.field)),
        ("entry.id", item.waba_id.as_deref()),
        ("phone_number_id", item.phone_number_id.as_deref()),
    ];
    everywhere
        .into_iter()
        .chain([first, second, third])
        .find(|(name, text)| text.is_some_and(|text| text.len() > longest(name)))
        .map(|(name, _)| name)
}

fn longest(name: &str) -> usize {
    match name {
        "message_template_name" => LONGEST_NAME,
        _ => LONGEST_ID,
    }
}

/// An id, if it may be kept as one.
fn id(text: Option<&str>) -> Option<String> {
    text.filter(|text| text.len() <= LONGEST_ID).map(str::to_owned)
}

/// The start of a text, as much of it as an id may have.
fn start(text: &str) -> String {
    text.char_indices()
        .take_while(|(at, c)| at + c.len_utf8() <= LONGEST_ID)
        .map(|(_, c)| c)
        .collect()
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
        field: start(&event.item.field),
        what: event.item.what.clone().into_owned(),
        key: event.item.key.clone(),
        waba_id: id(event.item.waba_id.as_deref()),
        phone_number_id: id(event.item.phone_number_id.as_deref()),
        wamid: wamid(&event.item).map(str::to_owned),
        state: event.state,
        outcome: event.outcome.clone(),
        problem: event.problem.clone(),
    }
}

fn wamid<'r>(item: &'r Item<'_>) -> Option<&'r str> {
    match &item.event {
        Event::Inbound(message) | Event::Echo(message) => message.wamid.as_deref(),
        Event::Status(report) => report.wamid.as_deref(),
        _ => None,
    }
}
