//! Signing in and out.

use leptos::server;
use service::{
    ServiceError,
    error::Conflict,
    people::{
        profile,
        sign_in::{self, RightPassword},
    },
};

use crate::{
    error::AppError,
    flash::{redirect_local, refused},
    pages::login::home_of,
    request::{IP_KEY, NEXT_KEY, PENDING_KEY, RIGHT_KEY, Request, USER_AGENT_KEY, USER_KEY},
};

/// The form of the first step.
pub(crate) const SIGN_IN: &str = "sign-in";
/// The form of the second step.
pub(crate) const CODE: &str = "code";

/// First step: address and password.
#[server(prefix = "/do", endpoint = "sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let request = Request::current();
    match sign_in::password(&request.services, &request.origin, &email, &password).await {
        Ok(step) => enter(&request, step, &next).await,
        Err(error) => {
            let back = crate::components::query::Query::to("/login")
                .with("next", Some(&next))
                .href();
            refused(&request, SIGN_IN, &[("email", &email)], &error, &back).await
        }
    }
}

/// Second step: a code of the authenticator app, or a recovery code.
#[server(prefix = "/do", endpoint = "sign-in-code")]
pub async fn sign_in_code(#[server(default)] code: String) -> Result<(), AppError> {
    let request = Request::current();
    let pending: Option<RightPassword> = request
        .session
        .get(PENDING_KEY)
        .await
        .map_err(|error| AppError::session(&error))?;
    let Some(right) = pending else {
        redirect_local("/login");
        return Ok(());
    };
    match sign_in::second_factor(&request.services, &request.origin, &right, &code).await {
        Ok(()) => {
            let next: Option<String> = request
                .session
                .get(NEXT_KEY)
                .await
                .map_err(|error| AppError::session(&error))?;
            begin(&request, &right, next.as_deref().unwrap_or_default()).await
        }
        // Too late, or the password has changed: from the beginning.
        Err(error @ ServiceError::Conflict(Conflict::WrongState { .. })) => {
            request
                .session
                .remove::<RightPassword>(PENDING_KEY)
                .await
                .map_err(|error| AppError::session(&error))?;
            refused(&request, SIGN_IN, &[], &error, "/login").await
        }
        Err(error) => refused(&request, CODE, &[], &error, "/login/code").await,
    }
}

/// Signs out of this browser.
#[server(prefix = "/do", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    let request = Request::current();
    request
        .session
        .flush()
        .await
        .map_err(|error| AppError::session(&error))?;
    redirect_local("/login");
    Ok(())
}

/// After a right password (or an accepted link): in, or on to the second step.
pub(crate) async fn enter(request: &Request, step: sign_in::Step, next: &str) -> Result<(), AppError> {
    match step {
        sign_in::Step::Done(right) => begin(request, &right, next).await,
        sign_in::Step::SecondFactor(right) => {
            // A new id, so that a session id planted before knowing the
            // password is worth nothing after it.
            let session = &request.session;
            session
                .cycle_id()
                .await
                .map_err(|error| AppError::session(&error))?;
            session
                .insert(PENDING_KEY, right)
                .await
                .map_err(|error| AppError::session(&error))?;
            session
                .insert(NEXT_KEY, next)
                .await
                .map_err(|error| AppError::session(&error))?;
            redirect_local("/login/code");
            Ok(())
        }
    }
}

/// Begins a signed-in session under a new id. It is stored only if the
/// password is still the one that was given; see [`RightPassword::still_right`].
pub(crate) async fn begin(request: &Request, right: &RightPassword, next: &str) -> Result<(), AppError> {
    let session = &request.session;
    session.clear().await;
    session
        .cycle_id()
        .await
        .map_err(|error| AppError::session(&error))?;
    session
        .insert(USER_KEY, &right.user)
        .await
        .map_err(|error| AppError::session(&error))?;
    session
        .insert(RIGHT_KEY, right)
        .await
        .map_err(|error| AppError::session(&error))?;
    session
        .insert(IP_KEY, &request.origin.ip)
        .await
        .map_err(|error| AppError::session(&error))?;
    session
        .insert(USER_AGENT_KEY, &request.origin.user_agent)
        .await
        .map_err(|error| AppError::session(&error))?;
    let profile = profile::load(&request.services, &right.user)
        .await?
        .ok_or(ServiceError::Forbidden)?;
    let home = home_of(&profile);
    redirect_local(if next.is_empty() { home } else { next });
    Ok(())
}
