//! Templates among what needs a person.

use domain::{
    permission::{Permission, Scope},
    time::Millis,
};
use store::templates::states;

use super::{Attention, AttentionKind, Urgency};
use crate::{
    Call, Services,
    error::ServiceResult,
    stored,
    templates::{
        alarms::Alarm,
        row::{TemplateRow, row},
    },
};

/// As many are named; the list has the others.
const NAMED: i64 = 5;

/// Adds the templates that want attention, the worst by name.
pub(super) async fn add(svc: &Services, call: &Call, all: &mut Vec<Attention>) -> ServiceResult<()> {
    if !call.actor.may(Permission::ViewTemplates, Scope::Platform) {
        return Ok(());
    }
    let mut tx = svc.db.read().await?;
    let worst = states::wanting(&mut tx, NAMED).await?;
    let named = stored::count(i64::try_from(worst.len()).unwrap_or(NAMED));
    let more = stored::count(states::alarms(&mut tx).await?).saturating_sub(named);
    drop(tx);
    for state in worst {
        let row = row(state, false)?;
        let Some(alarm) = row.alarms.first().cloned() else {
            continue;
        };
        all.push(Attention {
            urgency: urgency(&alarm),
            since: since(&row, &alarm),
            kind: AttentionKind::Template(Box::new(row), alarm),
        });
    }
    if more > 0 {
        all.push(Attention {
            urgency: Urgency::Plan,
            since: None,
            kind: AttentionKind::MoreTemplates(more),
        });
    }
    super::attention::sort(all);
    Ok(())
}

const fn urgency(alarm: &Alarm) -> Urgency {
    match alarm {
        Alarm::Disabled | Alarm::Paused { .. } => Urgency::Stopped,
        Alarm::Moving { .. }
        | Alarm::Moved { .. }
        | Alarm::Rejected
        | Alarm::Flagged
        | Alarm::LimitExceeded => Urgency::Soon,
        Alarm::QualityDropped { .. } | Alarm::Archived => Urgency::Plan,
    }
}

fn since(row: &TemplateRow, alarm: &Alarm) -> Option<Millis> {
    match alarm {
        Alarm::Moved { at, .. } | Alarm::QualityDropped { at, .. } => Some(*at),
        // It is known when it will be, not since when that is told.
        Alarm::Moving { .. } => None,
        _ => Some(row.status_since),
    }
}
