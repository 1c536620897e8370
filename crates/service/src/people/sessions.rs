//! Signed-in browsers.

use domain::{ids::SessionRef, time::Millis};

use crate::{Call, Services, error::ServiceResult};

/// Sessions end this long after they were last used.
pub const IDLE: i64 = 12 * domain::time::HOUR;
/// Sessions end this long after signing in, used or not.
pub const ABSOLUTE: i64 = 14 * domain::time::DAY;

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

/// One's own sessions, newest use first. `current` is the hash of the asking session's id.
pub async fn list(svc: &Services, call: &Call, current: Option<&str>) -> ServiceResult<Vec<SessionRow>> {
    let _ = (svc, call, current);
    todo!()
}

/// Ends one of one's own sessions.
pub async fn end(svc: &Services, call: &Call, session: &SessionRef) -> ServiceResult<()> {
    let _ = (svc, call, session);
    todo!()
}

/// Ends all of one's own sessions but the one whose id hash is given.
pub async fn end_others(svc: &Services, call: &Call, current: &str) -> ServiceResult<u32> {
    let _ = (svc, call, current);
    todo!()
}

/// Removes sessions that are over; run as a job. Answers how many.
pub async fn sweep(svc: &Services) -> ServiceResult<u64> {
    let _ = svc;
    todo!()
}
