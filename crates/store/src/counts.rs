//! How much of everything there is: the figures beside the places of the
//! navigation, in one short question because every page asks it.

use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Counts {
    /// Numbers in the pool: neither archived nor vanished.
    pub numbers: i64,
    /// Bakeries.
    pub tenants: i64,
    /// Connected WABAs.
    pub accounts: i64,
}

/// Counts.
pub async fn read(tx: &mut Tx) -> StoreResult<Counts> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT (SELECT CAST(COUNT(*) AS BIGINT) FROM numbers
                      WHERE archived_at IS NULL AND vanished_at IS NULL) AS numbers,
                    (SELECT CAST(COUNT(*) AS BIGINT) FROM tenants) AS tenants,
                    (SELECT CAST(COUNT(*) AS BIGINT) FROM accounts WHERE disconnected_at IS NULL) AS accounts",
        )
        .fetch_one(c)
        .await
    })?)
}

/// Whether anybody has used this console: there is a person, a bakery or an
/// account, be it one that was disconnected since.
pub async fn is_used(tx: &mut Tx) -> StoreResult<bool> {
    let rows: i64 = on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST((SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM tenants)
                         + (SELECT COUNT(*) FROM accounts) AS BIGINT)",
        )
        .fetch_one(c)
        .await
    })?;
    Ok(rows > 0)
}
