//! Texts that wait until the customer answers a template.

use domain::{message::id::MessageId, time::Millis};

use crate::{db::Tx, error::StoreResult, locks};

/// Holds `message` until the customer writes or the time is over.
pub async fn hold(
    tx: &mut Tx,
    message: MessageId,
    number: i64,
    contact: i64,
    nudge: MessageId,
    expires_at: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO nudges (message, number, contact, nudge, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(message.0)
        .bind(number)
        .bind(contact)
        .bind(nudge.0)
        .bind(expires_at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Whether something waits for this customer: then they were asked already.
pub async fn waiting(tx: &mut Tx, number: i64, contact: i64, now: Millis) -> StoreResult<Option<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT nudge FROM nudges
             WHERE number = $1 AND contact IN (SELECT id FROM contacts WHERE id = $2 OR merged_into = $2)
               AND expires_at > $3 ORDER BY message LIMIT 1",
        )
        .bind(number)
        .bind(contact)
        .bind(now.0)
        .fetch_optional(c)
        .await
    })?)
}

/// How many texts wait for this customer, through whichever number.
pub async fn held_for(tx: &mut Tx, contact: i64, now: Millis) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM nudges
             WHERE contact IN (SELECT id FROM contacts WHERE id = $1 OR merged_into = $1) AND expires_at > $2",
        )
        .bind(contact)
        .bind(now.0)
        .fetch_one(c)
        .await
    })?)
}

/// Takes what waits for a customer who has just written, oldest first: each
/// text is taken once, by whoever takes it first.
pub async fn take(tx: &mut Tx, number: i64, contact: i64, now: Millis) -> StoreResult<Vec<i64>> {
    let mut taken: Vec<i64> = on!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM nudges
             WHERE number = $1 AND contact IN (SELECT id FROM contacts WHERE id = $2 OR merged_into = $2)
               AND expires_at > $3 RETURNING message",
        )
        .bind(number)
        .bind(contact)
        .bind(now.0)
        .fetch_all(c)
        .await
    })?;
    taken.sort_unstable();
    Ok(taken)
}

/// Takes up to `limit` texts that nobody answered in time, oldest first.
pub async fn take_expired(tx: &mut Tx, now: Millis, limit: i64) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM nudges WHERE message IN (
                 SELECT message FROM nudges WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
             RETURNING message",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Makes other transactions that change this row wait until this one ends.
/// Nudges come before the outbox.
pub async fn lock(tx: &mut Tx, message: MessageId) -> StoreResult<()> {
    locks::hold(tx, ("nudges", "message"), &[message.0]).await
}

/// Forgets that a text waits; `false` when it did not.
pub async fn withdraw(tx: &mut Tx, message: MessageId) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM nudges WHERE message = $1")
            .bind(message.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}
