//! Who does a recurring job when several instances run.

use domain::time::Millis;

use crate::{db::Tx, error::StoreResult, like};

/// Takes or extends the lease on a job until `until`. Answers `false` while
/// somebody else holds it. An instance that died lets go when its time is over.
pub async fn take(tx: &mut Tx, name: &str, holder: &str, now: Millis, until: Millis) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $4)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
             WHERE leases.holder = excluded.holder OR leases.until <= $3",
        )
        .bind(name)
        .bind(holder)
        .bind(now.0)
        .bind(until.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// How many leases whose name begins with `prefix` are held now.
pub async fn held(tx: &mut Tx, prefix: &str, now: Millis) -> StoreResult<i64> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM leases WHERE name LIKE $1 ESCAPE '\\' AND until > $2",
        )
        .bind(like::beginning(prefix))
        .bind(now.0)
        .fetch_one(c)
        .await
    })?)
}

/// Removes up to `limit` leases whose name begins with `prefix` and that ended
/// before `before`: their holders are gone and come back under another name.
pub async fn forget(tx: &mut Tx, prefix: &str, before: Millis, limit: i64) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "DELETE FROM leases WHERE until < $2 AND name IN (
                 SELECT name FROM leases WHERE name LIKE $1 ESCAPE '\\' AND until < $2 ORDER BY name LIMIT $3)",
        )
        .bind(like::beginning(prefix))
        .bind(before.0)
        .bind(limit)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?)
}

/// Lets go of a lease, if `holder` has it.
pub async fn give_back(tx: &mut Tx, name: &str, holder: &str) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("DELETE FROM leases WHERE name = $1 AND holder = $2")
            .bind(name)
            .bind(holder)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
