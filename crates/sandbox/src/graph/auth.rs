//! Who is calling, and what the token may do.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{State, call::Call, graph::answer::Answer, model::Token};

/// Scope for accounts, numbers and subscriptions.
const MANAGEMENT: &str = "whatsapp_business_management";
/// Scope for messages; sufficient for reading a number (SPEC).
const MESSAGING: &str = "whatsapp_business_messaging";

/// The token of a call, checked.
pub(crate) fn token<'a>(state: &'a State, call: &Call) -> Result<&'a Token, Answer> {
    let Some(text) = call.token() else {
        return Err(Answer::error(
            401,
            104,
            "OAuthException",
            "An access token is required to request this resource.",
        ));
    };
    let token = state
        .tokens()
        .iter()
        .find(|token| token.token == text)
        .ok_or_else(Answer::bad_token)?;
    if let Some(proof) = call.param("appsecret_proof")
        && !proves(&state.app().secret, text, proof)
    {
        return Err(Answer::error(
            400,
            100,
            "GraphMethodException",
            "Invalid appsecret_proof provided in the API argument",
        ));
    }
    if expired(state, token) {
        Err(Answer::expired_token())
    } else {
        Ok(token)
    }
}

/// Whether a token has ended.
pub(crate) fn expired(state: &State, token: &Token) -> bool {
    token.expires_at > 0 && state.now().0 >= token.expires_at.saturating_mul(1_000)
}

/// Whether `token` may see and manage the account `waba`.
pub(crate) fn for_waba(token: &Token, waba: &str, method: &str) -> Result<(), Answer> {
    if !has(token, MANAGEMENT) {
        return Err(Answer::error(
            403,
            200,
            "OAuthException",
            "Your app doesn't have permission to access this WhatsApp Business Account",
        )
        .subcode(1_349_174)
        .for_users(
            "Permission Denied",
            "Your app doesn't have permission to access this resource",
        ));
    }
    assigned(token, waba, waba, method)
}

/// Whether `token` may see the number `phone` of the account `waba`.
pub(crate) fn for_phone(token: &Token, phone: &str, waba: &str, method: &str) -> Result<(), Answer> {
    if !has(token, MANAGEMENT) && !has(token, MESSAGING) {
        return Err(Answer::error(
            403,
            200,
            "OAuthException",
            "Requires whatsapp_business_messaging or whatsapp_business_management permission",
        )
        .subcode(1_349_176));
    }
    assigned(token, waba, phone, method)
}

/// Whether `token` may send from the number `phone` of the account `waba`.
pub(crate) fn to_send(token: &Token, phone: &str, waba: &str, method: &str) -> Result<(), Answer> {
    if !has(token, MESSAGING) {
        return Err(Answer::error(
            403,
            10,
            "OAuthException",
            "(#10) Application does not have permission for this action",
        ));
    }
    assigned(token, waba, phone, method)
}

/// Meta does not tell a foreign object from one that does not exist.
fn assigned(token: &Token, waba: &str, node: &str, method: &str) -> Result<(), Answer> {
    if token.wabas.iter().any(|id| id == waba) {
        Ok(())
    } else {
        Err(Answer::no_object(method, node))
    }
}

fn has(token: &Token, scope: &str) -> bool {
    token.scopes.iter().any(|have| have == scope)
}

fn proves(secret: &str, token: &str, proof: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    mac.update(token.as_bytes());
    hex::decode(proof).is_ok_and(|proof| mac.verify_slice(&proof).is_ok())
}
