//! Holding a template whose price moves, until somebody accepts.

use channels::template::TemplateCategory;
use domain::{ids::TemplateId, permission::Permission, time::Millis};
use serde_json::json;
use store::{
    Tx, accounts, audit,
    templates::{
        holds::{self as rows, HoldRecord},
        states::{self, TemplateState},
    },
};

use super::alarms;
use crate::{
    Call, Services,
    error::{Conflict, ServiceError, ServiceResult},
    events::Topic,
};

/// A template whose sending waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub since: Millis,
    /// Who held it.
    pub by: String,
    /// What it was.
    pub from: TemplateCategory,
    /// What it became, or will become.
    pub to: TemplateCategory,
}

impl From<HoldRecord> for Hold {
    fn from(record: HoldRecord) -> Self {
        Self {
            since: Millis(record.since),
            by: record.by_name,
            from: TemplateCategory::parse(&record.from_category),
            to: TemplateCategory::parse(&record.to_category),
        }
    }
}

/// Holds a template: nothing is sent with it until somebody accepts.
pub async fn hold(svc: &Services, call: &Call, id: &TemplateId) -> ServiceResult<()> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let state = open(&mut tx, id).await?;
    let to = state
        .next_category
        .clone()
        .unwrap_or_else(|| state.category.clone());
    let from = if state.next_category.is_some() {
        state.category.clone()
    } else {
        state
            .previous_category
            .clone()
            .unwrap_or_else(|| state.category.clone())
    };
    let record = HoldRecord {
        account_id: state.account_id.clone(),
        name: state.name.clone(),
        language: state.language.clone(),
        since: svc.clock.now().0,
        by_name: call.actor.name().to_owned(),
        from_category: from,
        to_category: to,
    };
    if !raise(&mut tx, &record).await? {
        return Ok(());
    }
    log(svc, call, &mut tx, id.as_str(), &record).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}

/// Accepts the category that a template has, and the one that it will have:
/// the alarm ends, and so does the hold.
pub async fn accept(svc: &Services, call: &Call, id: &TemplateId) -> ServiceResult<()> {
    call.allow(Permission::ManageTemplates)?;
    let mut tx = svc.db.write().await?;
    let mut state = open(&mut tx, id).await?;
    let held = rows::end(&mut tx, &state.account_id, &state.name, &state.language).await?;
    let now = svc.clock.now();
    if held {
        rows::release_queue(&mut tx, &state.account_id, &state.name, &state.language, now).await?;
    }
    let told = alarms::of(&state);
    let before = state.accepted_at;
    // What is known now is accepted; a move that comes later is a new one.
    let known = state.category_since.max(state.next_since.unwrap_or(0));
    state.accepted_at = before.max(known).max(now.0);
    let left = alarms::of(&state);
    // All of them count: behind the alarm of a pause a price may wait for its yes.
    if !held && left == told {
        return Ok(());
    }
    state.alarm = left.first().map_or(0, alarms::Alarm::weight);
    states::save(&mut tx, &state).await?;
    let after = json!({ "language": state.language, "category": state.category, "next": state.next_category, "held": held });
    let entry = call.change(
        svc,
        "template.accept",
        "template",
        id.as_str(),
        &state.name,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Templates);
    Ok(())
}

/// The audit row of a hold.
pub(super) async fn log(
    svc: &Services,
    call: &Call,
    tx: &mut Tx,
    template: &str,
    hold: &HoldRecord,
) -> ServiceResult<()> {
    let after = json!({ "language": hold.language, "from": hold.from_category, "to": hold.to_category });
    let states = (None, Some(after));
    let entry = call.change(svc, "template.hold", "template", template, &hold.name, states);
    audit::append(tx, entry).await?;
    Ok(())
}

/// Holds a template and what waits in the queue with it; `false` when it was held already.
pub(super) async fn raise(tx: &mut Tx, hold: &HoldRecord) -> ServiceResult<bool> {
    if !rows::raise(tx, hold).await? {
        return Ok(false);
    }
    rows::stop_queue(tx, hold).await?;
    Ok(true)
}

/// Reads and locks a template.
pub(super) async fn open(tx: &mut Tx, id: &TemplateId) -> ServiceResult<TemplateState> {
    let found = states::by_id(tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    accounts::lock(tx, &found.account_id).await?;
    let state = states::by_id(tx, id.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    if state.vanished_at.is_some() {
        return Err(ServiceError::Conflict(Conflict::WrongState {
            key: "template_gone",
        }));
    }
    Ok(state)
}
