//! Noting what customers and Meta say, inside the transaction of what brought it.

use domain::{contact::Wish, time::Millis};
use store::{
    Tx,
    consents::{self, NewConsent},
};

use super::standing::Purpose;
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
/// `user_preferences`): `value` is Meta's word, `stop` or `resume`. A word that
/// nobody knows changes nothing.
pub async fn note_preference(
    svc: &Services,
    tx: &mut Tx,
    contact: i64,
    value: &str,
    at: Millis,
    detail: &str,
) -> ServiceResult<()> {
    let given = match value {
        "stop" => false,
        "resume" => true,
        _ => return Ok(()),
    };
    let row = NewConsent {
        id: svc.random.message_id(svc.clock.now()),
        contact,
        category: Purpose::Marketing.key(),
        given,
        platform: false,
        at,
        source: "user_preferences",
        wording: detail,
        by_name: "",
    };
    Ok(consents::add(tx, &row).await?)
}

/// Meta refused a message because the customer does not want advertising (131050).
pub async fn note_opt_out(svc: &Services, tx: &mut Tx, contact: i64, at: Millis, detail: &str) -> ServiceResult<()> {
    let row = NewConsent {
        id: svc.random.message_id(svc.clock.now()),
        contact,
        category: Purpose::Marketing.key(),
        given: false,
        platform: false,
        at,
        source: "error_131050",
        wording: detail,
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
