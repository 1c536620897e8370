//! Keeping events: once each, and what contradicts another beside it.

use std::collections::HashSet;

use channels::webhook::envelope::Event;
use domain::message::id::MessageId;
use sha2::{Digest, Sha256};
use store::{
    Tx,
    messages::incoming as rows,
    webhooks::events::{self, EventState, NewEvent},
};

use super::{
    found::{Found, new_event},
    incoming::{self, Incoming},
    parked,
};
use crate::error::ServiceResult;

/// Stores the events; answers the keys of those that are new. A key that is
/// found twice in one batch is stored once.
pub(super) async fn store_events(tx: &mut Tx, found: &[Found<'_>]) -> ServiceResult<HashSet<String>> {
    let mut seen = HashSet::with_capacity(found.len());
    let rows: Vec<NewEvent> = found
        .iter()
        .filter(|event| seen.insert(event.item.key.as_str()))
        .map(new_event)
        .collect();
    Ok(events::insert_new(tx, &rows).await?)
}

/// A customer's message that has the id of one to another number is no copy of
/// it. It can be given to nobody, because Meta's ids name one message; it is
/// kept among the dead events instead of passing for a repetition.
pub(super) async fn note_contradictions(
    tx: &mut Tx,
    found: &[Found<'_>],
    fresh: &HashSet<String>,
) -> ServiceResult<()> {
    let repeated = repeated(found, fresh, |event| {
        matches!(event.item.event, Event::Inbound(_))
    });
    if repeated.is_empty() {
        return Ok(());
    }
    let keys: Vec<String> = repeated.iter().map(|event| event.item.key.clone()).collect();
    let known = events::numbers_of(tx, &keys).await?;
    let rows: Vec<NewEvent> = repeated
        .into_iter()
        .filter_map(|event| {
            let number = event.item.phone_number_id.as_deref()?;
            let other = known.get(&event.item.key).is_some_and(|known| known != number);
            other.then(|| NewEvent {
                key: format!("{}@{number}", event.item.key),
                state: EventState::Dead,
                outcome: "other_number".to_owned(),
                ..new_event(event)
            })
        })
        .collect();
    events::insert_new(tx, &rows).await?;
    Ok(())
}

/// A report that waits for its message is kept beside an earlier one of its key
/// when it says something else, another time, price or reason: as soon as the
/// message is known, all of them are folded into it, as they would have been had
/// it been known all along.
pub(super) async fn keep_repeats(
    tx: &mut Tx,
    found: &[Found<'_>],
    fresh: &HashSet<String>,
) -> ServiceResult<()> {
    let repeated = repeated(found, fresh, |event| event.state == EventState::Parked);
    if repeated.is_empty() {
        return Ok(());
    }
    let keys: Vec<String> = repeated.iter().map(|event| event.item.key.clone()).collect();
    let known = parked::said(tx, &keys).await?;
    let rows: Vec<NewEvent> = repeated
        .into_iter()
        .filter(|event| known.get(&event.item.key).map(String::as_str) != Some(event.item.raw.get()))
        .map(|event| NewEvent {
            key: format!(
                "{}#{}",
                event.item.key,
                hex::encode(Sha256::digest(event.item.raw.get()))
            ),
            ..new_event(event)
        })
        .collect();
    events::insert_new(tx, &rows).await?;
    Ok(())
}

/// Messages whose id another message has, although no event of it is known. Of a
/// customer's own to the same number this is a copy, whose event is no longer
/// kept. Any other cannot be told from a mistake: it is nobody's message, opens
/// no window and says no STOP, and stays in sight among the dead events.
pub(super) async fn note_taken(tx: &mut Tx, taken: Vec<(&str, &Incoming)>) -> ServiceResult<()> {
    let wamids: Vec<String> = taken
        .iter()
        .map(|(_, incoming)| incoming.row.wamid.clone())
        .collect();
    let holders = rows::holders(tx, &wamids).await?;
    let settled: Vec<(String, EventState, String)> = taken
        .into_iter()
        .filter_map(|(key, incoming)| {
            let holder = holders.iter().find(|one| one.wamid == incoming.row.wamid)?;
            let (state, outcome) = if holder.direction == rows::OUTBOUND {
                (EventState::Dead, "own_message".to_owned())
            } else if holder.number == incoming.row.number {
                (EventState::Processed, incoming::outcome(MessageId(holder.id)))
            } else {
                (EventState::Dead, "other_number".to_owned())
            };
            Some((key.to_owned(), state, outcome))
        })
        .collect();
    Ok(events::settle(tx, &settled).await?)
}

/// Events of a kind that came under their key before, in this batch or earlier.
fn repeated<'f, 'a>(
    found: &'f [Found<'a>],
    fresh: &HashSet<String>,
    kind: impl Fn(&Found<'a>) -> bool,
) -> Vec<&'f Found<'a>> {
    let mut first = HashSet::new();
    found
        .iter()
        .filter(|event| kind(event))
        .filter(|event| {
            let key = event.item.key.as_str();
            !(fresh.contains(key) && first.insert(key))
        })
        .collect()
}
