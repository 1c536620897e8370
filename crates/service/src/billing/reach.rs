//! Whose costs a caller may see.

use domain::{
    ids::TenantId,
    permission::{Actor, Permission, Scope},
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
        None => Some(own(&call.actor).ok_or(ServiceError::Forbidden)?),
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

/// The bakery that a caller means who names none.
pub(super) const fn own(actor: &Actor) -> Option<&TenantId> {
    match actor {
        Actor::TenantKey { tenant, .. } => Some(tenant),
        Actor::Person { tenants, .. } => tenants.as_slice().first(),
        Actor::PlatformKey { .. } | Actor::System { .. } => None,
    }
}
