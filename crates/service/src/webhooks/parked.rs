//! Status reports that came before we knew their message.

use std::collections::{BTreeMap, HashMap};

use channels::webhook::{
    self,
    envelope::{self, Event, StatusReport},
};
use domain::{message::id::MessageId, time::Millis};
use store::{
    Tx,
    webhooks::{
        deliveries,
        events::{self, EventState, ParkedEvent},
    },
};

use super::{clock::happened, incoming::outcome, statuses::Reported};
use crate::{Services, error::ServiceResult};

/// Most events of one transaction.
const BATCH: i64 = 500;

/// Joins what waits for these messages, in the transaction that makes their
/// ids known. Answers how many reports that were.
pub async fn join(svc: &Services, tx: &mut Tx, wamids: &[String]) -> ServiceResult<u64> {
    let waiting = events::parked_for(tx, wamids).await?;
    replay(svc, tx, waiting).await
}

/// Joins reports that were parked in the very moment in which their message
/// became known, so that neither side saw the other.
pub(super) async fn sweep(svc: &Services) -> ServiceResult<u64> {
    let mut total = 0;
    loop {
        let mut tx = svc.db.read().await?;
        let waiting = events::parked_and_known(&mut tx, BATCH).await?;
        drop(tx);
        if waiting.is_empty() {
            return Ok(total);
        }
        let mut tx = svc.db.write().await?;
        let joined = replay(svc, &mut tx, waiting).await?;
        tx.commit().await?;
        if joined == 0 {
            return Ok(total);
        }
        total += joined;
    }
}

async fn replay(svc: &Services, tx: &mut Tx, waiting: Vec<ParkedEvent>) -> ServiceResult<u64> {
    let mut by_delivery: BTreeMap<i64, Vec<ParkedEvent>> = BTreeMap::new();
    for event in waiting {
        by_delivery.entry(event.delivery).or_default().push(event);
    }
    let mut settled = Vec::new();
    for (delivery, waiting) in by_delivery {
        let Some(stored) = deliveries::get(tx, MessageId(delivery)).await? else {
            continue;
        };
        let Ok(envelope) = envelope::parse(&stored.body) else {
            continue;
        };
        let reports: HashMap<&str, (&StatusReport<'_>, Millis)> = envelope
            .items
            .iter()
            .filter_map(|item| match &item.event {
                Event::Status(report) => Some((
                    item.pointer.as_str(),
                    (report.as_ref(), happened(item.at, Millis(stored.received_at))),
                )),
                _ => None,
            })
            .collect();
        // By their place: several that wait may have the key of the first one.
        let wanted: Vec<(&String, &StatusReport<'_>, Millis)> = waiting
            .iter()
            .filter_map(|event| {
                reports
                    .get(event.pointer.as_str())
                    .map(|(report, at)| (&event.key, *report, *at))
            })
            .collect();
        let only: Vec<&StatusReport<'_>> = wanted.iter().map(|(_, report, _)| *report).collect();
        let mut reported = Reported::read(tx, &only).await?;
        for (key, report, at) in wanted {
            if let Some(id) = reported.note(report, at) {
                settled.push((key.clone(), EventState::Processed, outcome(id)));
            }
        }
        reported.save(svc, tx).await?;
    }
    events::settle(tx, &settled).await?;
    Ok(u64::try_from(settled.len()).unwrap_or(u64::MAX))
}

/// What the events with these keys say, verbatim; those left out whose delivery
/// is no longer kept.
pub(super) async fn said(tx: &mut Tx, keys: &[String]) -> ServiceResult<HashMap<String, String>> {
    let mut by_delivery: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    for (key, delivery, pointer) in events::places_of(tx, keys).await? {
        by_delivery.entry(delivery).or_default().push((pointer, key));
    }
    let mut said = HashMap::with_capacity(keys.len());
    for (delivery, places) in by_delivery {
        let Some(stored) = deliveries::get(tx, MessageId(delivery)).await? else {
            continue;
        };
        for (pointer, key) in places {
            if let Some(raw) = webhook::part(&stored.body, &pointer) {
                said.insert(key, raw.to_owned());
            }
        }
    }
    Ok(said)
}
