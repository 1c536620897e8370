//! Connecting accounts, replacing tokens, fixing webhooks, disconnecting.
//!
//! Tokens and app secrets arrive, are used, and are dropped: none of them is
//! ever put into the session or into a page.

use domain::{ids::AccountId, permission::Permission};
use leptos::server;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use service::{
    FieldError, Problem, ServiceError,
    accounts::{
        connect::{self, ConnectCheck, ConnectInput},
        health, rotate, subscription,
    },
};

use crate::{
    components::{query::Query, status::Tone},
    error::AppError,
    flash::{done, done_once, noted, refused, refused_button},
    guard::{Cx, guard},
    pages::wabas::look::{FindingView, finding, upstream},
    words::wabas as words,
};

/// The list.
pub(crate) const ACCOUNTS: &str = "/app/admin/whatsapp/wabas";
/// What the list shows once after a check.
pub(crate) const CHECKED: &str = "connect";
/// What an account's page shows once after a rotation.
pub(crate) const ROTATED: &str = "rotation";

/// What a check found, for one page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Checked {
    /// Each finding, in words.
    pub(crate) findings: Vec<FindingView>,
    /// Whether nothing stands in the way.
    pub(crate) can_connect: bool,
    /// Name of the account, if it could be read.
    pub(crate) name: Option<String>,
    /// Numbers that would come with it.
    pub(crate) numbers: Vec<String>,
}

/// How a rotation went, for one page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Rotated {
    /// Whether the new token is in force.
    pub(crate) swapped: bool,
    /// General checks of the new token.
    pub(crate) findings: Vec<FindingView>,
    /// Each number and the refusal, if there was one.
    pub(crate) probes: Vec<(String, Option<String>)>,
}

/// Checks an account and, when nothing is in the way and `save` says so,
/// connects it. Otherwise shows what was found; the token has to be entered
/// again, because it is not kept anywhere.
#[server(prefix = "/do", endpoint = "connect-account")]
pub(crate) async fn connect_account(
    #[server(default)] waba_id: String,
    #[server(default)] token: String,
    #[server(default)] app_secret: String,
    #[server(default)] save: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let typed = [("waba_id", waba_id.as_str())];
    let page = Query::to(ACCOUNTS).with("waba_id", Some(waba_id.trim())).href();
    let input = ConnectInput {
        waba_id: waba_id.clone(),
        token: token.into(),
        app_secret: app_secret.into(),
    };
    let answer = if save.is_empty() {
        connect::check(cx.services(), &cx.call, &input).await.map(Err)
    } else {
        connect::connect(cx.services(), &cx.call, &input).await
    };
    match answer {
        Ok(Ok(id)) => {
            let text = words::connected_done(cx.lang, waba_id.trim());
            done(&cx.request, text, &format!("{ACCOUNTS}/{id}")).await
        }
        Ok(Err(check)) => done_once(&cx.request, None, CHECKED, &checked(&cx, check), &page).await,
        Err(error) => refused(&cx.request, "connect", &typed, &error, ACCOUNTS).await,
    }
}

fn checked(cx: &Cx, check: ConnectCheck) -> Checked {
    Checked {
        findings: check.findings.iter().map(|one| finding(cx.lang, one)).collect(),
        can_connect: check.can_connect,
        name: check.name,
        numbers: check.numbers,
    }
}

/// Tries a new token on every number and swaps only if all answer.
#[server(prefix = "/do", endpoint = "rotate-token")]
pub(crate) async fn rotate_token(
    #[server(default)] account: String,
    #[server(default)] token: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let (id, page) = account_of(&account)?;
    if token.trim().is_empty() {
        let error = FieldError::only("token", Problem::Required);
        return refused(&cx.request, "rotate", &[], &error, &page).await;
    }
    match rotate::rotate(cx.services(), &cx.call, &id, &SecretString::from(token)).await {
        Ok(rotation) => {
            let text = rotation.swapped.then(|| words::rotated(cx.lang).to_owned());
            let shown = Rotated {
                swapped: rotation.swapped,
                findings: rotation
                    .findings
                    .iter()
                    .map(|one| finding(cx.lang, one))
                    .collect(),
                probes: rotation
                    .probes
                    .into_iter()
                    .map(|(number, refusal)| (number, refusal.map(|refusal| upstream(cx.lang, &refusal))))
                    .collect(),
            };
            done_once(&cx.request, text, ROTATED, &shown, &page).await
        }
        Err(error) => refused(&cx.request, "rotate", &[], &error, &page).await,
    }
}

/// Stores or replaces the app secret.
#[server(prefix = "/do", endpoint = "set-app-secret")]
pub(crate) async fn set_app_secret(
    #[server(default)] account: String,
    #[server(default)] app_secret: String,
) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let (id, page) = account_of(&account)?;
    match connect::set_app_secret(cx.services(), &cx.call, &id, &SecretString::from(app_secret)).await {
        Ok(()) => done(&cx.request, words::secret_saved(cx.lang), &page).await,
        Err(error) => refused(&cx.request, "secret", &[], &error, &page).await,
    }
}

/// Removes the app secret.
#[server(prefix = "/do", endpoint = "remove-app-secret")]
pub(crate) async fn remove_app_secret(#[server(default)] account: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let (id, page) = account_of(&account)?;
    match connect::remove_app_secret(cx.services(), &cx.call, &id).await {
        Ok(()) => done(&cx.request, words::secret_removed(cx.lang), &page).await,
        Err(error) => refused_button(&cx.request, &error, &page).await,
    }
}

/// Has Meta send the account's events here, then asks whether it does.
#[server(prefix = "/do", endpoint = "fix-webhooks")]
pub(crate) async fn fix_webhooks(#[server(default)] account: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let (id, page) = account_of(&account)?;
    match subscription::fix(cx.services(), &cx.call, &id).await {
        Ok(now) if now.ok() => done(&cx.request, words::hook_fixed(cx.lang), &page).await,
        Ok(_) => noted(&cx.request, Tone::Warn, words::hook_not_fixed(cx.lang), &page).await,
        Err(error) => refused_button(&cx.request, &error, &page).await,
    }
}

/// Asks Meta whether the account can send.
#[server(prefix = "/do", endpoint = "check-health")]
pub(crate) async fn check_health(#[server(default)] account: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let (id, page) = account_of(&account)?;
    match health::refresh(cx.services(), &cx.call, &id).await {
        Ok(_) => done(&cx.request, words::health_done(cx.lang), &page).await,
        Err(error) => refused_button(&cx.request, &error, &page).await,
    }
}

/// Forgets the token; numbers and history stay.
#[server(prefix = "/do", endpoint = "disconnect-account")]
pub(crate) async fn disconnect_account(#[server(default)] account: String) -> Result<(), AppError> {
    let cx = guard(Permission::ManageAccounts)?;
    let (id, page) = account_of(&account)?;
    match connect::disconnect(cx.services(), &cx.call, &id).await {
        Ok(()) => done(&cx.request, words::disconnect_done(cx.lang), &page).await,
        Err(error) => refused_button(&cx.request, &error, &page).await,
    }
}

fn account_of(text: &str) -> Result<(AccountId, String), AppError> {
    let id = AccountId::parse(text).map_err(|_| AppError::from_service(&ServiceError::NotFound))?;
    let page = format!("{ACCOUNTS}/{id}");
    Ok((id, page))
}
