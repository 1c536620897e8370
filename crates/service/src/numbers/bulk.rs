//! Giving many bakeries a number at once.

use domain::ids::{NumberId, TenantId};

use super::assign::Change;
use crate::{Call, Services, error::ServiceResult};

/// What would be assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkPreview {
    /// Pairs that would be made.
    pub pairs: Vec<Pair>,
    /// Bakeries without a number for which none is left.
    pub left_out: Vec<(TenantId, String)>,
    /// Free numbers that stay free.
    pub spare: u32,
    /// Numbers that are resting and therefore not offered.
    pub resting: u32,
}

/// One number for one bakery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The number.
    pub number: NumberId,
    /// For people.
    pub number_display: String,
    /// The bakery.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// Why this number: its name matches the bakery's.
    pub name_matches: bool,
}

/// Proposes a free number for every active bakery without one: first those
/// whose name Meta has approved for that number, then in order. Not offered:
/// resting, archived, vanished, unconnected numbers and the default.
pub async fn preview(svc: &Services, call: &Call) -> ServiceResult<BulkPreview> {
    let _ = (svc, call);
    todo!()
}

/// Makes exactly the given pairs, all or none; one change that can be undone.
/// A pair that is no longer possible answers with the conflict.
pub async fn apply(svc: &Services, call: &Call, pairs: &[(NumberId, TenantId)]) -> ServiceResult<Change> {
    let _ = (svc, call, pairs);
    todo!()
}
