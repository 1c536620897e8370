//! What every messaging partner can do: take a message.
//!
//! Meta's Graph API is the first partner; others come behind the same trait.

use async_trait::async_trait;
use domain::{contact::UserIdent, ids::PhoneNumberId, open_enum, phone::E164};
use secrecy::SecretString;
use serde_json::{Value, value::RawValue};

use crate::graph::ApiError;

/// Longest text of a free message, in characters (sources §1.6).
pub const LONGEST_TEXT: usize = 4_096;

/// Who a message is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A phone. Sent with `+`, because Meta puts the sender's own country code
    /// before a number without one (sources §1.6).
    Phone(E164),
    /// Somebody whose phone is not known. Not for authentication templates (131062).
    User(UserIdent),
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Content {
    /// Free text; only inside the customer service window.
    Text {
        /// At most [`LONGEST_TEXT`] characters.
        body: String,
        /// Whether the first link is shown with a preview.
        preview_url: bool,
    },
    /// An approved template.
    Template {
        /// Its name.
        name: String,
        /// Its language, exactly as approved.
        language: String,
        /// `components` in Meta's form, sent as given; none for templates without variables.
        components: Option<Box<RawValue>>,
    },
}

/// A message on its way out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Who it is for.
    pub to: Recipient,
    /// What it says.
    pub content: Content,
    /// Meta's id of the message that it answers.
    pub context: Option<String>,
    /// Comes back with every status report (`biz_opaque_callback_data`), so
    /// that a message whose answer was lost can be found again. At most 512
    /// characters (sources §1.6); ours are our own ids, which are shorter.
    pub tracking: Option<String>,
}

open_enum! {
    /// What the partner does with a message it took.
    pub enum AcceptedStatus {
        /// Delivers it.
        Accepted = "accepted",
        /// Waits until the first people have judged a new template.
        HeldForQuality = "held_for_quality_assessment",
        /// Waits because the template was paused meanwhile.
        Paused = "paused",
    }
}

/// A recipient as the partner sees them. Their phone may differ from the
/// dialled one in Brazil, Mexico and Argentina (sources §6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedContact {
    /// What was dialled.
    pub input: Option<String>,
    /// WhatsApp's id: a phone's digits.
    pub wa_id: Option<String>,
    /// Business-scoped user id.
    pub user_id: Option<String>,
}

/// The partner took the message; whether it arrives is told later.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The partner's id of the message.
    pub wamid: String,
    /// The recipient.
    pub contacts: Vec<AcceptedContact>,
    /// What the partner does with it.
    pub message_status: Option<AcceptedStatus>,
    /// The whole answer.
    pub raw: Value,
}

/// A message that was not taken, or nobody knows whether it was.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SendError {
    /// The partner said no. Nothing was sent.
    #[error("refused: {0}")]
    Refused(Box<ApiError>),
    /// The message may have been taken: the answer was late, broken, or of a
    /// server in trouble. Never send it again without asking a person or
    /// waiting for its status.
    #[error("outcome unknown: {reason}")]
    Unknown {
        /// What came instead of an answer.
        reason: String,
        /// The partner's error, if there was one.
        api: Option<Box<ApiError>>,
    },
    /// The message cannot have been taken: no connection was opened, or
    /// something on the way refused it. May be tried again.
    #[error("not sent: {reason}")]
    NotSent {
        /// What stood in the way.
        reason: String,
    },
}

impl SendError {
    /// The partner's error, if there was one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Refused(api) => Some(api),
            Self::Unknown { api, .. } => api.as_deref(),
            Self::NotSent { .. } => None,
        }
    }
}

/// A partner that sends messages.
#[async_trait]
pub trait MessagingPartner: Send + Sync {
    /// Sends `message` from `phone` exactly once: never tries again by itself.
    ///
    /// # Errors
    /// See [`SendError`].
    async fn send(
        &self,
        token: &SecretString,
        phone: &PhoneNumberId,
        message: &Outgoing,
    ) -> Result<Accepted, SendError>;
}
