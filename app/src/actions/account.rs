//! One's own account: name, password, second factor, sessions.

use domain::ids::SessionRef;
use leptos::server;
use service::{
    ServiceError,
    people::{password, profile, second_factor, sessions},
};

use super::session::begin;
use crate::{
    error::AppError,
    flash::{done, done_once, refused, refused_button},
    guard::{ENROL, guard_enrolling, guard_person},
    words::account as words,
};

/// The form for one's name.
pub(crate) const RENAME: &str = "rename";
/// The form for a new password.
pub(crate) const PASSWORD: &str = "password";
/// The form that confirms the second factor.
pub(crate) const CONFIRM: &str = "confirm";
/// The form for new recovery codes.
pub(crate) const CODES: &str = "codes";
/// The form that removes the second factor.
pub(crate) const DISABLE: &str = "disable";
/// What recovery codes are called between an action and its page.
pub(crate) const CODES_KIND: &str = "recovery-codes";

const ACCOUNT: &str = "/app/account";

/// Changes one's name.
#[server(prefix = "/do", endpoint = "rename")]
pub async fn rename(#[server(default)] name: String) -> Result<(), AppError> {
    let cx = guard_person()?;
    match profile::rename(cx.services(), &cx.call, &name).await {
        Ok(()) => done(&cx, words::name_saved(cx.lang), ACCOUNT).await,
        Err(error) => refused(&cx, RENAME, &[("name", &name)], &error, ACCOUNT).await,
    }
}

/// Changes one's password: everything is signed out, then this browser in again.
#[server(prefix = "/do", endpoint = "change-password")]
pub async fn change_password(
    #[server(default)] current: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    let cx = guard_person()?;
    match password::change(cx.services(), &cx.call, &current, &password, &repeat).await {
        Ok(right) => {
            begin(&cx, &right, ACCOUNT).await?;
            done(&cx, words::password_changed(cx.lang), ACCOUNT).await
        }
        Err(error) => refused(&cx, PASSWORD, &[], &error, ACCOUNT).await,
    }
}

/// Confirms the second factor with a first code.
#[server(prefix = "/do", endpoint = "confirm-second-factor")]
pub async fn confirm_second_factor(#[server(default)] code: String) -> Result<(), AppError> {
    let cx = guard_enrolling()?;
    match second_factor::confirm(cx.services(), &cx.call, &code).await {
        Ok(codes) => {
            done_once(
                &cx,
                Some(words::confirmed(cx.lang).to_owned()),
                CODES_KIND,
                &codes,
                ENROL,
            )
            .await
        }
        Err(error) => refused(&cx, CONFIRM, &[], &error, ENROL).await,
    }
}

/// Replaces the recovery codes.
#[server(prefix = "/do", endpoint = "new-recovery-codes")]
pub async fn new_recovery_codes(#[server(default)] password: String) -> Result<(), AppError> {
    let cx = guard_person()?;
    match second_factor::new_recovery_codes(cx.services(), &cx.call, &password).await {
        Ok(codes) => {
            done_once(
                &cx,
                Some(words::new_codes_done(cx.lang).to_owned()),
                CODES_KIND,
                &codes,
                ENROL,
            )
            .await
        }
        Err(error) => refused(&cx, CODES, &[], &error, ENROL).await,
    }
}

/// Removes the second factor, where the role may go without.
#[server(prefix = "/do", endpoint = "disable-second-factor")]
pub async fn disable_second_factor(#[server(default)] password: String) -> Result<(), AppError> {
    let cx = guard_person()?;
    match second_factor::disable(cx.services(), &cx.call, &password).await {
        Ok(()) => done(&cx, words::turned_off(cx.lang), ACCOUNT).await,
        Err(error) => refused(&cx, DISABLE, &[], &error, ENROL).await,
    }
}

/// Ends one of one's sessions.
#[server(prefix = "/do", endpoint = "end-session")]
pub async fn end_session(#[server(default)] session: String) -> Result<(), AppError> {
    let cx = guard_person()?;
    let session = SessionRef::parse(&session).map_err(|_| ServiceError::NotFound)?;
    match sessions::end(cx.services(), &cx.call, &session).await {
        Ok(()) => done(&cx, words::session_ended(cx.lang), ACCOUNT).await,
        Err(error) => refused_button(&cx, &error, ACCOUNT).await,
    }
}

/// Ends all of one's sessions but this one.
#[server(prefix = "/do", endpoint = "end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let cx = guard_person()?;
    let current = cx.session_hash.clone().unwrap_or_default();
    match sessions::end_others(cx.services(), &cx.call, &current).await {
        Ok(_) => done(&cx, words::others_ended(cx.lang), ACCOUNT).await,
        Err(error) => refused_button(&cx, &error, ACCOUNT).await,
    }
}
