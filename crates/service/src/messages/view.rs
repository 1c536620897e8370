//! Whose messages a caller may see, and how much of their customers' numbers.

use domain::{
    ids::TenantId,
    permission::{Permission, Scope},
};
use store::{Tx, messages::log::Reach, short_ids};

use crate::{
    Call,
    error::{ServiceError, ServiceResult},
};

/// What a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    /// Whose messages.
    pub(crate) reach: Reach,
    /// Whether a record may show a customer's whole number.
    pub(crate) whole: bool,
}

/// What a caller may see of one bakery (`wanted`), or of everything that is
/// theirs. Who may not know of a bakery is told that it does not exist.
pub(crate) async fn view(tx: &mut Tx, call: &Call, wanted: Option<&TenantId>) -> ServiceResult<View> {
    let tenant = match wanted {
        Some(tenant) => Some(tenant),
        None if call.actor.may(Permission::ViewMessages, Scope::Platform) => None,
        None => Some(call.own_tenant().ok_or(ServiceError::Forbidden)?),
    };
    let Some(tenant) = tenant else {
        return Ok(View {
            reach: Reach::Everyone,
            whole: call.actor.may(Permission::SeeWholeNumbers, Scope::Platform),
        });
    };
    call.allow_tenant(Permission::ViewMessages, tenant)?;
    Ok(View {
        reach: short_ids::find(tx, tenant.as_str())
            .await?
            .map_or(Reach::NOBODY, Reach::Tenant),
        whole: call.actor.may(Permission::SeeWholeNumbers, Scope::Tenant(tenant)),
    })
}
