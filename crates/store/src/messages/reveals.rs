//! Who may see which customer's whole number, and until when.

use domain::{message::id::MessageId, time::Millis};

use crate::{db::Tx, error::StoreResult};

/// Lets somebody see a customer's number until `until`.
pub async fn insert(
    tx: &mut Tx,
    id: MessageId,
    contact: i64,
    user_id: &str,
    reason: &str,
    at: Millis,
    until: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO reveals (id, contact, user_id, reason, at, until) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.0)
        .bind(contact)
        .bind(user_id)
        .bind(reason)
        .bind(at.0)
        .bind(until.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Until when somebody may see a customer's number; `None` when not now. Who was
/// merged into another is that other, as for whoever reveals it.
pub async fn until(tx: &mut Tx, contact: i64, user_id: &str, now: Millis) -> StoreResult<Option<Millis>> {
    let until: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT until FROM reveals
             WHERE contact = COALESCE((SELECT merged_into FROM contacts WHERE id = $1), $1)
               AND user_id = $2 AND until > $3 ORDER BY until DESC LIMIT 1",
        )
        .bind(contact)
        .bind(user_id)
        .bind(now.0)
        .fetch_optional(c)
        .await
    })?;
    Ok(until.map(Millis))
}
