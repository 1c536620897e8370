//! Tokens and app secrets: sealing, opening, and refusing those of the demo.

use channels::graph::GraphClient;
use domain::ids::WabaId;
use secrecy::{ExposeSecret, SecretString};
use store::{accounts::AccountRecord, secrets::SealedColumn};

use crate::{
    Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult, Upstream},
    vault::VaultError,
};

/// Secrets that are printed in the manual; anybody could use them.
const DEMO_SECRETS: [&str; 3] = ["EAADEMO", "demo-app-secret", "demo-verify-token"];

/// Whether a secret is one of the demo's, outside the demo; also one that is
/// stored, because the demo once wrote the database.
pub(crate) fn is_demos(svc: &Services, secret: &SecretString) -> bool {
    !svc.settings.demo && DEMO_SECRETS.contains(&secret.expose_secret().trim())
}

/// Refuses the demo's secrets everywhere else.
pub(super) fn refuse_demo(svc: &Services, field: &'static str, secret: &SecretString) -> ServiceResult<()> {
    if is_demos(svc, secret) {
        Err(FieldError::only(field, Problem::DemoSecret))
    } else {
        Ok(())
    }
}

/// A secret as it was pasted: without white space around it, `None` when empty.
pub(super) fn pasted(secret: &SecretString) -> Option<SecretString> {
    let text = secret.expose_secret().trim();
    if text.is_empty() {
        None
    } else {
        Some(SecretString::from(text))
    }
}

/// Checks a pasted token: something, of one line, not endless, not the demo's.
pub(super) fn read_token(
    svc: &Services,
    field: &'static str,
    secret: &SecretString,
) -> ServiceResult<SecretString> {
    let token = pasted(secret).ok_or_else(|| FieldError::only(field, Problem::Required))?;
    fits(field, &token)?;
    refuse_demo(svc, field, &token)?;
    Ok(token)
}

/// Checks a pasted app secret, which may be missing.
pub(super) fn read_app_secret(svc: &Services, secret: &SecretString) -> ServiceResult<Option<SecretString>> {
    let Some(secret) = pasted(secret) else {
        return Ok(None);
    };
    fits("app_secret", &secret)?;
    refuse_demo(svc, "app_secret", &secret)?;
    Ok(Some(secret))
}

/// It travels in a header, so it must fit into one.
fn fits(field: &'static str, secret: &SecretString) -> ServiceResult<()> {
    const MAX: usize = 1_000;
    let text = secret.expose_secret();
    if text.len() > MAX {
        return Err(FieldError::only(field, Problem::TooLong { max: MAX }));
    }
    if text.chars().any(|c| !c.is_ascii_graphic()) {
        return Err(FieldError::only(field, Problem::ControlCharacters));
    }
    Ok(())
}

/// Seals a secret of an account.
pub(super) fn seal(
    svc: &Services,
    column: SealedColumn,
    account: &str,
    secret: &SecretString,
) -> ServiceResult<String> {
    svc.vault.seal(&column.place(account), secret).map_err(unusable)
}

/// Opens a secret of an account.
pub(super) fn open(
    svc: &Services,
    column: SealedColumn,
    account: &str,
    sealed: &str,
) -> ServiceResult<SecretString> {
    svc.vault.open(&column.place(account), sealed).map_err(unusable)
}

fn unusable(error: VaultError) -> ServiceError {
    tracing::error!(%error, "a secret cannot be sealed or opened");
    ServiceError::Internal(error.to_string())
}

/// What calls for a connected account need.
pub(crate) struct Access {
    /// Knows the app secret.
    pub(crate) client: GraphClient,
    /// The token in force.
    pub(crate) token: SecretString,
    /// The token as it is stored.
    pub(crate) sealed: String,
    /// Meta's id.
    pub(crate) waba: WabaId,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access")
            .field("waba", &self.waba)
            .finish_non_exhaustive()
    }
}

/// Opens the secrets of an account.
///
/// # Errors
/// `Upstream` of class `demo_token` for the demo's token outside the demo:
/// Meta is not asked with it.
pub(crate) fn access(svc: &Services, account: &AccountRecord) -> ServiceResult<Access> {
    let access = stored(svc, account)?;
    if is_demos(svc, &access.token) {
        return Err(ServiceError::Upstream(Upstream {
            class: "demo_token",
            code: None,
            message: "the stored token is the demo's and is not used outside of it".to_owned(),
            trace: None,
        }));
    }
    Ok(access)
}

/// The same, whatever the token is: for putting another one in its place.
pub(super) fn stored(svc: &Services, account: &AccountRecord) -> ServiceResult<Access> {
    let gone = ServiceError::Conflict(Conflict::WrongState {
        key: "account_disconnected",
    });
    let sealed = account
        .token
        .clone()
        .filter(|_| account.disconnected_at.is_none())
        .ok_or(gone)?;
    let token = open(svc, SealedColumn::AccountToken, &account.id, &sealed)?;
    let secret = app_secret(svc, account)?;
    let waba = WabaId::parse(&account.waba_id).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(Access {
        client: svc.graph_client(secret)?,
        token,
        sealed,
        waba,
    })
}

/// The app secret of an account, if one is stored that may be used here.
pub(super) fn app_secret(svc: &Services, account: &AccountRecord) -> ServiceResult<Option<SecretString>> {
    let secret = account
        .app_secret
        .as_deref()
        .map(|sealed| open(svc, SealedColumn::AccountAppSecret, &account.id, sealed))
        .transpose()?;
    Ok(secret.filter(|secret| !is_demos(svc, secret)))
}
