//! Messages that are to be priced, or priced again.
//!
//! Every note is a row of its own. A row that "is there already" could be taken
//! away by the job while the facts behind a second note are not committed yet,
//! and these would then never be looked at.

use domain::message::id::MessageId;
use sqlx::AssertSqlSafe;

use crate::{
    bulk::{change, pieces, placeholders, rows_for},
    db::Tx,
    error::StoreResult,
};

/// Notes messages, each under an id of its own.
pub async fn note(tx: &mut Tx, rows: &[(MessageId, i64)]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO billing_due (id, message) VALUES {}",
            placeholders(piece.len(), 2)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (id, message) in piece {
                query = query.bind(id.0).bind(*message);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// The first `limit` notes: their ids and messages.
pub async fn first(tx: &mut Tx, limit: i64) -> StoreResult<Vec<(i64, i64)>> {
    Ok(on!(tx, |c| sqlx::query_as(
        "SELECT id, message FROM billing_due ORDER BY id LIMIT $1"
    )
    .bind(limit)
    .fetch_all(c)
    .await)?)
}

/// The notes about these messages.
pub async fn of_messages(tx: &mut Tx, messages: &[i64]) -> StoreResult<Vec<i64>> {
    let found = rows_for!(
        tx,
        messages,
        (i64,),
        "SELECT id FROM billing_due WHERE message IN {}"
    );
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Takes these notes away; answers how many were there.
pub async fn done(tx: &mut Tx, ids: &[i64]) -> StoreResult<u64> {
    change(tx, "DELETE FROM billing_due WHERE id IN", ids).await
}

/// How many notes wait, counted up to a hundred thousand: a page that says so
/// need not count millions after a first start. What was asked to be priced
/// again and is not noted yet counts as one.
pub async fn waiting(tx: &mut Tx) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST((SELECT COUNT(*) FROM (SELECT 1 FROM billing_due LIMIT 100000) AS capped)
                         + (SELECT COUNT(*) FROM billing_again) AS BIGINT)",
        )
        .fetch_one(c)
        .await
    })?)
}

/// Whether any note waits, or something is to be priced again.
pub async fn any(tx: &mut Tx) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar::<_, i64>(
            "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM billing_due) OR EXISTS (SELECT 1 FROM billing_again)
                              THEN 1 ELSE 0 END AS BIGINT)",
        )
        .fetch_one(c)
        .await
    })? == 1)
}
