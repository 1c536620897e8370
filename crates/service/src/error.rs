//! What use cases answer when they do not do what was asked.

use domain::{person, phone::BadPhone, tenant::BadName, time::Millis};
use store::StoreError;

use crate::messages::gate::GateReport;

/// Result of every use case.
pub type ServiceResult<T> = Result<T, ServiceError>;

/// Why a use case did not do what was asked. Mapped once to HTTP and once to
/// words; see `app::words::problems` and the server's `http::problem`.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// It does not exist, or the caller may not know that it does.
    #[error("not found")]
    NotFound,
    /// The caller may know, but not do this.
    #[error("forbidden")]
    Forbidden,
    /// Somebody or something else came first; nothing was changed.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// The input is not usable; every problem is listed.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Too many attempts.
    #[error("too many attempts, wait {retry_after_secs} s")]
    TooMany {
        /// Seconds to wait.
        retry_after_secs: u64,
    },
    /// A partner refused or could not be reached.
    #[error("upstream: {0}")]
    Upstream(Upstream),
    /// The database is away.
    #[error("the database is away")]
    Unavailable,
    /// Others changed the same things at the same moment, and this one gave
    /// way; nothing was changed. Trying again works.
    #[error("other changes were in the way")]
    Busy,
    /// A message stays here because of a gate; nothing was sent or stored.
    #[error("refused: {}", .0.code())]
    Refused(Box<GateReport>),
    /// A fault of ours, logged where it happened.
    #[error("internal: {0}")]
    Internal(String),
}

/// A conflict, with what a person needs to understand it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another bakery holds the number.
    NumberTaken {
        /// The number, for people.
        number: String,
        /// Id of the bakery that holds it.
        tenant_id: String,
        /// Its name.
        tenant_name: String,
        /// Who assigned it.
        by: String,
        /// When.
        at: Millis,
    },
    /// The bakery already has a number and the caller did not say to replace it.
    TenantHasNumber {
        /// Its name.
        tenant_name: String,
        /// The number that it has.
        number: String,
    },
    /// Somebody changed the record since the page was read.
    Stale {
        /// Who.
        by: String,
        /// When.
        at: Millis,
    },
    /// The name, address or id is taken.
    Duplicate {
        /// Which field.
        field: &'static str,
    },
    /// The change can no longer be undone.
    CannotUndo,
    /// The thing is not in a state for this (for example archived or vanished).
    WrongState {
        /// A stable key, put into words by the interface (`app::words::problems`):
        ///
        /// - numbers and accounts: `account_disconnected`, `app_unknown`, `number_archived`, `number_free`,
        ///   `number_in_use`, `number_is_default`, `number_vanished`, `tenant_suspended`, `token_unchanged`;
        /// - messages: `idempotency_key_reused`, `message_not_unknown`, `message_sent_again`,
        ///   `message_under_way`, `not_held`, `not_waiting`;
        /// - templates: `draft_closed`, `submission_unsettled`, `template_disabled`, `template_gone`,
        ///   `template_locked`, `template_not_editable`, `template_not_paused`, `template_not_read`;
        /// - people: `last_admin`, `link_used`, `second_factor_on`, `sign_in_expired`, `user_disabled`;
        /// - files and money: `card_withdrawn`, `import_applied`, `lines_waiting`, `month_closed`,
        ///   `month_empty`, `month_running`, `month_too_large`.
        key: &'static str,
    },
}

/// A partner's refusal, in its own words and in class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct Upstream {
    /// Stable key: `token`, `permission`, `wrong_id`, `rate_limited`, `transient`, `rejected`, `unreachable`, `demo_token`.
    pub class: &'static str,
    /// The partner's code, if it sent one.
    pub code: Option<i64>,
    /// The partner's message for people, or ours.
    pub message: String,
    /// The partner's trace id for its support.
    pub trace: Option<String>,
}

/// A problem of one field of a form or request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field, as in the form and in the API.
    pub field: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

impl FieldError {
    /// One problem as the whole answer.
    #[must_use]
    pub fn only(field: &'static str, problem: Problem) -> ServiceError {
        ServiceError::Invalid(vec![Self { field, problem }])
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was entered.
    Required,
    /// Too long.
    TooLong {
        /// Most characters.
        max: usize,
    },
    /// Control characters inside.
    ControlCharacters,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a phone number with country code.
    NotAPhone(BadPhone),
    /// The number that the message would be sent from.
    OwnNumber,
    /// Not an id of the wanted kind.
    NotAnId,
    /// Not one of the choices.
    NotAChoice,
    /// No bakery has this id, reference or name.
    NoBakery,
    /// Several bakeries have this as their reference or name.
    SeveralBakeries,
    /// A new password is refused.
    Password(person::BadPassword),
    /// The two passwords differ.
    PasswordsDiffer,
    /// E-mail, password or code is wrong (never says which).
    WrongCredentials,
    /// The code of the second factor is wrong or used up.
    WrongCode,
    /// The link is wrong, used, withdrawn or too old.
    BadLink,
    /// Taken by another record.
    Taken,
    /// Starts like a formula (`=`, `+`, `-`, `@`), which a spreadsheet would run.
    Formula,
    /// The same value stands further up in the file.
    Repeated {
        /// Line of the first one, from 1.
        line: u64,
    },
    /// A demo secret, which only the demo accepts.
    DemoSecret,
    /// Something that this needs is not configured.
    NotConfigured {
        /// Name of the variable.
        variable: &'static str,
    },
    /// The file is too large.
    TooLarge {
        /// Most bytes.
        max: usize,
    },
    /// The file is no picture, film or document of the kinds that Meta takes as samples.
    NotASample,
    /// The file is not a CSV that can be read.
    NotCsv,
    /// The file is not a spreadsheet that can be read.
    NotASpreadsheet,
    /// Not an amount above zero.
    NotAnAmount,
    /// Not a whole number within these bounds.
    OutOfRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// Not a day of the calendar.
    NotADay,
    /// Not a day with its time and zone.
    NotATime,
    /// Something that does not go with what was chosen beside it.
    NotForThis,
    /// Not the name of a time zone.
    NotATimeZone,
    /// Not the three letters of a currency.
    NotACurrency,
    /// A line of the file holds no amount that can be read.
    AmountInLine {
        /// Its line, from 1.
        line: u64,
    },
    /// A line of the file holds no number of messages that can be read.
    VolumeInLine {
        /// Its line, from 1.
        line: u64,
    },
    /// A line of the file holds no day that can be read.
    DayInLine {
        /// Its line, from 1.
        line: u64,
    },
    /// Two currencies in one file.
    MixedCurrencies,
    /// The file is in another currency than the account.
    OtherCurrency {
        /// The account's.
        expected: String,
    },
    /// Too many rows.
    TooManyRows {
        /// Most rows.
        max: usize,
    },
    /// A column is missing from the CSV.
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
    /// The text typed for confirmation does not match.
    ConfirmationDiffers,
    /// Meta says something about a token or an id; see the check's findings.
    Meta(Upstream),
}

impl From<BadName> for Problem {
    fn from(bad: BadName) -> Self {
        match bad {
            BadName::Empty => Self::Required,
            BadName::TooLong => Self::TooLong {
                max: domain::tenant::NAME_MAX,
            },
            BadName::Control => Self::ControlCharacters,
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away(_) => {
                tracing::error!(%error, "the database did not answer");
                Self::Unavailable
            }
            StoreError::Busy => {
                tracing::warn!(%error, "a change gave way to others");
                Self::Busy
            }
            StoreError::Nul => FieldError::only(".", Problem::ControlCharacters),
            other => {
                tracing::error!(error = %other, "the store failed");
                Self::Internal(other.to_string())
            }
        }
    }
}
