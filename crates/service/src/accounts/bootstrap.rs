//! The first WABA from the `WHATSAPP_*` variables of the environment.

use domain::ids::{AccountId, NumberId, PhoneNumberId};
use secrecy::SecretString;
use store::{accounts, numbers};

use super::{
    connect::{self, CheckOutcome, ConnectCheck, ConnectInput, Reason},
    secrets, sync,
};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult, Upstream},
    platform, stored,
};

const WABA_ID: &str = "WHATSAPP_BUSINESS_ACCOUNT_ID";
const TOKEN: &str = "WHATSAPP_ACCESS_TOKEN";
const PHONE: &str = "WHATSAPP_PHONE_NUMBER_ID";
const APP_SECRET: &str = "WHATSAPP_APP_SECRET";

/// The variables, as far as they are set.
#[derive(Debug, Clone, Default)]
pub struct BootstrapInput {
    /// `WHATSAPP_BUSINESS_ACCOUNT_ID`
    pub waba_id: Option<String>,
    /// `WHATSAPP_ACCESS_TOKEN`
    pub token: Option<SecretString>,
    /// `WHATSAPP_PHONE_NUMBER_ID`: becomes the default number.
    pub phone_number_id: Option<String>,
    /// `WHATSAPP_APP_SECRET`
    pub app_secret: Option<SecretString>,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bootstrap {
    /// Nothing was set.
    Nothing,
    /// A WABA is connected already; the variables are ignored from now on.
    AlreadyConnected,
    /// Connected; with what Meta could not be asked, if anything.
    Connected {
        /// What could not be checked or read yet; the next sync tries again.
        problems: Vec<String>,
    },
    /// Not usable; which variable, and why.
    Refused {
        /// Name of the variable.
        variable: &'static str,
        /// Why.
        why: String,
    },
}

/// Connects the first WABA. When Meta cannot be reached it is saved all the
/// same, marked as not checked: a start must not depend on Meta.
pub async fn run(svc: &Services, input: &BootstrapInput) -> ServiceResult<Bootstrap> {
    let waba_id = input.waba_id.clone().filter(|text| !text.trim().is_empty());
    let token = input.token.as_ref().and_then(secrets::pasted);
    let (waba_id, token) = match (waba_id, token) {
        (None, None) => return Ok(Bootstrap::Nothing),
        (None, Some(_)) => return Ok(refused(WABA_ID, &format!("is needed together with {TOKEN}"))),
        (Some(_), None) => return Ok(refused(TOKEN, &format!("is needed together with {WABA_ID}"))),
        (Some(waba_id), Some(token)) => (waba_id, token),
    };
    // Also one that was disconnected since: what an admin decided outlives the variables.
    let mut tx = svc.db.read().await?;
    let known = accounts::briefs(&mut tx).await?;
    drop(tx);
    if !known.is_empty() {
        return Ok(Bootstrap::AlreadyConnected);
    }
    let phone = match input
        .phone_number_id
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .map(PhoneNumberId::parse)
    {
        None => None,
        Some(Ok(phone)) => Some(phone),
        Some(Err(error)) => return Ok(refused(PHONE, &error.to_string())),
    };
    let asked = ConnectInput {
        waba_id,
        token,
        app_secret: input
            .app_secret
            .clone()
            .unwrap_or_else(|| SecretString::from(String::new())),
    };
    let ready = match connect::read(svc, &asked) {
        Ok(ready) => ready,
        Err(ServiceError::Invalid(errors)) => {
            return Ok(errors.first().map_or(Bootstrap::Nothing, unusable));
        }
        Err(error) => return Err(error),
    };
    let checked = connect::look(svc, &ready).await?;
    let mut problems = match judge(&checked) {
        Ok(problems) => problems,
        Err(refusal) => return Ok(refusal),
    };
    let call = Call::system("bootstrap");
    let name = checked.name.clone().unwrap_or_else(|| ready.waba.to_string());
    let Some(account) = connect::save(svc, &call, &ready, &name).await? else {
        return Ok(Bootstrap::AlreadyConnected);
    };
    let report = sync::one(svc, &call, &account).await?;
    for problem in &report.problems {
        let text = format!("{}: {}", problem.part, problem.message);
        if !problems.contains(&text) {
            problems.push(text);
        }
    }
    if let Some(phone) = phone
        && let Some(problem) = set_default(svc, &call, &account, &phone).await?
    {
        problems.push(problem);
    }
    Ok(Bootstrap::Connected { problems })
}

fn refused(variable: &'static str, why: &str) -> Bootstrap {
    Bootstrap::Refused {
        variable,
        why: why.to_owned(),
    }
}

/// A problem of a field as a problem of a variable.
fn unusable(error: &FieldError) -> Bootstrap {
    let variable = match error.field {
        "waba_id" => WABA_ID,
        "app_secret" => APP_SECRET,
        _ => TOKEN,
    };
    let why = match &error.problem {
        Problem::DemoSecret => "is a secret of the demo, which only `tahona demo` accepts",
        Problem::NotAnId => "is not a WhatsApp Business Account ID",
        Problem::TooLong { .. } => "is too long",
        _ => "cannot be used as it is",
    };
    refused(variable, why)
}

/// What is in the way for good is refused; what Meta could not answer now is a
/// problem that the next sync may solve.
fn judge(checked: &ConnectCheck) -> Result<Vec<String>, Bootstrap> {
    let mut problems = Vec::new();
    for finding in &checked.findings {
        let CheckOutcome::Failed(reason) = &finding.outcome else {
            continue;
        };
        match reason {
            Reason::Meta(Upstream {
                class: "unreachable" | "transient" | "rate_limited",
                message,
                ..
            }) => {
                problems.push(format!("not checked: {message}"));
            }
            Reason::Meta(refusal) if refusal.class == "wrong_id" => {
                return Err(refused(WABA_ID, &refusal.message));
            }
            Reason::Meta(refusal) => return Err(refused(TOKEN, &refusal.message)),
            Reason::MissingScopes(scopes) => {
                return Err(refused(
                    TOKEN,
                    &format!("lacks the permission {}", scopes.join(", ")),
                ));
            }
            Reason::Expired(_) => return Err(refused(TOKEN, "has expired")),
            Reason::WrongSecret => {
                return Err(refused(APP_SECRET, "does not belong to the app of the token"));
            }
            Reason::NotAWaba => return Err(refused(WABA_ID, "is not the id of a WhatsApp Business Account")),
            Reason::AlreadyConnected => return Err(Bootstrap::AlreadyConnected),
        }
    }
    Ok(problems)
}

/// Makes the named number the default; answers why not.
async fn set_default(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    phone: &PhoneNumberId,
) -> ServiceResult<Option<String>> {
    let mut tx = svc.db.read().await?;
    let state = numbers::state_by_phone_number_id(&mut tx, phone.as_str()).await?;
    drop(tx);
    let Some(state) = state.filter(|state| state.account_id == account.as_str()) else {
        return Ok(Some(format!(
            "{PHONE}: the account does not list {phone}, so no default number is set"
        )));
    };
    let number: NumberId = stored::id(state.id)?;
    match platform::set_default_number(svc, call, Some(&number)).await {
        Ok(()) => Ok(None),
        Err(ServiceError::Conflict(conflict)) => Ok(Some(format!("{PHONE}: {conflict:?}"))),
        Err(error) => Err(error),
    }
}
