//! Changing passwords.

use crate::{Call, Services, error::ServiceResult};

/// Changes one's own password; ends every session of the person, the current
/// one included (the caller starts a new one).
pub async fn change(svc: &Services, call: &Call, current: &str, new: &str, repeat: &str) -> ServiceResult<()> {
    let _ = (svc, call, current, new, repeat);
    todo!()
}
