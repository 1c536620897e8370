//! Taking numbers out of the pool and back.

use domain::ids::NumberId;

use crate::{Call, Services, error::ServiceResult};

/// Archives a number (refused while it is in use or the default), or takes it back.
pub async fn set_archived(svc: &Services, call: &Call, number: &NumberId, archived: bool) -> ServiceResult<()> {
    let _ = (svc, call, number, archived);
    todo!()
}
