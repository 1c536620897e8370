//! Signed-in browsers.

use domain::{
    ids::SessionRef,
    time::{DAY, Millis},
};
use serde_json::json;
use store::{links, sessions as rows};

use super::{caller, finish, sha256, throttle};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

/// Sessions end this long after they were last used.
pub const IDLE: i64 = 12 * domain::time::HOUR;
/// Sessions end this long after signing in, used or not.
pub const ABSOLUTE: i64 = 14 * DAY;
/// Links are kept this long after their end, so that the page behind one can
/// still say that it is too old.
const LINKS_KEPT: i64 = 90 * DAY;

/// One signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// What "end this session" names.
    pub session: SessionRef,
    /// When it was signed in.
    pub created_at: Millis,
    /// When it was last used, to the minute.
    pub last_seen_at: Millis,
    /// Address it was last used from.
    pub ip: Option<String>,
    /// Browser and system, as it says itself.
    pub user_agent: Option<String>,
    /// Whether it is the one asking.
    pub current: bool,
}

/// How the id of a session (the cookie's value) is stored.
#[must_use]
pub fn hash_of(session_id: &str) -> String {
    sha256(session_id)
}

/// One's own sessions, newest use first. `current` is the hash of the asking session's id.
pub async fn list(svc: &Services, call: &Call, current: Option<&str>) -> ServiceResult<Vec<SessionRow>> {
    let user = caller(call)?;
    let mut tx = svc.db.read().await?;
    let found = rows::list_for_user(&mut tx, user, svc.clock.now(), IDLE).await?;
    Ok(found
        .into_iter()
        .map(|row| SessionRow {
            current: current == Some(row.id_hash.as_str()),
            session: row.session_ref,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            ip: row.ip,
            user_agent: row.user_agent,
        })
        .collect())
}

/// Ends one of one's own sessions.
pub async fn end(svc: &Services, call: &Call, session: &SessionRef) -> ServiceResult<()> {
    let user = caller(call)?;
    let mut tx = svc.db.write().await?;
    if !rows::end_by_ref(&mut tx, user, session).await? {
        return Err(ServiceError::NotFound);
    }
    let entry = call.entry(svc, "session.end", "session", session.as_str(), call.actor.name());
    finish(svc, tx, entry).await
}

/// Ends all of one's own sessions but the one whose id hash is given.
pub async fn end_others(svc: &Services, call: &Call, current: &str) -> ServiceResult<u32> {
    let user = caller(call)?;
    let mut tx = svc.db.write().await?;
    let ended = rows::end_others(&mut tx, user, current).await?;
    if ended > 0 {
        let states = (None, Some(json!({ "ended": ended })));
        let entry = call.change(
            svc,
            "session.end",
            "user",
            user.as_str(),
            call.actor.name(),
            states,
        );
        finish(svc, tx, entry).await?;
    }
    Ok(u32::try_from(ended).unwrap_or(u32::MAX))
}

/// Removes sessions that are over; run as a job. Answers how many. Takes along
/// what else is of no use any more: empty buckets of the limits, old links.
pub async fn sweep(svc: &Services) -> ServiceResult<u64> {
    let now = svc.clock.now();
    let mut tx = svc.db.write().await?;
    let swept = rows::sweep(&mut tx, now, IDLE).await?;
    throttle::sweep(svc, &mut tx).await?;
    links::sweep(&mut tx, now.plus(-LINKS_KEPT)).await?;
    tx.commit().await?;
    Ok(swept)
}
