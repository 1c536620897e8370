//! Connecting a WABA: everything is checked and shown before anything is saved.

use domain::{ids::AccountId, time::Millis};
use secrecy::SecretString;

use crate::{Call, Services, error::{ServiceResult, Upstream}};

/// What is needed to connect a WABA.
#[derive(Debug, Clone)]
pub struct ConnectInput {
    /// Field `waba_id`.
    pub waba_id: String,
    /// Field `token`.
    pub token: SecretString,
    /// Field `app_secret`; may be empty.
    pub app_secret: SecretString,
}

/// What a check found, in order.
#[derive(Debug, Clone)]
pub struct ConnectCheck {
    /// Each finding.
    pub findings: Vec<Finding>,
    /// Whether nothing stands in the way.
    pub can_connect: bool,
    /// Name of the WABA, if it could be read.
    pub name: Option<String>,
    /// Numbers that would come with it, for people.
    pub numbers: Vec<String>,
}

/// One finding of a check.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What was checked.
    pub check: Check,
    /// How it went.
    pub outcome: CheckOutcome,
}

/// What is checked, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The token is valid.
    TokenValid,
    /// It does not expire soon.
    TokenExpiry,
    /// It carries the needed scopes.
    Scopes,
    /// Which app it belongs to; the app secret, if given, fits it.
    App,
    /// It may see this WABA.
    WabaReadable,
    /// It may see the numbers.
    NumbersReadable,
    /// None of the numbers is listed by another connected WABA.
    NumbersUnique,
    /// The WABA is not connected already.
    NotConnected,
}

/// How a check went.
#[derive(Debug, Clone)]
pub enum CheckOutcome {
    /// Fine, with what was seen (for example the app's name).
    Passed(String),
    /// Allowed, but somebody should know.
    Warning(String),
    /// In the way.
    Failed(Reason),
    /// Not looked at, because an earlier check failed.
    Skipped,
}

/// Why a check failed.
#[derive(Debug, Clone)]
pub enum Reason {
    /// Meta's answer.
    Meta(Upstream),
    /// These scopes are missing.
    MissingScopes(Vec<String>),
    /// The token expired then.
    Expired(Millis),
    /// The app secret does not fit the token's app.
    WrongSecret,
    /// Already connected.
    AlreadyConnected,
    /// The id is not one of a WABA.
    NotAWaba,
}

/// Checks without saving anything.
pub async fn check(svc: &Services, call: &Call, input: &ConnectInput) -> ServiceResult<ConnectCheck> {
    let _ = (svc, call, input);
    todo!()
}

/// Checks again and saves, then syncs its numbers. Connecting a WABA that was
/// disconnected takes it back with its history.
pub async fn connect(
    svc: &Services,
    call: &Call,
    input: &ConnectInput,
) -> ServiceResult<Result<AccountId, ConnectCheck>> {
    let _ = (svc, call, input);
    todo!()
}

/// Forgets the token; numbers and history stay. Refused while bakeries use its numbers.
pub async fn disconnect(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<()> {
    let _ = (svc, call, account);
    todo!()
}

/// Stores, replaces or (empty) removes the app secret.
pub async fn set_app_secret(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    secret: &SecretString,
) -> ServiceResult<()> {
    let _ = (svc, call, account, secret);
    todo!()
}
