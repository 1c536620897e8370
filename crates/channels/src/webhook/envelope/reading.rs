//! One change of a body on its way to its events.

use std::{borrow::Cow, fmt::Write};

use domain::{message::delivery::ReportedStatus, time::Millis};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{
    AccountNews, AppState, Errors, Event, FlowEvent, HistoryChunk, InboundMessage, Item, LONGEST_WHAT,
    MessageKind, NumberEvent, PartnerSolution, Payment, Person, StatusReport, TemplateEvent, UserPreference,
    outer::{Change, Entry},
};
use crate::webhook::{
    json::{Obj, instant, text},
    message,
};

/// One change on its way to its events.
pub(super) struct Reading<'r, 'a> {
    entry: &'r Entry<'a>,
    time: Option<Cow<'a, str>>,
    change: &'r Change<'a>,
    field: Cow<'a, str>,
    pointer: String,
    metadata: Obj<'a>,
    items: &'r mut Vec<Item<'a>>,
}

impl<'r, 'a> Reading<'r, 'a> {
    /// Begins with a change that is at `pointer`.
    pub(super) fn new(
        entry: &'r Entry<'a>,
        change: &'r Change<'a>,
        pointer: String,
        items: &'r mut Vec<Item<'a>>,
    ) -> Self {
        Self {
            entry,
            time: entry.time.and_then(text),
            change,
            field: change.field.and_then(text).unwrap_or_default(),
            pointer,
            metadata: Obj::default(),
            items,
        }
    }

    /// Adds the change's events; at least one.
    pub(super) fn read(mut self) {
        let Some(raw) = self.change.value else {
            let raw = self.change.whole.unwrap_or(RawValue::NULL);
            return self.other(&Obj::default(), raw);
        };
        self.pointer.push_str("/value");
        let value = Obj::read(raw);
        self.metadata = value.object("metadata");
        let before = self.items.len();
        match &*self.field {
            "messages" => {
                let people = message::people(&value);
                self.each(&value, "messages", |this, from, raw, at| {
                    this.message(from, raw, at, &people);
                });
                self.each(&value, "statuses", Self::status);
                self.value_errors(&value, raw);
            }
            "smb_message_echoes" => self.each(&value, "message_echoes", Self::echo),
            "history" => self.each(&value, "history", |this, from, raw, at| {
                let chunk = HistoryChunk::read(from);
                let what = match chunk.errors.code() {
                    Some(code) => format!("history:error:{code}"),
                    None => "history:chunk".to_owned(),
                };
                this.hashed(from, raw, at, what, Event::History(chunk));
            }),
            "smb_app_state_sync" => self.each(&value, "state_sync", |this, from, raw, at| {
                let state = AppState::read(from);
                let what = format!("contact:{}", state.action.as_deref().unwrap_or("?"));
                let when = state.at;
                this.hashed(from, raw, at, what, Event::AppState(state));
                this.happened(when);
            }),
            "user_preferences" => self.each(&value, "user_preferences", |this, from, raw, at| {
                let preference = UserPreference::read(from);
                let (what, when) = (format!("preference:{}", preference.value), preference.at);
                this.hashed(from, raw, at, what, Event::UserPreference(Box::new(preference)));
                this.happened(when);
            }),
            _ => self.single(&value, raw),
        }
        if self.items.len() == before {
            self.other(&value, raw);
        }
    }

    /// Reads every element of a list in the value.
    fn each(
        &mut self,
        value: &Obj<'a>,
        list: &str,
        mut read: impl FnMut(&mut Self, &Obj<'a>, &'a RawValue, String),
    ) {
        for (i, raw) in value.list(list).into_iter().enumerate() {
            let mut pointer = String::with_capacity(self.pointer.len() + list.len() + 6);
            // Writing to text does not fail.
            let _ = write!(pointer, "{}/{list}/{i}", self.pointer);
            let from = Obj::read(raw);
            if raw.get().starts_with('{') {
                read(self, &from, raw, pointer);
            } else {
                self.hashed(&from, raw, pointer, "unknown".to_owned(), Event::Other);
            }
        }
    }

    fn message(&mut self, from: &Obj<'a>, raw: &'a RawValue, pointer: String, people: &[Person<'a>]) {
        let message = InboundMessage::read(from, raw, people);
        let key = match &message.wamid {
            Some(wamid) => format!("m:{wamid}"),
            None => self.hash(raw),
        };
        let (what, at) = (said("message", &message.kind), message.at);
        self.push(from, raw, pointer, what, key, Event::Inbound(Box::new(message)));
        self.happened(at);
    }

    fn echo(&mut self, from: &Obj<'a>, raw: &'a RawValue, pointer: String) {
        let message = InboundMessage::read(from, raw, &[]);
        let key = match &message.wamid {
            Some(wamid) => format!("e:{wamid}"),
            None => self.hash(raw),
        };
        let (what, at) = (said("echo", &message.kind), message.at);
        self.push(from, raw, pointer, what, key, Event::Echo(Box::new(message)));
        self.happened(at);
    }

    fn status(&mut self, from: &Obj<'a>, raw: &'a RawValue, pointer: String) {
        if from.text("type").as_deref() == Some("payment") {
            return self.payment(from, raw, pointer);
        }
        let report = StatusReport::read(from, raw);
        let key = match &report.wamid {
            Some(wamid) => format!("s:{wamid}:{}", report.status),
            None => self.hash(raw),
        };
        let what = match &report.status {
            ReportedStatus::Sent => Cow::Borrowed("status:sent"),
            ReportedStatus::Delivered => Cow::Borrowed("status:delivered"),
            ReportedStatus::Read => Cow::Borrowed("status:read"),
            other => short(format!("status:{other}")),
        };
        let at = report.at;
        self.push(from, raw, pointer, what, key, Event::Status(Box::new(report)));
        self.happened(at);
    }

    fn payment(&mut self, from: &Obj<'a>, raw: &'a RawValue, pointer: String) {
        let status = from.text("status");
        let what = format!("payment:{}", status.as_deref().unwrap_or("?"));
        let event = Event::Payment(Payment::Order {
            wamid: from.text("id"),
            reference_id: from.object("payment").text("reference_id"),
            status,
            payment: from.raw("payment"),
        });
        self.hashed(from, raw, pointer, what, event);
        self.happened(from.time("timestamp"));
    }

    fn value_errors(&mut self, value: &Obj<'a>, raw: &'a RawValue) {
        let errors = Errors::of(value);
        if errors.is_empty() {
            return;
        }
        let what = errors
            .code()
            .map_or_else(|| "error".to_owned(), |code| format!("error:{code}"));
        let pointer = format!("{}/errors", self.pointer);
        self.hashed(
            value,
            errors.raw.unwrap_or(raw),
            pointer,
            what,
            Event::ValueError(errors),
        );
    }

    /// Values that are one event.
    fn single(&mut self, value: &Obj<'a>, raw: &'a RawValue) {
        let field = self.field.clone();
        let (what, event) = if let Some(event) = TemplateEvent::read(&field, value) {
            (event.what(), Event::Template(Box::new(event)))
        } else if let Some(event) = NumberEvent::read(&field, value) {
            (event.what(), Event::Number(event))
        } else if let Some(event) = AccountNews::read(&field, value) {
            (event.what(), Event::Account(Box::new(event)))
        } else {
            let event = value.text("event");
            let named = |event: &Option<Cow<'_, str>>| format!("event:{}", event.as_deref().unwrap_or("?"));
            match &*field {
                "payment_configuration_update" => {
                    let status = value.text("status");
                    (
                        format!("payment:{}", status.as_deref().unwrap_or("?")),
                        Event::Payment(Payment::Configuration {
                            name: value.text("configuration_name"),
                            provider: value.text("provider_name"),
                            status,
                        }),
                    )
                }
                "partner_solutions" => (
                    named(&event),
                    Event::PartnerSolution(PartnerSolution {
                        event,
                        solution_id: value.text("solution_id"),
                        status: value.text("solution_status"),
                    }),
                ),
                "flows" => (
                    named(&event),
                    Event::Flow(FlowEvent {
                        event,
                        flow_id: value.text("flow_id"),
                        message: value.text("message"),
                        old_status: value.text("old_status"),
                        new_status: value.text("new_status"),
                    }),
                ),
                _ => return,
            }
        };
        if value.is_empty() {
            return;
        }
        let pointer = self.pointer.clone();
        self.hashed(value, raw, pointer, what, event);
    }

    fn other(&mut self, value: &Obj<'a>, raw: &'a RawValue) {
        let pointer = self.pointer.clone();
        self.hashed(value, raw, pointer, "unknown".to_owned(), Event::Other);
    }

    /// An event that has no id of its own.
    fn hashed(&mut self, from: &Obj<'a>, raw: &'a RawValue, pointer: String, what: String, event: Event<'a>) {
        let key = self.hash(raw);
        self.push(from, raw, pointer, short(what), key, event);
    }

    fn push(
        &mut self,
        from: &Obj<'a>,
        raw: &'a RawValue,
        pointer: String,
        what: Cow<'static, str>,
        key: String,
        event: Event<'a>,
    ) {
        let display = self
            .metadata
            .text("display_phone_number")
            .or_else(|| from.text("display_phone_number"));
        self.items.push(Item {
            field: self.field.clone(),
            what,
            key,
            waba_id: self.entry.id.and_then(text),
            phone_number_id: self.metadata.text("phone_number_id"),
            display_phone_number: display,
            at: self.time.as_ref().and_then(|time| instant(time.parse().ok()?)),
            pointer,
            raw,
            event,
        });
    }

    /// The last event has a time of its own.
    fn happened(&mut self, at: Option<Millis>) {
        if let (Some(item), Some(at)) = (self.items.last_mut(), at) {
            item.at = Some(at);
        }
    }

    /// Account, time, field and value (sources §2.1). The place in the envelope
    /// does not count, because Meta batches anew when it tries again.
    fn hash(&self, raw: &RawValue) -> String {
        let id = self.entry.id.and_then(text).unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [
            &*id,
            self.time.as_deref().unwrap_or_default(),
            &*self.field,
            raw.get(),
        ] {
            // Lengths keep neighbours apart.
            hash.update(part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
        format!("x:{}", hex::encode(hash.finalize()))
    }
}

/// `message:text` and the like, without allocating for what is common.
fn said(side: &str, kind: &MessageKind) -> Cow<'static, str> {
    match (side, kind) {
        ("message", MessageKind::Text) => Cow::Borrowed("message:text"),
        ("message", MessageKind::Image) => Cow::Borrowed("message:image"),
        ("message", MessageKind::Button) => Cow::Borrowed("message:button"),
        ("message", MessageKind::Interactive) => Cow::Borrowed("message:interactive"),
        _ => short(format!("{side}:{kind}")),
    }
}

fn short(text: String) -> Cow<'static, str> {
    Cow::Owned(match text.char_indices().nth(LONGEST_WHAT) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    })
}
