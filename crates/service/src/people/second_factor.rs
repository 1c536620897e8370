//! TOTP (RFC 6238) with recovery codes.

use serde_json::json;
use store::{
    second_factor as rows,
    users::{self, Status, User},
};

use super::{
    caller, finish, password,
    sign_in::{secret_of, totp_place},
    totp,
};
use crate::{
    Call, Services,
    error::{Conflict, FieldError, Problem, ServiceError, ServiceResult},
};

/// What a person needs to set up an authenticator app. `Debug` leaves it out.
#[derive(Clone)]
pub struct Enrolment {
    /// The secret in base 32, in groups of four, for typing.
    pub secret: String,
    /// The `otpauth://` address.
    pub otpauth_url: String,
    /// That address as a QR code: an SVG element without script or style.
    pub qr_svg: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolment").finish_non_exhaustive()
    }
}

fn already_on() -> ServiceError {
    ServiceError::Conflict(Conflict::WrongState {
        key: "second_factor_on",
    })
}

async fn hold_caller(tx: &mut store::Tx, call: &Call) -> ServiceResult<User> {
    let user = users::hold(tx, caller(call)?).await?;
    user.filter(|user| user.status == Status::Active)
        .ok_or(ServiceError::NotFound)
}

/// Starts (or shows again) an enrolment that is not confirmed yet; a confirmed
/// one is `WrongState second_factor_on`.
pub async fn start(svc: &Services, call: &Call) -> ServiceResult<Enrolment> {
    let mut tx = svc.db.write().await?;
    let user = hold_caller(&mut tx, call).await?;
    if user.has_second_factor() {
        return Err(already_on());
    }
    let secret = if user.totp_secret.is_some() {
        secret_of(svc, &user)?
    } else {
        let secret = totp::new_secret(svc);
        let sealed = svc.vault.seal(&totp_place(&user.id), &secret)?;
        if !rows::begin(&mut tx, &user.id, &sealed).await? {
            return Err(already_on());
        }
        tx.commit().await?;
        secret
    };
    let otpauth_url = totp::address(&secret, &user.email)?;
    Ok(Enrolment {
        secret: totp::in_groups(&secret),
        qr_svg: totp::qr_svg(&otpauth_url)?,
        otpauth_url,
    })
}

/// Confirms it with a first code and hands out ten recovery codes, shown once.
pub async fn confirm(svc: &Services, call: &Call, code: &str) -> ServiceResult<Vec<String>> {
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let user = hold_caller(&mut tx, call).await?;
    if user.has_second_factor() {
        return Err(already_on());
    }
    if user.totp_secret.is_none() {
        return Err(ServiceError::NotFound);
    }
    let Some(step) = totp::check(&secret_of(svc, &user)?, code, now)? else {
        return Err(FieldError::only("code", Problem::WrongCode));
    };
    rows::confirm(&mut tx, &user.id, step, now).await?;
    let codes = store_new_codes(svc, &mut tx, &user).await?;
    let entry = call.entry(svc, "user.second_factor_on", "user", user.id.as_str(), &user.name);
    finish(svc, tx, entry).await?;
    Ok(codes)
}

/// Replaces the recovery codes; needs the password again (field `password`).
pub async fn new_recovery_codes(svc: &Services, call: &Call, password: &str) -> ServiceResult<Vec<String>> {
    password::confirm(svc, call, "password", password).await?;
    let mut tx = svc.db.write().await?;
    let user = hold_caller(&mut tx, call).await?;
    if !user.has_second_factor() {
        return Err(ServiceError::NotFound);
    }
    let codes = store_new_codes(svc, &mut tx, &user).await?;
    let states = (None, Some(json!({ "codes": codes.len() })));
    let entry = call.change(
        svc,
        "user.recovery_codes",
        "user",
        user.id.as_str(),
        &user.name,
        states,
    );
    finish(svc, tx, entry).await?;
    Ok(codes)
}

async fn store_new_codes(svc: &Services, tx: &mut store::Tx, user: &User) -> ServiceResult<Vec<String>> {
    let codes = totp::new_recovery_codes(svc);
    let hashes: Vec<String> = codes
        .iter()
        .filter_map(|code| totp::recovery_hash(&user.id, code))
        .collect();
    rows::replace_codes(tx, &user.id, &hashes).await?;
    Ok(codes)
}

/// Removes the second factor; needs the password again (field `password`).
/// Refused (`Forbidden`) to roles that must have one.
pub async fn disable(svc: &Services, call: &Call, password: &str) -> ServiceResult<()> {
    let must = |user: &User| svc.settings.require_second_factor && user.role.needs_second_factor();
    if must(&password::confirm(svc, call, "password", password).await?) {
        return Err(ServiceError::Forbidden);
    }
    let mut tx = svc.db.write().await?;
    let user = hold_caller(&mut tx, call).await?;
    if must(&user) {
        return Err(ServiceError::Forbidden);
    }
    if user.totp_secret.is_none() {
        return Ok(());
    }
    rows::clear(&mut tx, &user.id, svc.clock.now()).await?;
    let entry = call.entry(
        svc,
        "user.second_factor_off",
        "user",
        user.id.as_str(),
        &user.name,
    );
    finish(svc, tx, entry).await
}

/// How many recovery codes are unused.
pub async fn recovery_codes_left(svc: &Services, call: &Call) -> ServiceResult<u32> {
    let left = rows::codes_left(&mut svc.db.read().await?, caller(call)?).await?;
    Ok(u32::try_from(left).unwrap_or(0))
}
