//! Token buckets. `spent` counts thousandths of an attempt and drains with
//! time; the arithmetic is in the statement, so that instances that charge one
//! bucket at the same time cannot pass each other.

use domain::time::Millis;

use crate::{db::Tx, error::StoreResult};

/// One attempt, as buckets count.
const ATTEMPT: i64 = 1_000;

/// How many attempts a bucket takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Attempts in a row.
    pub burst: i64,
    /// Milliseconds after which one more is allowed.
    pub every: i64,
}

/// What came of charging a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// The attempt was charged.
    Taken,
    /// The bucket is full; nothing was charged.
    Full {
        /// Milliseconds until one attempt fits.
        wait: i64,
    },
}

/// Charges one attempt if it fits.
pub async fn charge(tx: &mut Tx, bucket: &str, limit: Limit, now: Millis) -> StoreResult<Charge> {
    // A clock that was set back drains nothing and blocks nobody for longer.
    let changed = on!(tx, |c| {
        sqlx::query(
            "INSERT INTO throttle (bucket, spent, updated_at) VALUES ($1, 1000, $2)
             ON CONFLICT (bucket) DO UPDATE SET
                 spent = 1000 + CASE
                     WHEN throttle.updated_at >= $2 THEN throttle.spent
                     WHEN throttle.spent > ($2 - throttle.updated_at) * 1000 / $3
                         THEN throttle.spent - ($2 - throttle.updated_at) * 1000 / $3
                     ELSE 0 END,
                 updated_at = $2
             WHERE CASE
                     WHEN throttle.updated_at >= $2 THEN throttle.spent
                     WHEN throttle.spent > ($2 - throttle.updated_at) * 1000 / $3
                         THEN throttle.spent - ($2 - throttle.updated_at) * 1000 / $3
                     ELSE 0 END <= $4",
        )
        .bind(bucket)
        .bind(now.0)
        .bind(limit.every)
        .bind((limit.burst - 1) * ATTEMPT)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if changed == 1 {
        return Ok(Charge::Taken);
    }
    let (spent, updated_at): (i64, i64) = on!(tx, |c| {
        sqlx::query_as("SELECT spent, updated_at FROM throttle WHERE bucket = $1")
            .bind(bucket)
            .fetch_one(c)
            .await
    })?;
    let drained = now.since(Millis(updated_at)).max(0).saturating_mul(ATTEMPT) / limit.every;
    let over = spent - drained - (limit.burst - 1) * ATTEMPT;
    Ok(Charge::Full {
        wait: (over.max(1) * limit.every + ATTEMPT - 1) / ATTEMPT,
    })
}

/// Takes one charged attempt back: it was a good one.
pub async fn refund(tx: &mut Tx, bucket: &str) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE throttle SET spent = CASE WHEN spent > 1000 THEN spent - 1000 ELSE 0 END WHERE bucket = $1")
            .bind(bucket)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Empties a bucket.
pub async fn forget(tx: &mut Tx, bucket: &str) -> StoreResult<()> {
    on!(tx, |c| sqlx::query("DELETE FROM throttle WHERE bucket = $1")
        .bind(bucket)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Removes buckets that nobody charged since `before`; answers how many.
pub async fn sweep(tx: &mut Tx, before: Millis) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM throttle WHERE updated_at < $1")
            .bind(before.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
