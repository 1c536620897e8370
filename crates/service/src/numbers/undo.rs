//! Undoing a change of assignments.

use domain::{
    assignment::{ChangeKind, UNDO_WINDOW},
    ids::BatchId,
    permission::Permission,
    time::Millis,
};
use store::{
    assignments::{self, IntervalRecord},
    numbers as rows,
};

use super::{
    assign::Change,
    change::{Opening, Plan, Stop, attempts, commit, write},
};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    stored,
};

/// Undoes a change as a whole, or answers `CannotUndo` when it is too old or
/// something was changed since. History keeps both: for the time between, the
/// number was where it was.
pub async fn undo(svc: &Services, call: &Call, batch: &BatchId) -> ServiceResult<Change> {
    call.allow(Permission::AssignNumbers)?;
    attempts!(try_undo(svc, call, batch))
}

async fn try_undo(svc: &Services, call: &Call, id: &BatchId) -> Result<Change, Stop> {
    let mut tx = svc.db.write().await?;
    assignments::lock(&mut tx).await?;
    let batch = assignments::batch(&mut tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let too_old = svc.clock.now().since(Millis(batch.at)) > UNDO_WINDOW;
    let opened = assignments::opened_by(&mut tx, id.as_str()).await?;
    if too_old || batch.undone_by.is_some() || opened.iter().any(|interval| interval.to_at.is_some()) {
        return Err(Conflict::CannotUndo.into());
    }
    let closed = assignments::closed_by(&mut tx, id.as_str()).await?;
    for ended in &closed {
        // Whoever has the number or serves the bakery now must be part of what is undone.
        let number = assignments::open_of_number(&mut tx, &ended.number_id).await?;
        let tenant = assignments::open_of_tenant(&mut tx, &ended.tenant_id).await?;
        let foreign = |now: &IntervalRecord| opened.iter().all(|interval| interval.id != now.id);
        let state = rows::state(&mut tx, &ended.number_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let put_away =
            state.archived_at.is_some() || state.disconnected_at.is_some() || state.is_default == 1;
        if put_away || number.as_ref().is_some_and(foreign) || tenant.as_ref().is_some_and(foreign) {
            return Err(Conflict::CannotUndo.into());
        }
    }
    let open = closed.into_iter().map(again).collect();
    let plan = Plan { close: opened, open };
    let change = write(svc, call, &mut tx, ChangeKind::Undo, &plan, Some(id.as_str())).await?;
    commit(svc, tx, change).await
}

fn again(ended: IntervalRecord) -> Opening {
    Opening {
        display: stored::display(ended.e164.as_deref(), &ended.display),
        number: ended.number_id,
        tenant: ended.tenant_id,
        tenant_name: ended.tenant_name,
    }
}
