//! Taking a message: every gate is asked, and what passes is stored together
//! with its place in the outbox, the key of the request and the statement that
//! the person agreed. What was answered is on disk.

mod draft;
mod wire;

use domain::{
    ids::TenantId,
    message::{
        daily_limit,
        delivery::{Facts, State},
        id::MessageId,
    },
    permission::Permission,
};
use serde::Serialize;
use serde_json::value::RawValue;
use store::{
    StoreError, Tx, contacts, idempotency,
    messages::{
        outgoing::{self, NewOutgoing},
        progress, trials,
    },
    outbox::{self as rows, NewEntry},
    recipients,
    short_ids::{self, ShortKind},
};

pub(super) use draft::Draft;
pub(super) use wire::recipient;

use super::gate::{self, Question};
use crate::{
    Call, Services, consent,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
};

/// How often a message is tried anew when two requests at once were in each other's way.
const TRIES: u32 = 5;

/// Who a message is for.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SendTo {
    /// A phone, as somebody wrote it, and what they are called.
    Phone {
        /// With its country code.
        phone: String,
        /// May be empty.
        name: String,
    },
    /// A customer that the bakery knows, by the id of the record; also one
    /// whose phone is not known.
    Contact(i64),
}

/// What a message says.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SendContent {
    /// Free text; only inside the customer service window.
    Text {
        /// The text.
        body: String,
        /// Whether the first link is shown with a preview.
        preview_url: bool,
    },
    /// An approved template.
    Template(TemplateContent),
}

/// A template with its values.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateContent {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Values in Meta's form; `None` for a template without any.
    pub components: Option<Box<RawValue>>,
}

/// A message to be sent.
#[derive(Debug, Clone, Serialize)]
pub struct SendInput {
    /// The bakery.
    pub tenant: TenantId,
    /// Who it is for.
    pub to: SendTo,
    /// What it says.
    pub content: SendContent,
    /// The caller states that the person agreed; in which words, if it says so.
    pub authorized: Option<String>,
    /// Meta's id of the message that it answers.
    pub reply_to: Option<String>,
    /// `Idempotency-Key`: the same key with the same input is the same message.
    #[serde(skip)]
    pub key: Option<String>,
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its id.
    pub id: MessageId,
    /// Its state.
    pub state: State,
    /// Whether this very request was answered before.
    pub replayed: bool,
    /// Whether the recipient looks like a landline, which WhatsApp rarely reaches.
    pub landline: bool,
}

/// What stands beside a message that is stored.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extra {
    /// The message that is sent again.
    pub(super) resend_of: Option<MessageId>,
    /// Store it as held instead of queueing it.
    pub(super) held: bool,
}

/// Takes a message, or says which gate stops it.
///
/// # Errors
/// `Refused` with every gate's answer; `Conflict` when the key was used for
/// something else; `Invalid` for what no gate has to look at.
pub async fn send(svc: &Services, call: &Call, input: &SendInput) -> ServiceResult<Sent> {
    take(svc, call, input, false).await
}

/// As [`send`], for a message that is sent to try whether sending works.
pub(super) async fn send_trial(svc: &Services, call: &Call, input: &SendInput) -> ServiceResult<Sent> {
    take(svc, call, input, true).await
}

async fn take(svc: &Services, call: &Call, input: &SendInput, trial: bool) -> ServiceResult<Sent> {
    call.allow_tenant(Permission::SendMessages, &input.tenant)?;
    let draft = Draft::read(input)?;
    for _ in 0..TRIES {
        match once(svc, call, &draft, trial).await {
            Ok(sent) => {
                svc.events.publish(Topic::Messages);
                return Ok(sent);
            }
            Err(Trouble::Again) => {}
            Err(Trouble::Failed(error)) => return Err(error),
        }
    }
    Err(ServiceError::Busy)
}

/// Why a try did not end with a message.
pub(super) enum Trouble {
    /// Another request was in the way.
    Again,
    /// For good.
    Failed(ServiceError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(_) | StoreError::Busy => Self::Again,
            other => Self::Failed(other.into()),
        }
    }
}

impl From<ServiceError> for Trouble {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Busy => Self::Again,
            other => Self::Failed(other),
        }
    }
}

async fn once(svc: &Services, call: &Call, draft: &Draft<'_>, trial: bool) -> Result<Sent, Trouble> {
    let mut tx = svc.db.write().await?;
    let caller = call.actor.id().unwrap_or_default();
    if let Some(key) = &draft.input.key
        && let Some(before) = idempotency::find(&mut tx, caller, key).await?
    {
        if before.body_hash != draft.hash {
            return Err(ServiceError::Conflict(Conflict::WrongState {
                key: "idempotency_key_reused",
            })
            .into());
        }
        let state = progress::by_ids(&mut tx, &[before.message])
            .await?
            .first()
            .map_or(State::Dropped, |p| p.facts.state());
        return Ok(Sent {
            id: MessageId(before.message),
            state,
            replayed: true,
            landline: draft.landline,
        });
    }
    let (sent, _) = store_one(svc, call, &mut tx, draft, Extra::default()).await?;
    if trial {
        trials::note(&mut tx, sent.id).await?;
    }
    if let Some(key) = &draft.input.key {
        let now = svc.clock.now();
        if !idempotency::note(&mut tx, caller, key, &draft.hash, sent.id, now).await? {
            return Err(Trouble::Again);
        }
    }
    tx.commit().await?;
    Ok(sent)
}

/// Asks the gates and stores the message with everything that belongs to it.
pub(super) async fn store_one(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    draft: &Draft<'_>,
    extra: Extra,
) -> Result<(Sent, Stored), Trouble> {
    let now = svc.clock.now();
    let tenant = short_ids::ensure(tx, ShortKind::Tenant, draft.input.tenant.as_str()).await?;
    let contact = draft.find(tx, tenant).await?;
    let (template, person) = (draft.wanted(), draft.person(contact.as_ref()));
    let question = Question {
        template,
        contact: contact.as_ref(),
        person: &person,
        authorized: draft.input.authorized.is_some(),
        anybody: false,
    };
    let mut found = gate::gather(svc, tx, draft.input.tenant.as_str(), Some(&question)).await?;
    if let Some(portfolio) = found.sender.portfolio.clone().filter(|_| found.near_limit) {
        // One after the other, so that what one takes the next one sees.
        recipients::hold(tx, &portfolio).await?;
        found = gate::gather(svc, tx, draft.input.tenant.as_str(), Some(&question)).await?;
    }
    draft.not_to_itself(&found)?;
    let stops = found.report.first_stop().map(|line| line.gate);
    // Held text has yet to wait for the window; nothing else may stop it.
    if stops.is_some() && !(extra.held && stops == Some(domain::message::gate::Gate::Window)) {
        return Err(ServiceError::Refused(Box::new(found.report)).into());
    }
    let number_id = found.sender.number_id.as_deref().unwrap_or_default();
    let number = short_ids::ensure(tx, ShortKind::Number, number_id).await?;
    let contact = match contact {
        Some(known) if draft.identity(tenant).is_none() => known,
        _ => {
            let who = draft.identity(tenant).unwrap_or_default();
            contacts::ensure(tx, svc.random.message_id(now), &who, now).await?
        }
    };
    let id = svc.random.message_id(now);
    let facts = if extra.held {
        Facts {
            held_at: Some(now),
            ..Facts::default()
        }
    } else {
        Facts {
            queued_at: Some(now),
            ..Facts::default()
        }
    };
    let message = NewOutgoing {
        id,
        tenant,
        number,
        contact: contact.id,
        kind: draft.kind(),
        at: now,
        preview: draft.preview(&found),
        content: wire::content(draft),
        template: draft.template().map(|t| t.name.clone()),
        language: draft.template().map(|t| t.language.clone()),
        category: found.template.as_ref().map(|t| t.category.to_lowercase()),
        reply_to: draft.input.reply_to.clone(),
        source: call.actor.name().to_owned(),
        resend_of: extra.resend_of,
        facts,
    };
    let state = message.facts.state();
    outgoing::insert(tx, &message).await?;
    // Nobody but the customer takes a goodbye back.
    if let Some(wording) = draft.input.authorized.as_ref().filter(|_| !found.stopped) {
        consent::note_statement(svc, tx, contact.id, found.purpose, wording, call.actor.name()).await?;
    }
    if !extra.held {
        rows::add(
            tx,
            &NewEntry {
                message: id,
                tenant,
                number,
                contact: contact.id,
                due_at: now,
            },
        )
        .await?;
        if let Some(portfolio) = found
            .sender
            .portfolio
            .as_deref()
            .filter(|_| !found.window.is_open())
        {
            let after = now.plus(-daily_limit::PERIOD);
            recipients::note(tx, portfolio, &person, tenant, id, now, after).await?;
        }
    }
    Ok((
        Sent {
            id,
            state,
            replayed: false,
            landline: draft.landline,
        },
        Stored {
            number,
            contact: contact.id,
        },
    ))
}

/// Where a message was stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    pub(super) number: i64,
    pub(super) contact: i64,
}
