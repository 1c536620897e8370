//! Noting what customers and Meta say, inside the transaction of what brought it.

use domain::{
    contact::{Wish, match_key},
    phone::E164,
    time::Millis,
};
use store::{
    Tx,
    consents::{self, NewConsent},
    contacts::{self, Identity},
};

use super::standing::{self, Purpose};
use crate::{Services, error::ServiceResult};

/// A customer asked for silence, for no more advertising, or for messages again,
/// with a single word.
pub async fn note_wish(
    svc: &Services,
    tx: &mut Tx,
    contact: i64,
    wish: Wish,
    at: Millis,
    wording: &str,
) -> ServiceResult<()> {
    let category = if wish == Wish::StopAdvertising {
        Purpose::Marketing.key()
    } else {
        "all"
    };
    let row = NewConsent {
        id: svc.random.message_id(svc.clock.now()),
        contact,
        category,
        given: wish == Wish::Start,
        platform: wish == Wish::StopAll,
        at,
        source: "stop_word",
        wording,
        by_name: "",
    };
    Ok(consents::add(tx, &row).await?)
}

/// The customer chose in WhatsApp, at `at`, whether they want advertising
/// (webhook `user_preferences`). `who` is their WhatsApp id and their
/// business-scoped user id. The choice is about the business behind a number:
/// `holder`, who held it then, and nobody else. A number that nobody holds, or
/// that is not ours, names no bakery; then it counts for all of the platform.
///
/// A customer whom we do not know gets a record to keep it with, so that it is
/// there when they write or are written to.
pub async fn note_preference(
    svc: &Services,
    tx: &mut Tx,
    holder: Option<i64>,
    who: (Option<&str>, Option<&str>),
    wish: Wish,
    at: Millis,
) -> ServiceResult<()> {
    let phone = who.0.and_then(|id| E164::parse(id).ok());
    let who = Identity {
        tenant: holder.unwrap_or(0),
        match_key: phone.as_ref().map(match_key),
        phone: phone.map(String::from),
        wa_id: who.0.map(str::to_owned),
        user_id: who.1.map(str::to_owned),
        ..Identity::default()
    };
    if who.match_key.is_none() && who.user_id.is_none() {
        return Ok(());
    }
    let now = svc.clock.now();
    let contact = contacts::ensure_said(tx, svc.random.message_id(now), &who, at, now).await?;
    let row = NewConsent {
        id: svc.random.message_id(now),
        contact: contact.id,
        category: Purpose::Marketing.key(),
        given: wish == Wish::Start,
        platform: holder.is_none(),
        at,
        source: "user_preferences",
        wording: "",
        by_name: "",
    };
    Ok(consents::add(tx, &row).await?)
}

/// Meta refused a message, at `at`, because the customer does not want
/// advertising (131050). Each refusal counts at its own time: one that is told
/// late does not outdo what the customer has said since, and one that is told
/// again is recorded once.
pub async fn note_refusal_by_meta(
    svc: &Services,
    tx: &mut Tx,
    contact: i64,
    at: Millis,
) -> ServiceResult<()> {
    let known = consents::about(tx, contact).await?;
    if standing::said_since(&known, Purpose::Marketing, at) {
        return Ok(());
    }
    let row = NewConsent {
        id: svc.random.message_id(svc.clock.now()),
        contact,
        category: Purpose::Marketing.key(),
        given: false,
        platform: false,
        at,
        source: "error_131050",
        wording: "",
        by_name: "Meta",
    };
    Ok(consents::add(tx, &row).await?)
}

/// The caller of the API states that the person agreed. A program says so with
/// every message; what it said last, in the same words, is the proof already.
pub async fn note_statement(
    svc: &Services,
    tx: &mut Tx,
    contact: i64,
    purpose: Purpose,
    wording: &str,
    by_name: &str,
) -> ServiceResult<()> {
    let now = svc.clock.now();
    let last = consents::newest(tx, contact, purpose.key()).await?;
    if last.is_some_and(|said| {
        said.given
            && said.category == purpose.key()
            && said.source == "api"
            && said.wording == wording
            && said.by_name == by_name
    }) {
        return Ok(());
    }
    let row = NewConsent {
        id: svc.random.message_id(now),
        contact,
        category: purpose.key(),
        given: true,
        platform: false,
        at: now,
        source: "api",
        wording,
        by_name,
    };
    Ok(consents::add(tx, &row).await?)
}
