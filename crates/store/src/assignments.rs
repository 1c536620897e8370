//! Which number serves whom, and since when.
//!
//! Intervals are half-open, `[from_at, to_at)`. The schema refuses a second
//! open interval of a number or of a bakery and any overlap with the past, so
//! whatever this code does wrong, "whose was it then?" has one answer.

use domain::{assignment::ChangeKind, time::Millis};
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// Lets one transaction at a time change assignments, the default number or
/// the archive. Changes are made by people, so one queue for all is quick
/// enough, and what was read after this stays true until the commit.
///
/// Take it first: it is a row lock on PostgreSQL, and everybody who takes it
/// before other rows cannot block one another.
pub async fn lock(tx: &mut Tx) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO leases (name, holder, until) VALUES ('assignments', '', 0)
             ON CONFLICT (name) DO UPDATE SET until = leases.until",
        )
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// An interval with the names that people read.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct IntervalRecord {
    /// Id of the interval.
    pub id: String,
    /// Our id of the number.
    pub number_id: String,
    /// The number as Meta writes it.
    pub display: String,
    /// The number in E.164.
    pub e164: Option<String>,
    /// The bakery.
    pub tenant_id: String,
    /// Its name now.
    pub tenant_name: String,
    /// Start.
    pub from_at: i64,
    /// End; `None` while it lasts.
    pub to_at: Option<i64>,
    /// Name of who opened it.
    pub opened_by_name: String,
    /// Name of who closed it.
    pub closed_by_name: Option<String>,
}

macro_rules! intervals {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.number_id, n.display, n.e164, a.tenant_id, t.name AS tenant_name, a.from_at, a.to_at,
                    ob.actor_name AS opened_by_name, cb.actor_name AS closed_by_name
             FROM assignments a
             JOIN numbers n ON n.id = a.number_id
             JOIN tenants t ON t.id = a.tenant_id
             JOIN assignment_batches ob ON ob.id = a.opened_by
             LEFT JOIN assignment_batches cb ON cb.id = a.closed_by ",
            $rest
        )
    };
}

/// The open interval of a number.
pub async fn open_of_number(tx: &mut Tx, number: &str) -> StoreResult<Option<IntervalRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(intervals!("WHERE a.number_id = $1 AND a.to_at IS NULL"))
            .bind(number)
            .fetch_optional(c)
            .await
    })?)
}

/// The open interval of a bakery.
pub async fn open_of_tenant(tx: &mut Tx, tenant: &str) -> StoreResult<Option<IntervalRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(intervals!("WHERE a.tenant_id = $1 AND a.to_at IS NULL"))
            .bind(tenant)
            .fetch_optional(c)
            .await
    })?)
}

/// Every interval of a number, newest first.
pub async fn of_number(tx: &mut Tx, number: &str) -> StoreResult<Vec<IntervalRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(intervals!(
            "WHERE a.number_id = $1 ORDER BY a.from_at DESC, a.id DESC"
        ))
        .bind(number)
        .fetch_all(c)
        .await
    })?)
}

/// Every interval of a bakery, newest first.
pub async fn of_tenant(tx: &mut Tx, tenant: &str) -> StoreResult<Vec<IntervalRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(intervals!(
            "WHERE a.tenant_id = $1 ORDER BY a.from_at DESC, a.id DESC"
        ))
        .bind(tenant)
        .fetch_all(c)
        .await
    })?)
}

/// Intervals that a batch opened.
pub async fn opened_by(tx: &mut Tx, batch: &str) -> StoreResult<Vec<IntervalRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(intervals!("WHERE a.opened_by = $1 ORDER BY a.id"))
            .bind(batch)
            .fetch_all(c)
            .await
    })?)
}

/// Intervals that a batch closed.
pub async fn closed_by(tx: &mut Tx, batch: &str) -> StoreResult<Vec<IntervalRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(intervals!("WHERE a.closed_by = $1 ORDER BY a.id"))
            .bind(batch)
            .fetch_all(c)
            .await
    })?)
}

/// How many numbers of a WABA are in use.
pub async fn open_of_account(tx: &mut Tx, account: &str) -> StoreResult<i64> {
    let (count,): (i64,) = on!(tx, |c| {
        sqlx::query_as(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM assignments a JOIN numbers n ON n.id = a.number_id
             WHERE n.account_id = $1 AND a.to_at IS NULL",
        )
        .bind(account)
        .fetch_one(c)
        .await
    })?;
    Ok(count)
}

/// The latest instant in the history of a number and of a bakery: nothing new
/// may start or end before it, even when the clock was set back.
pub async fn last_instant(tx: &mut Tx, number: &str, tenant: &str) -> StoreResult<Option<i64>> {
    let (last,): (Option<i64>,) = on!(tx, |c| {
        sqlx::query_as(
            "SELECT MAX(COALESCE(to_at, from_at)) FROM assignments WHERE number_id = $1 OR tenant_id = $2",
        )
        .bind(number)
        .bind(tenant)
        .fetch_one(c)
        .await
    })?;
    Ok(last)
}

/// Opens an interval.
pub async fn open(
    tx: &mut Tx,
    id: &str,
    number: &str,
    tenant: &str,
    from: Millis,
    batch: &str,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO assignments (id, number_id, tenant_id, from_at, to_at, opened_by, closed_by)
             VALUES ($1, $2, $3, $4, NULL, $5, NULL)",
        )
        .bind(id)
        .bind(number)
        .bind(tenant)
        .bind(from.0)
        .bind(batch)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Closes an open interval; `false` when it no longer was open.
pub async fn close(tx: &mut Tx, id: &str, to: Millis, batch: &str) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE assignments SET to_at = $2, closed_by = $3 WHERE id = $1 AND to_at IS NULL")
            .bind(id)
            .bind(to.0)
            .bind(batch)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// A change that was made as one.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct BatchRecord {
    /// Id.
    pub id: String,
    /// See [`ChangeKind::key`].
    pub kind: String,
    /// Name of who made it.
    pub actor_name: String,
    /// When.
    pub at: i64,
    /// The batch that undid it.
    pub undone_by: Option<String>,
}

/// Writes a batch before its intervals.
pub async fn insert_batch(
    tx: &mut Tx,
    id: &str,
    kind: ChangeKind,
    actor: (Option<&str>, &str),
    at: Millis,
    undoes: Option<&str>,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO assignment_batches (id, kind, actor_id, actor_name, at, undoes) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(kind.key())
        .bind(actor.0)
        .bind(actor.1)
        .bind(at.0)
        .bind(undoes)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// One batch.
pub async fn batch(tx: &mut Tx, id: &str) -> StoreResult<Option<BatchRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as("SELECT id, kind, actor_name, at, undone_by FROM assignment_batches WHERE id = $1")
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// Remembers that a batch was undone; `false` when it already was.
pub async fn mark_undone(tx: &mut Tx, id: &str, by: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE assignment_batches SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_by IS NULL")
            .bind(id)
            .bind(by)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}
