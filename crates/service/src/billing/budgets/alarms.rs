//! Alarms of the thresholds that a budget has reached.

use domain::ids::TenantId;
use store::{
    Tx,
    billing::budgets::{self as rows, PLATFORM},
};

use super::{BudgetState, states::states};
use crate::{
    Services,
    billing::{calendar::month_no, world},
    error::ServiceResult,
};

/// Notes the thresholds that are passed in the running month; answers those
/// that were not known before.
pub(in crate::billing) async fn raise(svc: &Services, tx: &mut Tx) -> ServiceResult<Vec<(BudgetState, i64)>> {
    let now = svc.clock.now();
    if rows::all(tx).await?.is_empty() {
        return Ok(Vec::new());
    }
    let month = world::common_zone(svc, tx).await?.month(now);
    let mut fresh = Vec::new();
    for state in states(tx, month).await? {
        let key = state
            .tenant
            .as_ref()
            .map_or(PLATFORM, TenantId::as_str)
            .to_owned();
        for threshold in &state.thresholds {
            if state.percent >= *threshold
                && !state.reached.iter().any(|(known, _)| known == threshold)
                && rows::note_alarm(tx, &key, month_no(month), *threshold, now).await?
            {
                fresh.push((state.clone(), *threshold));
            }
        }
    }
    Ok(fresh)
}
