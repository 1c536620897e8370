//! Noting what customers and Meta say, inside the transaction of what brought it.

use domain::{
    contact::{Wish, match_key},
    phone::E164,
    time::Millis,
};
use store::{
    Tx,
    consents::{self, NewConsent},
};

use super::standing::{self, Purpose};
use crate::{Services, error::ServiceResult};

/// A customer asked for silence, or for messages again, with a single word.
pub async fn note_wish(
    svc: &Services,
    tx: &mut Tx,
    contact: i64,
    wish: Wish,
    at: Millis,
    wording: &str,
) -> ServiceResult<()> {
    let row = NewConsent {
        id: svc.random.message_id(svc.clock.now()),
        contact,
        category: "all",
        given: wish == Wish::Start,
        platform: wish == Wish::StopAll,
        at,
        source: "stop_word",
        wording,
        by_name: "",
    };
    Ok(consents::add(tx, &row).await?)
}

/// The customer chose in WhatsApp whether they want advertising (webhook
/// `user_preferences`). `who` is their WhatsApp id and their business-scoped
/// user id; it counts for every bakery that knows them, because the webhook
/// speaks of the business behind the number, not of a conversation.
pub async fn note_preference(
    svc: &Services,
    tx: &mut Tx,
    who: (Option<&str>, Option<&str>),
    wish: Wish,
    at: Millis,
) -> ServiceResult<()> {
    let match_key = who
        .0
        .and_then(|id| E164::parse(id).ok())
        .map(|phone| match_key(&phone));
    for contact in consents::contacts_of(tx, match_key.as_deref(), who.1).await? {
        let row = NewConsent {
            id: svc.random.message_id(svc.clock.now()),
            contact,
            category: Purpose::Marketing.key(),
            given: wish == Wish::Start,
            platform: false,
            at,
            source: "user_preferences",
            wording: "",
            by_name: "",
        };
        consents::add(tx, &row).await?;
    }
    Ok(())
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

/// The caller of the API states that the person agreed.
pub async fn note_statement(
    svc: &Services,
    tx: &mut Tx,
    contact: i64,
    purpose: Purpose,
    wording: &str,
    by_name: &str,
) -> ServiceResult<()> {
    let now = svc.clock.now();
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
