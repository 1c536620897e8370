//! Finding or making a customer's record, and what of a record is the latest.

use domain::{
    message::id::MessageId,
    time::{HOUR, Millis},
};

use super::{Contact, Identity, Known, known};
use crate::{
    db::Tx,
    error::{StoreError, StoreResult},
};

/// How much later something is said again before that is written down. With
/// every message would cost a write with every message; so somebody who changes
/// their name there and back within the hour may be shown under the other one
/// when those messages also reach us in the wrong order.
const SAID_AGAIN: i64 = HOUR;

/// A text and when it was said.
type Said<'a> = (Option<&'a str>, i64);

/// What is left of what is known and what is said: what was said later, and of
/// two texts of the same instant the one that sorts last, so that it does not
/// matter which of them reaches us first.
fn later<'a>(known: Said<'a>, said: Said<'a>) -> Said<'a> {
    match (known, said) {
        (_, (None, _)) => known,
        ((Some(known_text), known_at), (Some(text), at)) if known_text == text => {
            if at.saturating_sub(known_at) < SAID_AGAIN {
                known
            } else {
                said
            }
        }
        ((known_text, known_at), (text, at)) => {
            if (at, text) > (known_at, known_text) {
                said
            } else {
                known
            }
        }
    }
}

/// A text, if it says anything.
fn said(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// As [`ensure_said`], of what is said now.
pub async fn ensure(tx: &mut Tx, new_id: MessageId, who: &Identity, now: Millis) -> StoreResult<Contact> {
    ensure_said(tx, new_id, who, now, now).await
}

/// Finds or makes the contact of an identity, and notes what is new about it.
/// Never overwrites a known user id or phone with another: that would hand one
/// person's history to the next. What people call themselves, and how WhatsApp
/// calls them, is what was said last; `said_at` is when this was. Another
/// instance may be making the same contact.
///
/// # Errors
/// [`StoreError::Busy`] when another instance was in the way.
pub async fn ensure_said(
    tx: &mut Tx,
    new_id: MessageId,
    who: &Identity,
    said_at: Millis,
    now: Millis,
) -> StoreResult<Contact> {
    if let Some(known) = known(tx, who).await? {
        return improve(tx, known, who, said_at, now).await;
    }
    if insert(tx, new_id, who, said_at, now).await? {
        return Ok(Contact {
            id: new_id.0,
            tenant: who.tenant,
            match_key: who.match_key.clone(),
            phone: who.phone.clone(),
            wa_id: who.wa_id.clone(),
            user_id: who.user_id.clone(),
            name: who.name.clone(),
            username: who.username.clone(),
        });
    }
    // It was made between the two looks. If it cannot be found even now, it has
    // our new id and nothing else in common.
    match known(tx, who).await? {
        Some(known) => improve(tx, known, who, said_at, now).await,
        None => Err(StoreError::Busy),
    }
}

/// Makes a contact; `false` when there is one.
async fn insert(
    tx: &mut Tx,
    new_id: MessageId,
    who: &Identity,
    said_at: Millis,
    now: Millis,
) -> StoreResult<bool> {
    let at = |text: Option<&str>| if text.is_some() { said_at.0 } else { 0 };
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO contacts (id, tenant, match_key, phone, wa_id, user_id, name, username, tail, created_at, updated_at,
                                   name_search, name_at, username_at, wa_id_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
        )
        .bind(new_id.0)
        .bind(who.tenant)
        .bind(&who.match_key)
        .bind(&who.phone)
        .bind(&who.wa_id)
        .bind(&who.user_id)
        .bind(&who.name)
        .bind(&who.username)
        .bind(who.tail())
        .bind(now.0)
        .bind(Identity::name_search(&who.name, who.username.as_deref()))
        .bind(at(said(&who.name)))
        .bind(at(who.username.as_deref()))
        .bind(at(who.wa_id.as_deref()))
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Notes what is new about a known contact.
async fn improve(
    tx: &mut Tx,
    known: Known,
    who: &Identity,
    said_at: Millis,
    now: Millis,
) -> StoreResult<Contact> {
    let old = &known.contact;
    let (match_key, user_id) = not_taken(tx, old, who).await?;
    let at = said_at.0;
    let (name, name_at) = later((said(&old.name), known.name_at), (said(&who.name), at));
    let (username, username_at) = later(
        (old.username.as_deref(), known.username_at),
        (who.username.as_deref(), at),
    );
    let (wa_id, wa_id_at) = later((old.wa_id.as_deref(), known.wa_id_at), (who.wa_id.as_deref(), at));
    let better = Known {
        contact: Contact {
            match_key: old.match_key.clone().or(match_key),
            phone: old.phone.clone().or_else(|| who.phone.clone()),
            wa_id: wa_id.map(str::to_owned),
            user_id: old.user_id.clone().or(user_id),
            name: name.unwrap_or_default().to_owned(),
            username: username.map(str::to_owned),
            ..old.clone()
        },
        name_at,
        username_at,
        wa_id_at,
    };
    if better == known {
        return Ok(known.contact);
    }
    // The digits of an id that is outdated find nobody.
    let outdated = who.wa_id.is_some() && who.wa_id != better.contact.wa_id;
    let tail = if outdated { "" } else { who.tail() };
    let contact = better.contact;
    on!(tx, |c| {
        sqlx::query(
            // What another instance has learnt since we looked is not taken back.
            "UPDATE contacts SET match_key = COALESCE(match_key, $2), phone = COALESCE(phone, $3), wa_id = $4,
                    user_id = COALESCE(user_id, $5), name = $6, username = $7,
                    tail = CASE WHEN $8 = '' THEN tail ELSE $8 END, updated_at = $9, name_search = $10,
                    name_at = $11, username_at = $12, wa_id_at = $13
             WHERE id = $1",
        )
        .bind(contact.id)
        .bind(&contact.match_key)
        .bind(&contact.phone)
        .bind(&contact.wa_id)
        .bind(&contact.user_id)
        .bind(&contact.name)
        .bind(&contact.username)
        .bind(tail)
        .bind(now.0)
        .bind(Identity::name_search(&contact.name, contact.username.as_deref()))
        .bind(name_at)
        .bind(username_at)
        .bind(wa_id_at)
        .execute(c)
        .await
        .map(|_| ())
    })
    .map_err(|error| match StoreError::from(error) {
        // Another instance gave the phone or the user id to another record since we looked.
        StoreError::Conflict(_) => StoreError::Busy,
        other => other,
    })?;
    Ok(contact)
}

/// What is new about a known customer and belongs to no other record of the
/// bakery: match key and user id. Two records of one person stay two until
/// somebody merges them, because a phone may have changed hands.
async fn not_taken(
    tx: &mut Tx,
    known: &Contact,
    who: &Identity,
) -> StoreResult<(Option<String>, Option<String>)> {
    let key = who.match_key.as_ref().filter(|_| known.match_key.is_none());
    let user = who.user_id.as_ref().filter(|_| known.user_id.is_none());
    if key.is_none() && user.is_none() {
        return Ok((None, None));
    }
    let others: Vec<(Option<String>, Option<String>)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT match_key, user_id FROM contacts
             WHERE tenant = $1 AND id <> $2
               AND (match_key = CAST($3 AS TEXT) OR user_id = CAST($4 AS TEXT))",
        )
        .bind(known.tenant)
        .bind(known.id)
        .bind(key)
        .bind(user)
        .fetch_all(c)
        .await
    })?;
    let (keys, users): (Vec<_>, Vec<_>) = others.into_iter().unzip();
    let free = |wanted: Option<&String>, taken: &[Option<String>]| {
        wanted
            .filter(|wanted| taken.iter().all(|other| other.as_ref() != Some(*wanted)))
            .cloned()
    };
    Ok((free(key, &keys), free(user, &users)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_last_is_left_whatever_comes_first() {
        let (old, new) = ((Some("Ana"), 10), (Some("Ane"), 20));
        assert_eq!(later(old, new), new);
        assert_eq!(later(new, old), new);
        // At the same instant one of them, always the same.
        let (one, other) = ((Some("Ana"), 10), (Some("Ane"), 10));
        assert_eq!(later(one, other), later(other, one));
        // Who says nothing changes nothing.
        assert_eq!(later(old, (None, 30)), old);
        assert_eq!(later((None, 0), old), old);
    }

    #[test]
    fn what_is_said_again_is_written_down_once_an_hour() {
        let first = (Some("Ana"), 10);
        assert_eq!(later(first, (Some("Ana"), 10 + HOUR - 1)), first);
        let again = (Some("Ana"), 10 + HOUR);
        assert_eq!(later(first, again), again);
    }
}
