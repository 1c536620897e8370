//! What Meta posts to a webhook, taken apart into neutral events (sources §2).
//!
//! [`parse`] refuses only what is not an envelope at all. Inside one, nothing
//! is refused and nothing dropped: every change gives at least one [`Item`],
//! unknown words are kept as they are, and what cannot be understood is an
//! [`Event::Other`]. The body is borrowed, not copied.

mod outer;
mod reading;

use std::borrow::Cow;

use domain::time::Millis;
use serde_json::value::RawValue;

use self::{outer::Outer, reading::Reading};
use super::json::text;
pub use super::{
    account::{AccountEvent, AccountNews, NameDecision, NumberEvent, Restriction},
    errors::{Errors, EventError},
    message::{Choice, Context, InboundMessage, Media, MessageKind, Person},
    other::{AppState, FlowEvent, HistoryChunk, PartnerSolution, Payment, PreferenceValue, UserPreference},
    status::{Conversation, Pricing, PricingType, StatusReport},
    template::{TemplateChange, TemplateEvent, TemplateRef},
};

/// `object` of the envelopes that this product subscribes to.
const OBJECT: &str = "whatsapp_business_account";
/// Longest `what`, in characters; a partner's word in it may be of any length.
const LONGEST_WHAT: usize = 100;

/// A body that is no envelope; keep it and show it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEnvelope {
    /// Bytes that are not UTF-8.
    #[error("not UTF-8 text: byte {at} is wrong")]
    NotText {
        /// Position of the first wrong byte.
        at: usize,
    },
    /// Text that is not JSON, or breaks off.
    #[error("not JSON: {reason}")]
    NotJson {
        /// Where and why, without the content.
        reason: String,
    },
    /// JSON without `object` and a list `entry`.
    #[error("not what Meta sends: no object with a list of entries")]
    OtherShape,
    /// News about another product of Meta.
    #[error("about {object}, not about {OBJECT}")]
    OtherProduct {
        /// What it is about.
        object: String,
    },
}

/// A body, taken apart.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    /// Its events, in Meta's order.
    pub items: Vec<Item<'a>>,
}

/// One event, with what every event has.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The webhook field, for example `messages`.
    pub field: Cow<'a, str>,
    /// What happened, in one word for lists: `message:text`,
    /// `status:delivered`, `event:FLAGGED`, `unknown`, …
    pub what: Cow<'static, str>,
    /// The same for every copy of the same event (sources §2.1): `m:<wamid>` for
    /// messages, `s:<wamid>:<status>` for statuses, `e:<wamid>` for echoes, a
    /// hash of account, time, field and value for all others.
    pub key: String,
    /// The account; a portfolio for `partner_solutions`.
    pub waba_id: Option<Cow<'a, str>>,
    /// The number, where the event names it by id.
    pub phone_number_id: Option<Cow<'a, str>>,
    /// The number, where the event names it by its digits only.
    pub display_phone_number: Option<Cow<'a, str>>,
    /// When it happened, by Meta's clock.
    pub at: Option<Millis>,
    /// JSON pointer to it in the body.
    pub pointer: String,
    /// The smallest part of the body that holds it, verbatim.
    pub raw: &'a RawValue,
    /// What it says.
    pub event: Event<'a>,
}

/// What an event says.
#[derive(Debug, Clone)]
pub enum Event<'a> {
    /// A customer wrote.
    Inbound(Box<InboundMessage<'a>>),
    /// News of a message that we sent.
    Status(Box<StatusReport<'a>>),
    /// Trouble that belongs to no message.
    ValueError(Errors<'a>),
    /// About a template.
    Template(Box<TemplateEvent<'a>>),
    /// About a number.
    Number(NumberEvent<'a>),
    /// About an account.
    Account(Box<AccountNews<'a>>),
    /// A customer's choice in WhatsApp itself.
    UserPreference(Box<UserPreference<'a>>),
    /// A message that the business sent from its app.
    Echo(Box<InboundMessage<'a>>),
    /// Messages from before the number was connected.
    History(HistoryChunk<'a>),
    /// The address book of the business's app changed.
    AppState(AppState<'a>),
    /// About payments.
    Payment(Payment<'a>),
    /// About a partnership.
    PartnerSolution(PartnerSolution<'a>),
    /// About a form.
    Flow(FlowEvent<'a>),
    /// Nothing that this version understands.
    Other,
}

/// Takes a body apart. Check its signature first: this does not.
///
/// # Errors
/// When it is no envelope at all; see [`NotAnEnvelope`].
pub fn parse(body: &[u8]) -> Result<Envelope<'_>, NotAnEnvelope> {
    let body = std::str::from_utf8(body).map_err(|error| NotAnEnvelope::NotText {
        at: error.valid_up_to(),
    })?;
    let outer = match serde_json::from_str::<Outer<'_>>(body) {
        Ok(outer) => outer,
        Err(_) => Outer::patiently(body)?,
    };
    match outer.object.and_then(text) {
        Some(object) if object == OBJECT => {}
        Some(object) => {
            return Err(NotAnEnvelope::OtherProduct {
                object: object.chars().take(LONGEST_WHAT).collect(),
            });
        }
        None => return Err(NotAnEnvelope::OtherShape),
    }
    let mut items = Vec::with_capacity(outer.entry.iter().map(|entry| entry.changes.len()).sum());
    for (e, entry) in outer.entry.iter().enumerate() {
        for (c, change) in entry.changes.iter().enumerate() {
            Reading::new(entry, change, format!("/entry/{e}/changes/{c}"), &mut items).read();
        }
    }
    Ok(Envelope { items })
}
