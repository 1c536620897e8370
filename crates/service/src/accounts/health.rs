//! Asking Meta whether a WABA can send.

use domain::{health::Health, ids::AccountId};

use crate::{Call, Services, error::ServiceResult};

/// Asks now and remembers the answer with its time.
pub async fn refresh(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<Health> {
    let _ = (svc, call, account);
    todo!()
}
