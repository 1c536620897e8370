//! An input that can be read: what no gate has to look at is refused here.

use channels::partner::LONGEST_TEXT;
use domain::{contact::match_key, phone::E164};
use sha2::{Digest, Sha256};
use store::{
    Tx,
    contacts::{self, Contact, Identity},
    messages::outgoing,
};

use super::{SendContent, SendInput, SendTo, TemplateContent, Trouble};
use crate::{
    error::{FieldError, Problem, ServiceError, ServiceResult},
    messages::gate::{Gathered, WantedTemplate},
};

/// Characters of a message's start that lists show.
const PREVIEW: usize = 200;
/// Longest `Idempotency-Key`.
const KEY_MAX: usize = 200;
/// Longest wording of a statement.
const WORDING_MAX: usize = 1_000;

/// An input that can be read.
pub(in crate::messages) struct Draft<'a> {
    pub(super) input: &'a SendInput,
    /// The phone; `None` for a record of the bakery.
    phone: Option<E164>,
    pub(super) landline: bool,
    /// The template's values, read.
    pub(super) values: serde_json::Value,
    /// The input's fingerprint, for [`SendInput::key`].
    pub(super) hash: String,
}

impl<'a> Draft<'a> {
    pub(in crate::messages) fn read(input: &'a SendInput) -> ServiceResult<Self> {
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
                match E164::from_person(phone) {
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

    pub(super) fn template(&self) -> Option<&TemplateContent> {
        match &self.input.content {
            SendContent::Text { .. } => None,
            SendContent::Template(template) => Some(template),
        }
    }

    pub(super) fn wanted(&self) -> Option<WantedTemplate<'_>> {
        self.template().map(|t| WantedTemplate {
            name: &t.name,
            language: &t.language,
            values: Some(&self.values),
        })
    }

    pub(super) const fn kind(&self) -> &'static str {
        match self.input.content {
            SendContent::Text { .. } => "text",
            SendContent::Template(_) => "template",
        }
    }

    /// Who a phone is; `None` for a record of the bakery.
    pub(super) fn identity(&self, tenant: i64) -> Option<Identity> {
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
    pub(super) async fn find(&self, tx: &mut Tx, tenant: i64) -> Result<Option<Contact>, Trouble> {
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
    pub(super) fn person(&self, contact: Option<&Contact>) -> String {
        let key = self.phone.as_ref().map(match_key);
        key.or_else(|| contact.and_then(|c| c.match_key.clone().or_else(|| c.user_id.clone())))
            .unwrap_or_default()
    }

    /// Meta refuses a message to the number that sends it (131021).
    pub(super) fn not_to_itself(&self, found: &Gathered) -> ServiceResult<()> {
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

    pub(super) fn preview(&self, found: &Gathered) -> String {
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
}

/// What WhatsApp rarely reaches: Spanish landlines begin with 8 or 9. For
/// other countries nothing is said.
fn landline(phone: &E164) -> bool {
    phone.digits().len() == 11 && (phone.digits().starts_with("348") || phone.digits().starts_with("349"))
}
