//! Assigning, moving, releasing and undoing.

use domain::{
    assignment::ChangeKind,
    ids::{BatchId, NumberId, PhoneNumberId, TenantId},
    time::Millis,
};

use crate::{Call, Services, error::ServiceResult};

/// An assignment that is asked for.
#[derive(Debug, Clone)]
pub struct Assign {
    /// The number.
    pub number: NumberId,
    /// The bakery.
    pub tenant: TenantId,
    /// The bakery that the number is taken from. When another bakery holds the
    /// number and this does not name it, the answer is a conflict.
    pub move_from: Option<TenantId>,
    /// Whether a number that the bakery already has is released. When it has
    /// one and this is `false`, the answer is a conflict.
    pub replace: bool,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Names it for undoing; `None` when everything already was as asked.
    pub batch: Option<BatchId>,
    /// What kind of change.
    pub kind: ChangeKind,
    /// For people: number and bakery of each assignment that changed.
    pub items: Vec<ChangeItem>,
    /// When.
    pub at: Millis,
}

/// One assignment that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeItem {
    /// The number, for people.
    pub number: String,
    /// The bakery that has it now.
    pub to: Option<String>,
    /// The bakery that had it before.
    pub from: Option<String>,
}

/// Assigns a number. Asking twice for the same is fine and changes nothing.
pub async fn assign(svc: &Services, call: &Call, input: &Assign) -> ServiceResult<Change> {
    let _ = (svc, call, input);
    todo!()
}

/// For the API: assigns by Meta's id, or answers 404 for an unknown one.
/// Replaces the number that the tenant has.
pub async fn assign_by_phone_number_id(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    number: &PhoneNumberId,
    move_from: Option<&TenantId>,
) -> ServiceResult<Change> {
    let _ = (svc, call, tenant, number, move_from);
    todo!()
}

/// What will happen when a number is released, for the page that asks first.
#[derive(Debug, Clone)]
pub struct ReleaseForecast {
    /// The number, for people.
    pub number: String,
    /// The bakery that has it.
    pub tenant: (TenantId, String),
    /// Last message in or out.
    pub last_used_at: Option<Millis>,
    /// The number that the bakery will use instead (the default), for people.
    pub then_uses: Option<String>,
    /// Until when the number rests.
    pub rests_until: Millis,
}

/// Looks ahead; changes nothing.
pub async fn release_forecast(svc: &Services, call: &Call, number: &NumberId) -> ServiceResult<ReleaseForecast> {
    let _ = (svc, call, number);
    todo!()
}

/// Takes a number back from whoever has it. Releasing a free number changes nothing.
pub async fn release(svc: &Services, call: &Call, number: &NumberId) -> ServiceResult<Change> {
    let _ = (svc, call, number);
    todo!()
}

/// For the API: takes a tenant's number back.
pub async fn release_of_tenant(svc: &Services, call: &Call, tenant: &TenantId) -> ServiceResult<Change> {
    let _ = (svc, call, tenant);
    todo!()
}

/// Undoes a change as a whole, or answers `CannotUndo` when it is too old or
/// something was changed since. History keeps both: for the time between, the
/// number was where it was.
pub async fn undo(svc: &Services, call: &Call, batch: &BatchId) -> ServiceResult<Change> {
    let _ = (svc, call, batch);
    todo!()
}
