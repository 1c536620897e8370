//! Carrying out a change of assignments: one transaction, one batch, one audit
//! row for each number.
//!
//! Whoever changes assignments holds `store::assignments::lock`, reads the
//! state after it and decides by that. Where the database refuses all the same
//! (its own rules know nothing of the lock), the attempt starts again in a new
//! transaction and finds out who was quicker.

use domain::{
    assignment::ChangeKind,
    ids::{AssignmentId, BatchId},
    time::Millis,
};
use serde_json::json;
use store::{
    StoreError, Tx,
    assignments::{self, IntervalRecord},
    audit,
};

use super::assign::{Change, ChangeItem};
use crate::{
    Call, Services,
    error::{Conflict, ServiceError},
    events::Topic,
    stored,
};

/// How often a change is tried before the database counts as too busy.
pub(super) const TRIES: u32 = 4;

/// Why an attempt ended without a change.
#[derive(Debug)]
pub(super) enum Stop {
    /// It must not be done.
    Refused(ServiceError),
    /// Another transaction was in the way; look again.
    Raced,
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        Self::Refused(error)
    }
}

impl From<Conflict> for Stop {
    fn from(conflict: Conflict) -> Self {
        Self::Refused(ServiceError::Conflict(conflict))
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(_) | StoreError::Busy => Self::Raced,
            other => Self::Refused(other.into()),
        }
    }
}

/// Tries until it is done or refused.
macro_rules! attempts {
    ($attempt:expr) => {{
        let mut left = $crate::numbers::change::TRIES;
        loop {
            left -= 1;
            match $attempt.await {
                Ok(done) => break Ok(done),
                Err($crate::numbers::change::Stop::Refused(error)) => break Err(error),
                Err($crate::numbers::change::Stop::Raced) if left == 0 => {
                    break Err(ServiceError::Busy);
                }
                Err($crate::numbers::change::Stop::Raced) => {}
            }
        }
    }};
}
pub(super) use attempts;

/// A bakery, for an interval that is to be opened.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    /// Our id of the number.
    pub(super) number: String,
    /// The number, for people.
    pub(super) display: String,
    /// The bakery.
    pub(super) tenant: String,
    /// Its name.
    pub(super) tenant_name: String,
}

/// What is to be done, as one.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Open intervals that end.
    pub(super) close: Vec<IntervalRecord>,
    /// Intervals that begin.
    pub(super) open: Vec<Opening>,
}

/// What becomes of one number.
struct Moved {
    number: String,
    display: String,
    from: Option<(String, String)>,
    to: Option<(String, String)>,
}

impl Plan {
    /// Each number once, in the order of the plan.
    fn moved(&self) -> Vec<Moved> {
        let mut all: Vec<Moved> = self
            .open
            .iter()
            .map(|open| Moved {
                number: open.number.clone(),
                display: open.display.clone(),
                from: None,
                to: Some((open.tenant.clone(), open.tenant_name.clone())),
            })
            .collect();
        for close in &self.close {
            let from = Some((close.tenant_id.clone(), close.tenant_name.clone()));
            if let Some(moved) = all.iter_mut().find(|moved| moved.number == close.number_id) {
                moved.from = from;
            } else {
                let display = stored::display(close.e164.as_deref(), &close.display);
                all.push(Moved {
                    number: close.number_id.clone(),
                    display,
                    from,
                    to: None,
                });
            }
        }
        all
    }
}

/// Writes a plan, its batch and its audit rows.
pub(super) async fn write(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    kind: ChangeKind,
    plan: &Plan,
    undoes: Option<&str>,
) -> Result<Change, Stop> {
    // Never before what is already in the history of anything concerned, even
    // when the clock was set back: intervals of one number must not overlap.
    let mut at = svc.clock.now();
    let closing = plan
        .close
        .iter()
        .map(|close| (close.number_id.as_str(), close.tenant_id.as_str()));
    let opening = plan
        .open
        .iter()
        .map(|open| (open.number.as_str(), open.tenant.as_str()));
    for (number, tenant) in closing.chain(opening) {
        if let Some(last) = assignments::last_instant(tx, number, tenant).await? {
            at = at.max(Millis(last));
        }
    }
    let batch: BatchId = svc.random.id(at);
    let actor = (call.actor.id(), call.actor.name());
    assignments::insert_batch(tx, batch.as_str(), kind, actor, at, undoes).await?;
    for close in &plan.close {
        if !assignments::close(tx, &close.id, at, batch.as_str()).await? {
            return Err(Stop::Raced);
        }
    }
    for open in &plan.open {
        let id: AssignmentId = svc.random.id(at);
        assignments::open(tx, id.as_str(), &open.number, &open.tenant, at, batch.as_str()).await?;
    }
    if let Some(undone) = undoes
        && !assignments::mark_undone(tx, undone, batch.as_str(), at).await?
    {
        return Err(Stop::Raced);
    }
    let moved = plan.moved();
    let mut entries = Vec::with_capacity(moved.len());
    for each in &moved {
        let action = match (kind, &each.from, &each.to) {
            (ChangeKind::Undo, ..) => "number.undo",
            (_, Some(_), Some(_)) => "number.move",
            (_, None, _) => "number.assign",
            (_, Some(_), None) => "number.release",
        };
        let state = |side: &Option<(String, String)>| json!({ "tenant_id": side.as_ref().map(|(id, _)| id), "tenant": side.as_ref().map(|(_, name)| name) });
        let states = (Some(state(&each.from)), Some(state(&each.to)));
        let mut entry = call.change(svc, action, "number", &each.number, &each.display, states);
        entry.tenant_id = each.to.as_ref().or(each.from.as_ref()).map(|(id, _)| id.clone());
        entries.push(entry);
    }
    if !entries.is_empty() {
        audit::append_all(tx, entries).await?;
    }
    Ok(Change {
        batch: Some(batch),
        kind,
        items: moved.into_iter().map(item).collect(),
        at,
    })
}

fn item(moved: Moved) -> ChangeItem {
    ChangeItem {
        number: moved.display,
        to: moved.to.map(|(_, name)| name),
        from: moved.from.map(|(_, name)| name),
    }
}

/// Makes a change last and tells open pages.
pub(super) async fn commit(svc: &Services, tx: Tx, change: Change) -> Result<Change, Stop> {
    tx.commit().await?;
    svc.events.publish(Topic::Numbers);
    svc.events.publish(Topic::Tenants);
    Ok(change)
}

/// The answer when everything already was as asked.
pub(super) fn nothing(svc: &Services, kind: ChangeKind) -> Change {
    Change {
        batch: None,
        kind,
        items: Vec::new(),
        at: svc.clock.now(),
    }
}
