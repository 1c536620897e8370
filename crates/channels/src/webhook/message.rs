//! A message from a customer, or an echo of one that our side sent elsewhere.

use std::borrow::Cow;

use domain::{open_enum, time::Millis};
use serde_json::value::RawValue;

use super::{
    errors::Errors,
    json::{Obj, items},
};

open_enum! {
    /// Kind of a message (sources §2.2).
    pub enum MessageKind {
        /// Text.
        Text = "text",
        /// A picture.
        Image = "image",
        /// A film.
        Video = "video",
        /// A sound or voice message.
        Audio = "audio",
        /// A file.
        Document = "document",
        /// A sticker.
        Sticker = "sticker",
        /// A place.
        Location = "location",
        /// Address cards.
        Contacts = "contacts",
        /// An emoji under another message.
        Reaction = "reaction",
        /// A tap on a button of a template.
        Button = "button",
        /// A tap in a message with buttons or a list, or a finished form.
        Interactive = "interactive",
        /// An order from a catalogue.
        Order = "order",
        /// News about the customer, for example another number.
        System = "system",
        /// A new text for an earlier message.
        Edit = "edit",
        /// An earlier message is taken back.
        Revoke = "revoke",
        /// Something that the API does not pass on (131051).
        Unsupported = "unsupported",
    }
}

/// A file that came with a message. Fetched by its id within 7 days (sources §1.6).
#[derive(Debug, Clone)]
pub struct Media<'a> {
    /// Meta's id.
    pub id: Option<Cow<'a, str>>,
    /// Its type.
    pub mime_type: Option<Cow<'a, str>>,
    /// Its name, for documents.
    pub filename: Option<Cow<'a, str>>,
    /// Hash of the content.
    pub sha256: Option<Cow<'a, str>>,
}

/// A choice that the customer made.
#[derive(Debug, Clone)]
pub struct Choice<'a> {
    /// `button`, `button_reply`, `list_reply` or `nfm_reply`.
    pub kind: Cow<'a, str>,
    /// What our side had put behind the choice: id, payload or the form's answers as JSON text.
    pub id: Option<Cow<'a, str>>,
    /// What the customer saw.
    pub title: Option<Cow<'a, str>>,
}

/// The message that this one answers.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// Meta's id of it.
    pub wamid: Option<Cow<'a, str>>,
    /// Whether this message was forwarded (often).
    pub forwarded: bool,
}

/// What is known about a person from `contacts[]`.
#[derive(Debug, Clone, Default)]
pub struct Person<'a> {
    /// The name they gave themselves.
    pub name: Option<Cow<'a, str>>,
    /// Their user name.
    pub username: Option<Cow<'a, str>>,
    /// Their WhatsApp id: a phone's digits.
    pub wa_id: Option<Cow<'a, str>>,
    /// Business-scoped user id.
    pub user_id: Option<Cow<'a, str>>,
    /// That of the group of businesses.
    pub parent_user_id: Option<Cow<'a, str>>,
    /// Hash of their identity key.
    pub identity_key_hash: Option<Cow<'a, str>>,
}

/// A message. `from` or `from_user_id` is there, seldom neither.
#[derive(Debug, Clone)]
pub struct InboundMessage<'a> {
    /// Meta's id (`wamid.…`).
    pub wamid: Option<Cow<'a, str>>,
    /// Its kind; nothing when Meta did not say.
    pub kind: MessageKind,
    /// When it was written.
    pub at: Option<Millis>,
    /// The sender's phone, digits only; missing for people who hide it.
    pub from: Option<Cow<'a, str>>,
    /// The sender's business-scoped user id.
    pub from_user_id: Option<Cow<'a, str>>,
    /// The recipient's phone; echoes only.
    pub to: Option<Cow<'a, str>>,
    /// The recipient's business-scoped user id; echoes only.
    pub to_user_id: Option<Cow<'a, str>>,
    /// The sender as `contacts[]` describes them.
    pub person: Person<'a>,
    /// What a person would read: text, caption, chosen title, place, emoji.
    pub text: Option<Cow<'a, str>>,
    /// The file.
    pub media: Option<Media<'a>>,
    /// The choice.
    pub choice: Option<Choice<'a>>,
    /// The message that this one answers.
    pub context: Option<Context<'a>>,
    /// The message that this one changes: edit, revoke, reaction.
    pub target: Option<Cow<'a, str>>,
    /// `system.type`, for example `user_changed_number`.
    pub system: Option<Cow<'a, str>>,
    /// The customer's new phone or user id, with [`Self::system`].
    pub new_identity: Option<Cow<'a, str>>,
    /// The advertisement that led here, verbatim.
    pub referral: Option<&'a RawValue>,
    /// Why it could not be passed on in full.
    pub errors: Errors<'a>,
    /// The whole message, verbatim.
    pub raw: &'a RawValue,
}

impl<'a> InboundMessage<'a> {
    pub(super) fn read(from: &Obj<'a>, raw: &'a RawValue, people: &[Person<'a>]) -> Self {
        let kind = MessageKind::parse(&from.text("type").unwrap_or_default());
        let inner = from.object(kind.as_str());
        let (phone, user_id) = (from.text("from"), from.text("from_user_id"));
        let choice = choice(&kind, &inner);
        let text = match &kind {
            MessageKind::Text | MessageKind::System => inner.text("body"),
            MessageKind::Button | MessageKind::Order => inner.text("text"),
            MessageKind::Interactive => choice.as_ref().and_then(|choice| choice.title.clone()),
            MessageKind::Location => inner.text("name").or_else(|| inner.text("address")),
            MessageKind::Reaction => inner.text("emoji"),
            MessageKind::Edit => edited(&inner),
            _ => inner.text("caption"),
        };
        let media = matches!(
            kind,
            MessageKind::Image
                | MessageKind::Video
                | MessageKind::Audio
                | MessageKind::Document
                | MessageKind::Sticker
        )
        .then(|| Media {
            id: inner.text("id"),
            mime_type: inner.text("mime_type"),
            filename: inner.text("filename"),
            sha256: inner.text("sha256"),
        });
        let context = from.object("context");
        Self {
            wamid: from.text("id"),
            at: from.time("timestamp"),
            person: person(people, phone.as_deref(), user_id.as_deref()),
            from: phone,
            from_user_id: user_id,
            to: from.text("to"),
            to_user_id: from.text("to_user_id"),
            text,
            media,
            choice,
            context: (!context.is_empty()).then(|| Context {
                wamid: context.text("id"),
                forwarded: context.flag("forwarded") == Some(true)
                    || context.flag("frequently_forwarded") == Some(true),
            }),
            target: inner
                .text("original_message_id")
                .or_else(|| inner.text("message_id")),
            system: matches!(kind, MessageKind::System)
                .then(|| inner.text("type"))
                .flatten(),
            new_identity: matches!(kind, MessageKind::System)
                .then(|| inner.text("wa_id").or_else(|| inner.text("user_id")))
                .flatten(),
            referral: from.raw("referral"),
            errors: Errors::of(from),
            kind,
            raw,
        }
    }

    /// The sender's user id, from the message or from `contacts[]`.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.from_user_id.as_deref().or(self.person.user_id.as_deref())
    }

    /// The sender's phone in digits, from the message or from `contacts[]`.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.from.as_deref().or(self.person.wa_id.as_deref())
    }
}

fn choice<'a>(kind: &MessageKind, inner: &Obj<'a>) -> Option<Choice<'a>> {
    match kind {
        MessageKind::Button => Some(Choice {
            kind: Cow::Borrowed("button"),
            id: inner.text("payload"),
            title: inner.text("text"),
        }),
        MessageKind::Interactive => {
            let kind = inner.text("type")?;
            let reply = inner.object(&kind);
            Some(Choice {
                id: reply.text("id").or_else(|| reply.text("response_json")),
                title: reply.text("title").or_else(|| reply.text("body")),
                kind,
            })
        }
        _ => None,
    }
}

/// An edit carries the whole new message inside.
fn edited<'a>(inner: &Obj<'a>) -> Option<Cow<'a, str>> {
    let message = inner.object("message");
    let kind = message.text("type")?;
    let content = message.object(&kind);
    content.text("body").or_else(|| content.text("caption"))
}

/// Reads `contacts[]`.
pub(super) fn people<'a>(value: &Obj<'a>) -> Vec<Person<'a>> {
    value
        .get("contacts")
        .map(items)
        .unwrap_or_default()
        .into_iter()
        .map(read_person)
        .collect()
}

fn read_person(raw: &RawValue) -> Person<'_> {
    let from = Obj::read(raw);
    let profile = from.object("profile");
    Person {
        name: profile.text("name"),
        username: profile.text("username").or_else(|| from.text("username")),
        wa_id: from.text("wa_id"),
        user_id: from.text("user_id"),
        parent_user_id: from.text("parent_user_id"),
        identity_key_hash: from.text("identity_key_hash"),
    }
}

/// The entry of `contacts[]` that describes the sender. An entry is only
/// taken without a matching id when neither side has one to compare.
fn person<'a>(people: &[Person<'a>], phone: Option<&str>, user_id: Option<&str>) -> Person<'a> {
    let matches =
        |have: &Option<Cow<'_, str>>, wanted: Option<&str>| wanted.is_some() && have.as_deref() == wanted;
    let found = people
        .iter()
        .find(|p| matches(&p.user_id, user_id) || matches(&p.wa_id, phone))
        .or(match people {
            // Meta rewrites some numbers (sources §6), so one contact for one
            // sender is that sender unless their user ids say otherwise.
            [only] if user_id.is_none() || only.user_id.is_none() => Some(only),
            _ => None,
        });
    found.cloned().unwrap_or_default()
}
