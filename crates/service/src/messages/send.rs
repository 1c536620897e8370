//! Taking a message: every gate is asked, and what passes is stored together
//! with its place in the outbox, the key of the request and the statement that
//! the person agreed. What was answered is on disk.

use channels::partner::LONGEST_TEXT;
use domain::{
    contact::{UserIdent, match_key},
    ids::TenantId,
    message::{
        daily_limit,
        delivery::{Facts, State},
        id::MessageId,
    },
    permission::Permission,
    phone::E164,
};
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use store::{
    StoreError, Tx,
    contacts::{self, Contact, Identity},
    idempotency,
    messages::{
        outgoing::{self, NewOutgoing},
        progress,
    },
    outbox::{self as rows, NewEntry},
    recipients,
    short_ids::{self, ShortKind},
};

use super::gate::{self, Gathered, Question, WantedTemplate};
use crate::{
    Call, Services, consent,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Characters of a message's start that lists show.
const PREVIEW: usize = 200;
/// Longest `Idempotency-Key`.
const KEY_MAX: usize = 200;
/// Longest wording of a statement.
const WORDING_MAX: usize = 1_000;
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
    call.allow_tenant(Permission::SendMessages, &input.tenant)?;
    let draft = Draft::read(input)?;
    for _ in 0..TRIES {
        match once(svc, call, &draft).await {
            Ok(sent) => {
                svc.events.publish(Topic::Messages);
                return Ok(sent);
            }
            Err(Trouble::Again) => {}
            Err(Trouble::Failed(error)) => return Err(error),
        }
    }
    Err(ServiceError::Unavailable)
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
        Self::Failed(error)
    }
}

async fn once(svc: &Services, call: &Call, draft: &Draft<'_>) -> Result<Sent, Trouble> {
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
    let found = gate::gather(svc, tx, draft.input.tenant.as_str(), Some(&question)).await?;
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
        content: draft.content(),
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

/// An input that can be read.
pub(super) struct Draft<'a> {
    pub(super) input: &'a SendInput,
    /// The phone; `None` for a record of the bakery.
    phone: Option<E164>,
    landline: bool,
    values: serde_json::Value,
    hash: String,
}

impl<'a> Draft<'a> {
    pub(super) fn read(input: &'a SendInput) -> ServiceResult<Self> {
        let mut errors = Vec::new();
        let mut wrong = |field, problem| errors.push(FieldError { field, problem });
        let phone = match &input.to {
            SendTo::Contact(_) => None,
            SendTo::Phone { phone, name } => {
                if name.chars().count() > domain::tenant::NAME_MAX {
                    wrong(
                        "recipient_name",
                        Problem::TooLong {
                            max: domain::tenant::NAME_MAX,
                        },
                    );
                }
                match E164::parse(phone) {
                    _ if phone.trim().is_empty() => {
                        wrong("recipient_phone", Problem::Required);
                        None
                    }
                    Ok(phone) => Some(phone),
                    Err(bad) => {
                        wrong("recipient_phone", Problem::NotAPhone(bad));
                        None
                    }
                }
            }
        };
        let mut values = serde_json::Value::Null;
        match &input.content {
            SendContent::Text { body, .. } => {
                if body.trim().is_empty() {
                    wrong("text.body", Problem::Required);
                } else if body.chars().count() > LONGEST_TEXT {
                    wrong("text.body", Problem::TooLong { max: LONGEST_TEXT });
                }
            }
            SendContent::Template(template) => {
                if template.name.is_empty() {
                    wrong("template.template_name", Problem::Required);
                }
                if template.language.is_empty() {
                    wrong("template.language", Problem::Required);
                }
                if let Some(components) = &template.components {
                    values = serde_json::from_str(components.get()).unwrap_or_default();
                    if !(values.is_array() || values.is_null()) {
                        wrong("template.components", Problem::NotAChoice);
                    }
                }
            }
        }
        if let Some(key) = &input.key {
            if key.is_empty() {
                wrong("Idempotency-Key", Problem::Required);
            } else if key.chars().count() > KEY_MAX {
                wrong("Idempotency-Key", Problem::TooLong { max: KEY_MAX });
            }
        }
        if input
            .authorized
            .as_ref()
            .is_some_and(|wording| wording.chars().count() > WORDING_MAX)
        {
            wrong("authorization_wording", Problem::TooLong { max: WORDING_MAX });
        }
        if !errors.is_empty() {
            return Err(ServiceError::Invalid(errors));
        }
        let whole = serde_json::to_vec(input).map_err(|error| ServiceError::Internal(error.to_string()))?;
        let landline = phone.as_ref().is_some_and(landline);
        Ok(Self {
            input,
            phone,
            landline,
            values,
            hash: hex::encode(Sha256::digest(&whole)),
        })
    }

    fn template(&self) -> Option<&TemplateContent> {
        match &self.input.content {
            SendContent::Text { .. } => None,
            SendContent::Template(template) => Some(template),
        }
    }

    fn wanted(&self) -> Option<WantedTemplate<'_>> {
        self.template().map(|t| WantedTemplate {
            name: &t.name,
            language: &t.language,
            values: Some(&self.values),
        })
    }

    const fn kind(&self) -> &'static str {
        match self.input.content {
            SendContent::Text { .. } => "text",
            SendContent::Template(_) => "template",
        }
    }

    /// Who a phone is; `None` for a record of the bakery.
    fn identity(&self, tenant: i64) -> Option<Identity> {
        let phone = self.phone.as_ref()?;
        let name = match &self.input.to {
            SendTo::Phone { name, .. } => name.trim().to_owned(),
            SendTo::Contact(_) => String::new(),
        };
        Some(Identity {
            tenant,
            match_key: Some(match_key(phone)),
            phone: Some(phone.to_string()),
            name,
            ..Identity::default()
        })
    }

    /// The customer's record, if there is one; a record of another bakery is none.
    async fn find(&self, tx: &mut Tx, tenant: i64) -> Result<Option<Contact>, Trouble> {
        match (&self.input.to, self.identity(tenant)) {
            (_, Some(who)) => Ok(contacts::find(tx, &who).await?),
            (SendTo::Contact(id), None) => {
                let found = outgoing::contact(tx, tenant, *id).await?;
                match found {
                    Some(contact) => Ok(Some(contact)),
                    None => Err(ServiceError::NotFound.into()),
                }
            }
            (SendTo::Phone { .. }, None) => Ok(None),
        }
    }

    /// The key by which this person counts for the daily limit.
    fn person(&self, contact: Option<&Contact>) -> String {
        let key = self.phone.as_ref().map(match_key);
        key.or_else(|| contact.and_then(|c| c.match_key.clone().or_else(|| c.user_id.clone())))
            .unwrap_or_default()
    }

    /// Meta refuses a message to the number that sends it (131021).
    fn not_to_itself(&self, found: &Gathered) -> ServiceResult<()> {
        let own = found
            .sender
            .e164
            .as_deref()
            .and_then(|text| E164::parse(text).ok());
        if self.phone.is_some() && self.phone == own {
            return Err(FieldError::only("recipient_phone", Problem::OwnNumber));
        }
        Ok(())
    }

    fn preview(&self, found: &Gathered) -> String {
        let text = match &self.input.content {
            SendContent::Text { body, .. } => body.as_str(),
            SendContent::Template(template) => found
                .checked
                .as_ref()
                .map(|c| c.body.as_str())
                .filter(|b| !b.is_empty())
                .unwrap_or(&template.name),
        };
        text.chars().take(PREVIEW).collect()
    }

    /// The message in Meta's form. Values travel exactly as they were given.
    fn content(&self) -> String {
        let made = match &self.input.content {
            SendContent::Text { body, preview_url } => serde_json::to_string(&Text {
                kind: "text",
                text: TextBody {
                    body,
                    preview_url: *preview_url,
                },
            }),
            SendContent::Template(template) => serde_json::to_string(&Template {
                kind: "template",
                template: TemplateBody {
                    name: &template.name,
                    language: Language {
                        code: &template.language,
                    },
                    components: template.components.as_deref().filter(|_| self.values.is_array()),
                },
            }),
        };
        made.unwrap_or_default()
    }
}

/// What WhatsApp rarely reaches: Spanish landlines begin with 8 or 9. For
/// other countries nothing is said.
fn landline(phone: &E164) -> bool {
    phone.digits().len() == 11 && (phone.digits().starts_with("348") || phone.digits().starts_with("349"))
}

/// Whom a stored record stands for when a message goes to it.
pub(super) fn recipient(phone: Option<&str>, user_id: Option<&str>) -> Option<channels::partner::Recipient> {
    use channels::partner::Recipient;
    let by_phone = phone
        .and_then(|text| E164::parse(text).ok())
        .map(Recipient::Phone);
    by_phone.or_else(|| user_id.and_then(UserIdent::parse).map(Recipient::User))
}

#[derive(Serialize)]
struct Text<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    text: TextBody<'a>,
}

#[derive(Serialize)]
struct TextBody<'a> {
    body: &'a str,
    preview_url: bool,
}

#[derive(Serialize)]
struct Template<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    template: TemplateBody<'a>,
}

#[derive(Serialize)]
struct TemplateBody<'a> {
    name: &'a str,
    language: Language<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Language<'a> {
    code: &'a str,
}
