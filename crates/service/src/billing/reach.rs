//! Whose costs a caller may see.

use domain::{
    ids::TenantId,
    permission::{Permission, Scope},
};
use store::{Tx, billing::sums::Whose, short_ids};

use crate::{
    Call,
    error::{ServiceError, ServiceResult},
};

/// Nobody has this short id.
const NOBODY: i64 = -1;

/// The costs of one bakery (`wanted`), or of everything that is the caller's.
/// Who may not know of a bakery is told that it does not exist.
pub(super) async fn whose(tx: &mut Tx, call: &Call, wanted: Option<&TenantId>) -> ServiceResult<Whose> {
    let tenant = match wanted {
        Some(tenant) => Some(tenant),
        None if call.actor.may(Permission::ViewBilling, Scope::Platform) => None,
        None => Some(call.own_tenant().ok_or(ServiceError::Forbidden)?),
    };
    let Some(tenant) = tenant else {
        return Ok(Whose::All);
    };
    call.allow_tenant(Permission::ViewBilling, tenant)?;
    if store::tenants::by_id(tx, tenant.as_str()).await?.is_none() {
        return Err(ServiceError::NotFound);
    }
    Ok(Whose::Tenant(
        short_ids::find(tx, tenant.as_str()).await?.unwrap_or(NOBODY),
    ))
}
