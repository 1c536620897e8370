//! Trying again what had no effect.
//!
//! Events are taken back and their deliveries processed once more, as if they
//! had come now; what had its effect already keeps it. A crash in between
//! loses nothing: the deliveries wait in the database.

use domain::{message::id::MessageId, permission::Permission};
use serde_json::json;
use store::{
    Tx, audit,
    webhooks::{again, deliveries},
};

use super::{
    list::{EventFilter, EventState},
    worker,
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    events::Topic,
};

/// Most events of one go; more need another.
pub const MOST: i64 = 1_000;

/// How a replay went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Events and unreadable deliveries that were tried.
    pub tried: u64,
    /// Those of them that had their effect this time.
    pub settled: u64,
}

/// Tries one event again, or one delivery that could not be read, by the id
/// under which the list shows it. Safe to repeat.
///
/// # Errors
/// `NotFound` when there is none, when it had its effect, or when its delivery
/// is no longer kept.
pub async fn one(svc: &Services, call: &Call, id: MessageId) -> ServiceResult<Replayed> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.write().await?;
    let mut keys = Vec::new();
    if !deliveries::revive(&mut tx, id).await? {
        let event = again::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
        again::take_back(&mut tx, std::slice::from_ref(&event)).await?;
        keys.push(event.key);
    }
    let name = id.to_string();
    audit::append(
        &mut tx,
        call.entry(svc, "webhook.replay", "webhook", &name, &name),
    )
    .await?;
    tx.commit().await?;
    worker::recover(svc, 0).await?;
    svc.events.publish(Topic::Messages);
    let mut tx = svc.db.read().await?;
    let settled = if keys.is_empty() {
        u64::from(!deliveries::is_dead(&mut tx, id).await?)
    } else {
        again::settled(&mut tx, &keys).await?
    };
    Ok(Replayed { tried: 1, settled })
}

/// Tries everything again that had no effect and matches, the oldest
/// [`MOST`] events and every unreadable delivery.
pub async fn matching(svc: &Services, call: &Call, filter: &EventFilter) -> ServiceResult<Replayed> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.write().await?;
    let events = again::open(&mut tx, filter, MOST).await?;
    again::take_back(&mut tx, &events).await?;
    let revived = if reaches_unreadable(filter) {
        deliveries::revive_all(&mut tx).await?
    } else {
        0
    };
    let tried = u64::try_from(events.len())
        .unwrap_or(u64::MAX)
        .saturating_add(revived);
    if tried == 0 {
        return Ok(Replayed::default());
    }
    let after = json!({
        "events": events.len(), "deliveries": revived,
        "state": filter.state.map(EventState::key), "field": filter.field,
    });
    let entry = call.change(
        svc,
        "webhook.replay_all",
        "webhook",
        "many",
        "",
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    worker::recover(svc, 0).await?;
    svc.events.publish(Topic::Messages);
    let keys: Vec<String> = events.into_iter().map(|event| event.key).collect();
    let mut tx = svc.db.read().await?;
    let settled = again::settled(&mut tx, &keys).await? + read_now(&mut tx, revived).await?;
    Ok(Replayed { tried, settled })
}

/// How many of the revived deliveries could be read this time.
async fn read_now(tx: &mut Tx, revived: u64) -> ServiceResult<u64> {
    let dead = u64::try_from(deliveries::summary(tx).await?.dead).unwrap_or(0);
    Ok(revived.saturating_sub(dead))
}

/// Whether deliveries without events belong to what is asked for.
fn reaches_unreadable(filter: &EventFilter) -> bool {
    filter.field.is_none()
        && filter.wamid.is_none()
        && filter.state.is_none_or(|state| state == EventState::Dead)
}
