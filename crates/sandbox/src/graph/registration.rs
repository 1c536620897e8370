//! Proving a number by code and registering it (sources §1.4, §3).

use domain::time::{HOUR, MINUTE};
use serde_json::json;

use super::{answer::Answer, auth};
use crate::{PendingCode, Phone, State, call::Call};

/// Life of a code (SPEC, `verify_code`: "typically 10 minutes").
const CODE_LIFE: i64 = 10 * MINUTE;
/// Registrations and deregistrations allowed in [`WINDOW`] (sources §1.2).
const REGISTRATIONS: usize = 10;
/// See [`REGISTRATIONS`].
const WINDOW: i64 = 72 * HOUR;

/// `POST /{phone}/request_code`
pub(crate) fn request_code(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    may(state, call, id)?;
    if !matches!(call.param("code_method"), Some("SMS" | "VOICE")) {
        return Err(Answer::invalid(
            "Invalid parameter: code_method must be SMS or VOICE",
        ));
    }
    if call.param("language").is_none_or(str::is_empty) {
        return Err(Answer::invalid("(#100) The parameter language is required"));
    }
    let (sent_at, code) = (state.now(), state.next_digits(6));
    let phone = phone(state, call, id)?;
    if phone.code_verification_status == "VERIFIED" {
        return Err(refused(
            "Phone number is not eligible for verification at this time",
        ));
    }
    phone.code = Some(PendingCode { code, sent_at });
    Ok(done())
}

/// `POST /{phone}/verify_code`
pub(crate) fn verify_code(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    may(state, call, id)?;
    let now = state.now();
    let phone = phone(state, call, id)?;
    let entered = call.param("code").unwrap_or_default();
    match &phone.code {
        Some(sent) if sent.code == entered && now.since(sent.sent_at) < CODE_LIFE => {
            phone.code = None;
            phone.code_verification_status = "VERIFIED".into();
            Ok(Answer::ok(json!({ "success": true, "id": id })))
        }
        _ => Err(
            refused("The verification code is invalid or has expired").for_users(
                "Verification Failed",
                "The verification code you entered is invalid or has expired",
            ),
        ),
    }
}

/// `POST /{phone}/register`
pub(crate) fn register(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    may(state, call, id)?;
    let pin = call.param("pin").unwrap_or_default().to_owned();
    if pin.len() != 6 || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Answer::invalid(
            "Invalid PIN format. PIN must be exactly 6 digits",
        ));
    }
    let now = state.now();
    let phone = phone(state, call, id)?;
    if phone.code_verification_status != "VERIFIED" {
        return Err(whatsapp(133_006, "Phone number re-verification needed"));
    }
    count_registration(phone, now)?;
    if phone.pin.as_ref().is_some_and(|set| *set != pin) {
        return Err(whatsapp(133_005, "Two step verification PIN Mismatch"));
    }
    phone.pin = Some(pin);
    phone.status = "CONNECTED".into();
    Ok(done())
}

/// `POST /{phone}/deregister`
pub(crate) fn deregister(state: &mut State, call: &Call, id: &str) -> Result<Answer, Answer> {
    may(state, call, id)?;
    let now = state.now();
    let phone = phone(state, call, id)?;
    count_registration(phone, now)?;
    phone.status = "DISCONNECTED".into();
    Ok(done())
}

fn count_registration(phone: &mut Phone, now: domain::time::Millis) -> Result<(), Answer> {
    phone.registrations.retain(|&at| now.since(at) < WINDOW);
    if phone.registrations.len() >= REGISTRATIONS {
        return Err(whatsapp(
            133_016,
            "Account registration deregister rate limit exceeded",
        ));
    }
    phone.registrations.push(now);
    Ok(())
}

fn may(state: &State, call: &Call, id: &str) -> Result<(), Answer> {
    let token = auth::token(state, call)?;
    let (waba, _) = state
        .phone(id)
        .ok_or_else(|| Answer::no_object(&call.method, id))?;
    auth::for_phone(token, id, &waba.id, &call.method)
}

fn phone<'a>(state: &'a mut State, call: &Call, id: &str) -> Result<&'a mut Phone, Answer> {
    state
        .phone_mut(id)
        .ok_or_else(|| Answer::no_object(&call.method, id))
}

fn done() -> Answer {
    Answer::ok(json!({ "success": true }))
}

fn refused(message: &str) -> Answer {
    Answer::error(422, 100, "GraphMethodException", message)
}

fn whatsapp(code: i64, message: &str) -> Answer {
    Answer::error(400, code, "OAuthException", &format!("(#{code}) {message}"))
}
