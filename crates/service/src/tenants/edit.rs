//! Creating and changing bakeries.

use domain::ids::TenantId;

use crate::{Call, Services, error::ServiceResult};

/// What can be said about a bakery.
#[derive(Debug, Clone, Default)]
pub struct TenantInput {
    /// Name; unique without regard to case and accents. Field `name`.
    pub name: String,
    /// City, may be empty. Field `city`.
    pub city: String,
    /// The platform's own id, may be empty. Field `external_ref`.
    pub external_ref: String,
}

/// Creates a bakery: active, switch off.
pub async fn create(svc: &Services, call: &Call, input: &TenantInput) -> ServiceResult<TenantId> {
    let _ = (svc, call, input);
    todo!()
}

/// Changes a bakery.
pub async fn update(svc: &Services, call: &Call, tenant: &TenantId, input: &TenantInput) -> ServiceResult<()> {
    let _ = (svc, call, tenant, input);
    todo!()
}

/// Suspends a bakery or takes it back. Its number stays assigned.
pub async fn set_suspended(svc: &Services, call: &Call, tenant: &TenantId, suspended: bool) -> ServiceResult<()> {
    let _ = (svc, call, tenant, suspended);
    todo!()
}
