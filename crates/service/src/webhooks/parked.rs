//! Status reports that came before we knew their message.

use std::collections::{BTreeMap, HashMap};

use channels::webhook::envelope::{self, Event, StatusReport};
use domain::{message::id::MessageId, time::Millis};
use store::{
    Tx,
    webhooks::{
        deliveries,
        events::{self, EventState, ParkedEvent},
    },
};

use super::{incoming::outcome, statuses::Reported};
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
    let mut by_delivery: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for event in waiting {
        by_delivery.entry(event.delivery).or_default().push(event.key);
    }
    let mut settled = Vec::new();
    for (delivery, keys) in by_delivery {
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
                    item.key.as_str(),
                    (report.as_ref(), item.at.unwrap_or(Millis(stored.received_at))),
                )),
                _ => None,
            })
            .collect();
        let wanted: Vec<(&String, &StatusReport<'_>, Millis)> = keys
            .iter()
            .filter_map(|key| reports.get(key.as_str()).map(|(report, at)| (key, *report, *at)))
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
