//! News that is neither a message nor about numbers, accounts or templates.

use std::borrow::Cow;

use domain::{open_enum, time::Millis};
use serde_json::value::RawValue;

use super::{errors::Errors, json::Obj};

open_enum! {
    /// What a customer wants of marketing messages.
    pub enum PreferenceValue {
        /// No more.
        Stop = "stop",
        /// Again.
        Resume = "resume",
        /// For the first time.
        Signup = "signup",
    }
}

/// A customer's choice in WhatsApp itself (`user_preferences`).
#[derive(Debug, Clone)]
pub struct UserPreference<'a> {
    /// Their phone, digits only.
    pub wa_id: Option<Cow<'a, str>>,
    /// Their business-scoped user id.
    pub user_id: Option<Cow<'a, str>>,
    /// `marketing_messages`
    pub category: Option<Cow<'a, str>>,
    /// The choice.
    pub value: PreferenceValue,
    /// When.
    pub at: Option<Millis>,
    /// In Meta's words.
    pub detail: Option<Cow<'a, str>>,
}

impl<'a> UserPreference<'a> {
    pub(super) fn read(from: &Obj<'a>) -> Self {
        Self {
            wa_id: from.text("wa_id"),
            user_id: from.text("user_id"),
            category: from.text("category"),
            value: PreferenceValue::parse(&from.text("value").unwrap_or_default()),
            at: from.time("timestamp"),
            detail: from.text("detail"),
        }
    }
}

/// A part of the history of a number that the WhatsApp Business app uses too.
#[derive(Debug, Clone)]
pub struct HistoryChunk<'a> {
    /// 0 to 2: from the newest to the oldest messages.
    pub phase: Option<i64>,
    /// Place of this part in its phase.
    pub chunk: Option<i64>,
    /// Per cent done.
    pub progress: Option<i64>,
    /// How many conversations it holds.
    pub threads: usize,
    /// Why there is none (2593109: the business declined).
    pub errors: Errors<'a>,
}

impl<'a> HistoryChunk<'a> {
    pub(super) fn read(from: &Obj<'a>) -> Self {
        let metadata = from.object("metadata");
        Self {
            phase: metadata.integer("phase"),
            chunk: metadata.integer("chunk_order"),
            progress: metadata.integer("progress"),
            threads: from.list("threads").len(),
            errors: Errors::of(from),
        }
    }
}

/// A change of the address book in the WhatsApp Business app.
#[derive(Debug, Clone)]
pub struct AppState<'a> {
    /// `add` or `remove`.
    pub action: Option<Cow<'a, str>>,
    /// The name in the address book.
    pub name: Option<Cow<'a, str>>,
    /// The phone, digits only.
    pub phone: Option<Cow<'a, str>>,
    /// When.
    pub at: Option<Millis>,
}

impl<'a> AppState<'a> {
    pub(super) fn read(from: &Obj<'a>) -> Self {
        let contact = from.object("contact");
        Self {
            action: from.text("action"),
            name: contact.text("full_name").or_else(|| contact.text("first_name")),
            phone: contact.text("phone_number"),
            at: from.object("metadata").time("timestamp"),
        }
    }
}

/// News about payments inside WhatsApp (India and Brazil only).
#[derive(Debug, Clone)]
pub enum Payment<'a> {
    /// A payment provider's set-up changed.
    Configuration {
        /// Its name.
        name: Option<Cow<'a, str>>,
        /// The provider.
        provider: Option<Cow<'a, str>>,
        /// Its state.
        status: Option<Cow<'a, str>>,
    },
    /// A customer's payment changed. Comes like a message's status, but says
    /// nothing about whether the message arrived.
    Order {
        /// The message that asked for it.
        wamid: Option<Cow<'a, str>>,
        /// Our reference.
        reference_id: Option<Cow<'a, str>>,
        /// `captured`, `pending`, `failed`.
        status: Option<Cow<'a, str>>,
        /// The payment, verbatim.
        payment: Option<&'a RawValue>,
    },
}

/// News about a partnership of two businesses.
#[derive(Debug, Clone)]
pub struct PartnerSolution<'a> {
    /// `SOLUTION_CREATED` or `SOLUTION_UPDATED`.
    pub event: Option<Cow<'a, str>>,
    /// Meta's id.
    pub solution_id: Option<Cow<'a, str>>,
    /// Its state.
    pub status: Option<Cow<'a, str>>,
}

/// News about a form.
#[derive(Debug, Clone)]
pub struct FlowEvent<'a> {
    /// `FLOW_STATUS_CHANGE`, `ENDPOINT_LATENCY`, …
    pub event: Option<Cow<'a, str>>,
    /// Meta's id.
    pub flow_id: Option<Cow<'a, str>>,
    /// In Meta's words.
    pub message: Option<Cow<'a, str>>,
    /// State before.
    pub old_status: Option<Cow<'a, str>>,
    /// State now.
    pub new_status: Option<Cow<'a, str>>,
}
