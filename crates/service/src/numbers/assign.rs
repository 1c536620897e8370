//! Assigning, moving, releasing and undoing.

use domain::{
    assignment::ChangeKind,
    ids::{BatchId, NumberId, PhoneNumberId, TenantId},
    number::REST_AFTER_RELEASE,
    permission::Permission,
    tenant::TenantStatus,
    time::Millis,
};
use store::{
    Tx,
    assignments::{self, IntervalRecord},
    numbers as rows, tenants,
};

use super::change::{Opening, Plan, Stop, attempts, commit, nothing, write};
pub use super::undo::undo;
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    stored,
};

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
    call.allow_tenant(Permission::AssignNumbers, &input.tenant)?;
    attempts!(try_assign(svc, call, input))
}

async fn try_assign(svc: &Services, call: &Call, input: &Assign) -> Result<Change, Stop> {
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    let Some(planned) = plan(&mut tx, input).await? else {
        return Ok(nothing(svc, ChangeKind::Assign));
    };
    let moves = planned
        .close
        .iter()
        .any(|close| close.number_id == input.number.as_str());
    let kind = if moves {
        ChangeKind::Move
    } else {
        ChangeKind::Assign
    };
    let change = write(svc, call, &mut tx, kind, &planned, None).await?;
    commit(svc, tx, change).await
}

/// What has to be done so that the bakery has the number; `None` when it has
/// it. Call it under the lock.
pub(super) async fn plan(tx: &mut Tx, input: &Assign) -> Result<Option<Plan>, Stop> {
    let tenant = tenants::by_id(tx, input.tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let number = rows::state(tx, input.number.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let holder = assignments::open_of_number(tx, &number.id).await?;
    if holder.as_ref().is_some_and(|held| held.tenant_id == tenant.id) {
        return Ok(None);
    }
    let wrong = if tenant.status != TenantStatus::Active.key() {
        Some("tenant_suspended")
    } else if number.vanished_at.is_some() {
        Some("number_vanished")
    } else if number.archived_at.is_some() {
        Some("number_archived")
    } else if number.disconnected_at.is_some() {
        Some("account_disconnected")
    } else if number.is_default == 1 {
        Some("number_is_default")
    } else {
        None
    };
    if let Some(key) = wrong {
        return Err(Conflict::WrongState { key }.into());
    }
    let mut plan = Plan::default();
    if let Some(held) = holder {
        if input.move_from.as_ref().map(TenantId::as_str) != Some(held.tenant_id.as_str()) {
            return Err(taken(&held).into());
        }
        plan.close.push(held);
    }
    if let Some(own) = assignments::open_of_tenant(tx, &tenant.id).await? {
        if !input.replace {
            let number = stored::display(own.e164.as_deref(), &own.display);
            return Err(Conflict::TenantHasNumber {
                tenant_name: own.tenant_name,
                number,
            }
            .into());
        }
        plan.close.push(own);
    }
    plan.open.push(Opening {
        display: stored::display(number.e164.as_deref(), &number.display),
        number: number.id,
        tenant: tenant.id,
        tenant_name: tenant.name,
    });
    Ok(Some(plan))
}

/// Who has the number, who gave it to them, and when.
fn taken(held: &IntervalRecord) -> Conflict {
    Conflict::NumberTaken {
        number: stored::display(held.e164.as_deref(), &held.display),
        tenant_id: held.tenant_id.clone(),
        tenant_name: held.tenant_name.clone(),
        by: held.opened_by_name.clone(),
        at: Millis(held.from_at),
    }
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
    call.allow_tenant(Permission::AssignNumbers, tenant)?;
    let mut tx = svc.db.read().await?;
    let state = rows::state_by_phone_number_id(&mut tx, number.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    drop(tx);
    let input = Assign {
        number: stored::id(state.id)?,
        tenant: tenant.clone(),
        move_from: move_from.cloned(),
        replace: true,
    };
    assign(svc, call, &input).await
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

/// Looks ahead; changes nothing. A number that nobody has is `WrongState`.
pub async fn release_forecast(
    svc: &Services,
    call: &Call,
    number: &NumberId,
) -> ServiceResult<ReleaseForecast> {
    call.allow(Permission::AssignNumbers)?;
    let mut tx = svc.db.read().await?;
    let state = rows::state(&mut tx, number.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let held = assignments::open_of_number(&mut tx, number.as_str())
        .await?
        .ok_or(ServiceError::Conflict(Conflict::WrongState {
            key: "number_free",
        }))?;
    let default = rows::default_state(&mut tx).await?;
    Ok(ReleaseForecast {
        number: stored::display(state.e164.as_deref(), &state.display),
        tenant: (stored::id(held.tenant_id)?, held.tenant_name),
        last_used_at: state.last_used_at.map(Millis),
        then_uses: default.map(|default| stored::display(default.e164.as_deref(), &default.display)),
        rests_until: svc.clock.now().plus(REST_AFTER_RELEASE),
    })
}

/// Takes a number back from the bakery that is named. When another one has it
/// by now, the answer is a conflict that says who: nobody loses a number on a
/// page that spoke of somebody else. Releasing a free number changes nothing.
pub async fn release(
    svc: &Services,
    call: &Call,
    number: &NumberId,
    from: &TenantId,
) -> ServiceResult<Change> {
    call.allow_tenant(Permission::AssignNumbers, from)?;
    attempts!(try_release(svc, call, number, from))
}

async fn try_release(
    svc: &Services,
    call: &Call,
    number: &NumberId,
    from: &TenantId,
) -> Result<Change, Stop> {
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    rows::state(&mut tx, number.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let held = assignments::open_of_number(&mut tx, number.as_str()).await?;
    if let Some(held) = held.as_ref().filter(|held| held.tenant_id != from.as_str()) {
        return Err(taken(held).into());
    }
    end(svc, call, tx, held).await
}

async fn end(svc: &Services, call: &Call, mut tx: Tx, held: Option<IntervalRecord>) -> Result<Change, Stop> {
    let Some(held) = held else {
        return Ok(nothing(svc, ChangeKind::Release));
    };
    let plan = Plan {
        close: vec![held],
        open: Vec::new(),
    };
    let change = write(svc, call, &mut tx, ChangeKind::Release, &plan, None).await?;
    commit(svc, tx, change).await
}

/// For the API: takes a tenant's number back.
pub async fn release_of_tenant(svc: &Services, call: &Call, tenant: &TenantId) -> ServiceResult<Change> {
    call.allow_tenant(Permission::AssignNumbers, tenant)?;
    attempts!(try_release_of_tenant(svc, call, tenant))
}

async fn try_release_of_tenant(svc: &Services, call: &Call, tenant: &TenantId) -> Result<Change, Stop> {
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    tenants::by_id(&mut tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let held = assignments::open_of_tenant(&mut tx, tenant.as_str()).await?;
    end(svc, call, tx, held).await
}
