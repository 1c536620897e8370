//! Small integers for bakeries and numbers in the tables that grow large.

use crate::{
    db::{Engine, Tx},
    error::StoreResult,
};

/// What a short id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShortKind {
    /// A bakery.
    Tenant,
    /// A phone number.
    Number,
}

impl ShortKind {
    const fn key(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Number => "number",
        }
    }
}

/// The short id of `id`, if it has one. An id without one has no message yet.
pub async fn find(tx: &mut Tx, id: &str) -> StoreResult<Option<i64>> {
    Ok(on!(tx, |c| sqlx::query_scalar(
        "SELECT no FROM short_ids WHERE id = $1"
    )
    .bind(id)
    .fetch_optional(c)
    .await)?)
}

/// The id behind a short id.
pub async fn id_of(tx: &mut Tx, no: i64) -> StoreResult<Option<String>> {
    Ok(on!(tx, |c| sqlx::query_scalar(
        "SELECT id FROM short_ids WHERE no = $1"
    )
    .bind(no)
    .fetch_optional(c)
    .await)?)
}

/// The short id of `id`, made if need be. New ones are rare, so on PostgreSQL
/// their makers go one after the other, each until the end of its transaction:
/// two that reached for the same integer would lose the work of one of them.
pub async fn ensure(tx: &mut Tx, kind: ShortKind, id: &str) -> StoreResult<i64> {
    if let Some(no) = find(tx, id).await? {
        return Ok(no);
    }
    if tx.engine() == Engine::Postgres {
        on!(tx, |c| {
            sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('short_ids', 0))")
                .execute(c)
                .await
                .map(|_| ())
        })?;
    }
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO short_ids (no, kind, id)
             VALUES ((SELECT COALESCE(MAX(no), 0) + 1 FROM short_ids), $1, $2)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(kind.key())
        .bind(id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(on!(tx, |c| sqlx::query_scalar(
        "SELECT no FROM short_ids WHERE id = $1"
    )
    .bind(id)
    .fetch_one(c)
    .await)?)
}
