//! Connecting a WABA: everything is checked and shown before anything is saved.

use domain::{
    ids::{AccountId, WabaId},
    permission::Permission,
    phone::E164,
    time::Millis,
};
use secrecy::SecretString;
use serde_json::json;
use store::{accounts as rows, audit, numbers, secrets::SealedColumn};

pub use super::keep::{disconnect, remove_app_secret, set_app_secret};
use super::{
    inspect::{inspect, refused, skip},
    secrets, sync,
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult, Upstream},
    events::Topic,
    stored,
};

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

/// Input that can be tried.
pub(super) struct Ready {
    /// Meta's id.
    pub(super) waba: WabaId,
    /// The token.
    pub(super) token: SecretString,
    /// The app secret, if one was given.
    pub(super) app_secret: Option<SecretString>,
}

/// Reads the fields; names every problem that shows without asking Meta.
pub(super) fn read(svc: &Services, input: &ConnectInput) -> ServiceResult<Ready> {
    let mut errors = Vec::new();
    let mut keep = |error: ServiceError| match error {
        ServiceError::Invalid(more) => {
            errors.extend(more);
            Ok(())
        }
        other => Err(other),
    };
    let waba = WabaId::parse(&input.waba_id).ok();
    if waba.is_none() {
        let problem = if input.waba_id.trim().is_empty() {
            Problem::Required
        } else {
            Problem::NotAnId
        };
        keep(FieldError::only("waba_id", problem))?;
    }
    let token = match secrets::read_token(svc, "token", &input.token) {
        Ok(token) => Some(token),
        Err(error) => {
            keep(error)?;
            None
        }
    };
    let app_secret = match secrets::read_app_secret(svc, &input.app_secret) {
        Ok(secret) => secret,
        Err(error) => {
            keep(error)?;
            None
        }
    };
    match (waba, token) {
        (Some(waba), Some(token)) if errors.is_empty() => Ok(Ready {
            waba,
            token,
            app_secret,
        }),
        _ => Err(ServiceError::Invalid(errors)),
    }
}

/// Checks without saving anything.
pub async fn check(svc: &Services, call: &Call, input: &ConnectInput) -> ServiceResult<ConnectCheck> {
    call.allow(Permission::ManageAccounts)?;
    look(svc, &read(svc, input)?).await
}

/// The checks themselves.
pub(super) async fn look(svc: &Services, ready: &Ready) -> ServiceResult<ConnectCheck> {
    let mut found = inspect(svc, &ready.token, ready.app_secret.clone(), &ready.waba).await?;
    let mut displays = Vec::new();
    if found.waba.is_some() {
        let fitting = if found.failed() {
            None
        } else {
            ready.app_secret.clone()
        };
        let client = svc.graph_client(fitting)?;
        match client.phone_numbers(&ready.token, &ready.waba).await {
            Err(error) => {
                found.note(Check::NumbersReadable, refused(&error));
                skip(&mut found, &[Check::NumbersUnique]);
            }
            Ok(listed) => {
                found.note(
                    Check::NumbersReadable,
                    CheckOutcome::Passed(listed.len().to_string()),
                );
                let mut tx = svc.db.read().await?;
                let mut elsewhere = Vec::new();
                for phone in &listed {
                    let written = phone
                        .display_phone_number
                        .clone()
                        .unwrap_or_else(|| phone.id.to_string());
                    let e164 = E164::parse(&written).ok();
                    let display = stored::display(e164.as_ref().map(E164::as_str), &written);
                    if let Some(e164) = &e164
                        && let Some((_, account)) =
                            numbers::sync::listed_elsewhere(&mut tx, e164.as_str(), ready.waba.as_str())
                                .await?
                    {
                        elsewhere.push(format!("{display} ({account})"));
                    }
                    displays.push(display);
                }
                let unique = if elsewhere.is_empty() {
                    CheckOutcome::Passed(String::new())
                } else {
                    CheckOutcome::Warning(elsewhere.join(", "))
                };
                found.note(Check::NumbersUnique, unique);
            }
        }
    } else {
        skip(&mut found, &[Check::NumbersReadable, Check::NumbersUnique]);
    }
    let mut tx = svc.db.read().await?;
    let known = rows::by_waba_id(&mut tx, ready.waba.as_str()).await?;
    let not_connected = if known.is_some_and(|account| account.disconnected_at.is_none()) {
        CheckOutcome::Failed(Reason::AlreadyConnected)
    } else {
        CheckOutcome::Passed(String::new())
    };
    found.note(Check::NotConnected, not_connected);
    Ok(ConnectCheck {
        can_connect: !found.failed(),
        name: found
            .waba
            .as_ref()
            .map(|waba| waba.name.clone().unwrap_or_else(|| waba.id.to_string())),
        numbers: displays,
        findings: found.findings,
    })
}

/// Checks again and saves, then syncs its numbers. Connecting a WABA that was
/// disconnected takes it back with its history.
pub async fn connect(
    svc: &Services,
    call: &Call,
    input: &ConnectInput,
) -> ServiceResult<Result<AccountId, ConnectCheck>> {
    call.allow(Permission::ManageAccounts)?;
    let ready = read(svc, input)?;
    let checked = look(svc, &ready).await?;
    if !checked.can_connect {
        return Ok(Err(checked));
    }
    let name = checked.name.clone().unwrap_or_else(|| ready.waba.to_string());
    let Some(account) = save(svc, call, &ready, &name).await? else {
        // Somebody connected it between the check and now.
        return Ok(Err(look(svc, &ready).await?));
    };
    // What cannot be read now is remembered with the account and tried again.
    sync::one(svc, call, &account).await?;
    Ok(Ok(account))
}

/// Saves a WABA with its secrets; `None` when it is connected already.
pub(super) async fn save(
    svc: &Services,
    call: &Call,
    ready: &Ready,
    name: &str,
) -> ServiceResult<Option<AccountId>> {
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let known = rows::by_waba_id(&mut tx, ready.waba.as_str()).await?;
    let id: AccountId = match &known {
        Some(account) => stored::id(account.id.clone())?,
        None => svc.random.id(now),
    };
    let token = secrets::seal(svc, SealedColumn::AccountToken, id.as_str(), &ready.token)?;
    let secret = ready
        .app_secret
        .as_ref()
        .map(|secret| secrets::seal(svc, SealedColumn::AccountAppSecret, id.as_str(), secret))
        .transpose()?;
    let waba = ready.waba.as_str();
    if !rows::connect(&mut tx, id.as_str(), waba, name, &token, secret.as_deref(), now).await? {
        return Ok(None);
    }
    let before = known.map(|account| json!({ "disconnected_at": account.disconnected_at }));
    let after = json!({ "waba_id": waba, "token": "set", "app_secret": if secret.is_some() { "set" } else { "none" } });
    let entry = call.change(
        svc,
        "account.connect",
        "account",
        id.as_str(),
        name,
        (before, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Accounts);
    Ok(Some(id))
}
