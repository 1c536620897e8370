//! Signed-in browsers. The key is the SHA-256 of the cookie's value, so that a
//! leaked table signs nobody in.
//!
//! A row is over when it was not used for `idle` milliseconds or when its own
//! end has come; every function that finds rows leaves such rows out, whether
//! [`sweep`] has removed them yet or not.

use domain::{
    ids::{SessionRef, UserId},
    time::{MINUTE, Millis},
};
use sqlx::FromRow;

use crate::{
    db::Tx,
    error::{StoreError, StoreResult},
};

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// SHA-256 of the cookie's value, hex.
    pub id_hash: String,
    /// What lists and "end this session" use.
    pub session_ref: SessionRef,
    /// Who; `None` before sign-in.
    pub user_id: Option<UserId>,
    /// JSON of the session layer.
    pub data: String,
    /// When it began.
    pub created_at: Millis,
    /// When it was last used, to the minute.
    pub last_seen_at: Millis,
    /// When it ends, used or not.
    pub expires_at: Millis,
    /// Address of the client.
    pub ip: Option<String>,
    /// Browser and system, as it says itself.
    pub user_agent: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id_hash: String,
    #[sqlx(rename = "ref")]
    session_ref: String,
    user_id: Option<String>,
    data: String,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    ip: Option<String>,
    user_agent: Option<String>,
}

impl TryFrom<Row> for SessionRecord {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let corrupt = |column| StoreError::Corrupt {
            table: "sessions",
            column,
            value: "not an id".to_owned(),
        };
        Ok(Self {
            id_hash: row.id_hash,
            session_ref: SessionRef::try_from(row.session_ref).map_err(|_| corrupt("ref"))?,
            user_id: row
                .user_id
                .map(UserId::try_from)
                .transpose()
                .map_err(|_| corrupt("user_id"))?,
            data: row.data,
            created_at: Millis(row.created_at),
            last_seen_at: Millis(row.last_seen_at),
            expires_at: Millis(row.expires_at),
            ip: row.ip,
            user_agent: row.user_agent,
        })
    }
}

/// Stores a new session. A taken `id_hash` is a [`StoreError::Conflict`].
pub async fn create(tx: &mut Tx, record: &SessionRecord) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO sessions (id_hash, ref, user_id, data, created_at, last_seen_at, expires_at, ip, user_agent)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&record.id_hash)
        .bind(record.session_ref.as_str())
        .bind(record.user_id.as_ref().map(UserId::as_str))
        .bind(&record.data)
        .bind(record.created_at.0)
        .bind(record.last_seen_at.0)
        .bind(record.expires_at.0)
        .bind(&record.ip)
        .bind(&record.user_agent)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Stores who and what a session holds now. Answers `false`, storing nothing,
/// when there is no such session (any more): one that was ended is not brought
/// back by a request that was still under way.
pub async fn save(tx: &mut Tx, record: &SessionRecord) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE sessions SET user_id = $2, data = $3, last_seen_at = $4, expires_at = $5, ip = $6, user_agent = $7
             WHERE id_hash = $1",
        )
        .bind(&record.id_hash)
        .bind(record.user_id.as_ref().map(UserId::as_str))
        .bind(&record.data)
        .bind(record.last_seen_at.0)
        .bind(record.expires_at.0)
        .bind(&record.ip)
        .bind(&record.user_agent)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// The session, unless it is over or its person may not sign in any more.
pub async fn load(tx: &mut Tx, id_hash: &str, now: Millis, idle: i64) -> StoreResult<Option<SessionRecord>> {
    let row: Option<Row> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.id_hash, s.ref, s.user_id, s.data, s.created_at, s.last_seen_at, s.expires_at, s.ip, s.user_agent
             FROM sessions s LEFT JOIN users u ON u.id = s.user_id
             WHERE s.id_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3
               AND (s.user_id IS NULL OR u.status = 'active')",
        )
        .bind(id_hash)
        .bind(now.0)
        .bind(now.plus(-idle).0)
        .fetch_optional(c)
        .await
    })?;
    row.map(SessionRecord::try_from).transpose()
}

/// Ends a session. Ending one that is not there is fine.
pub async fn delete(tx: &mut Tx, id_hash: &str) -> StoreResult<()> {
    on!(tx, |c| sqlx::query("DELETE FROM sessions WHERE id_hash = $1")
        .bind(id_hash)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Whether [`touch`] would write; ask before opening a transaction for it.
#[must_use]
pub const fn touch_is_due(last_seen_at: Millis, now: Millis) -> bool {
    now.since(last_seen_at) >= MINUTE
}

/// Remembers a use and where it came from, at most once a minute. Says whether it wrote.
pub async fn touch(
    tx: &mut Tx,
    id_hash: &str,
    now: Millis,
    ip: Option<&str>,
    user_agent: Option<&str>,
) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE sessions SET last_seen_at = $2, ip = $4, user_agent = $5 WHERE id_hash = $1 AND last_seen_at <= $3",
        )
        .bind(id_hash)
        .bind(now.0)
        .bind(now.plus(-MINUTE).0)
        .bind(ip)
        .bind(user_agent)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// A person's sessions that are not over, newest use first.
pub async fn list_for_user(
    tx: &mut Tx,
    user: &UserId,
    now: Millis,
    idle: i64,
) -> StoreResult<Vec<SessionRecord>> {
    let rows: Vec<Row> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT id_hash, ref, user_id, data, created_at, last_seen_at, expires_at, ip, user_agent
             FROM sessions
             WHERE user_id = $1 AND expires_at > $2 AND last_seen_at > $3
             ORDER BY last_seen_at DESC, ref DESC",
        )
        .bind(user.as_str())
        .bind(now.0)
        .bind(now.plus(-idle).0)
        .fetch_all(c)
        .await
    })?;
    rows.into_iter().map(SessionRecord::try_from).collect()
}

/// Ends one session of a person. Answers `false` when they have none such.
pub async fn end_by_ref(tx: &mut Tx, user: &UserId, session: &SessionRef) -> StoreResult<bool> {
    let ended = on!(tx, |c| {
        sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND ref = $2")
            .bind(user.as_str())
            .bind(session.as_str())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(ended == 1)
}

/// Ends all sessions of a person; answers how many.
pub async fn end_for_user(tx: &mut Tx, user: &UserId) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM sessions WHERE user_id = $1")
            .bind(user.as_str())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}

/// Ends all sessions of a person but the one with this hash; answers how many.
pub async fn end_others(tx: &mut Tx, user: &UserId, keep_id_hash: &str) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND id_hash <> $2")
            .bind(user.as_str())
            .bind(keep_id_hash)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}

/// Removes sessions that are over; answers how many.
pub async fn sweep(tx: &mut Tx, now: Millis, idle: i64) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2")
            .bind(now.0)
            .bind(now.plus(-idle).0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
