//! Hard stops: whether a budget has room for another message.

use std::collections::HashSet;

use store::{
    Tx,
    billing::budgets::{self as rows, BudgetRecord, PLATFORM},
};

use super::states::state;
use crate::{Services, billing::world, error::ServiceResult};

/// What the gate of budgets says about a bakery: `None` without a hard stop,
/// else whether there is room, and what that rests on.
pub(crate) async fn room(svc: &Services, tx: &mut Tx, tenant: &str) -> ServiceResult<Option<(bool, String)>> {
    let records: Vec<BudgetRecord> = rows::concerning(tx, tenant)
        .await?
        .into_iter()
        .filter(|record| record.hard_stop)
        .collect();
    if records.is_empty() {
        return Ok(None);
    }
    let month = world::common_zone(svc, tx).await?.month(svc.clock.now());
    let mut found = None;
    for record in records {
        let state = state(tx, &record, month, &[]).await?;
        let text = format!("{} / {}", state.spent, state.limit);
        if state.stops() {
            return Ok(Some((false, text)));
        }
        found = Some((true, text));
    }
    Ok(found)
}

/// Hard stops that hold messages at this moment.
#[derive(Debug, Default)]
pub(crate) struct Stopped {
    everybody: bool,
    tenants: HashSet<String>,
}

impl Stopped {
    /// Whether this bakery's messages are held.
    pub(crate) fn holds(&self, tenant: &str) -> bool {
        self.everybody || self.tenants.contains(tenant)
    }
}

/// Which hard stops hold messages now: what the gate asks for one bakery, for
/// all whose messages wait to leave.
pub(crate) async fn stopped(svc: &Services, tx: &mut Tx) -> ServiceResult<Stopped> {
    let mut stopped = Stopped::default();
    let records: Vec<BudgetRecord> = rows::all(tx)
        .await?
        .into_iter()
        .filter(|record| record.hard_stop)
        .collect();
    if records.is_empty() {
        return Ok(stopped);
    }
    let month = world::common_zone(svc, tx).await?.month(svc.clock.now());
    for record in records {
        if state(tx, &record, month, &[]).await?.stops() {
            if record.tenant_id == PLATFORM {
                stopped.everybody = true;
            } else {
                stopped.tenants.insert(record.tenant_id);
            }
        }
    }
    Ok(stopped)
}
