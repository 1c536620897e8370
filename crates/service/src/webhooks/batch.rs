//! Giving the events of several deliveries their effect, in one transaction.

use std::collections::HashSet;

use channels::webhook::envelope::{self, Event, StatusReport};
use domain::contact::Wish;
use store::{
    Tx, contacts,
    messages::incoming as rows,
    webhooks::{deliveries, events::EventState},
};

use super::{
    found::{Found, Stored, is_hint, open, report},
    incoming::{self, Incoming},
    kept,
    numbers::Numbers,
    statuses::Reported,
};
use crate::{
    Services, billing, consent,
    error::ServiceResult,
    events::Topic,
    messages::outbox,
    templates::hook::{self, Noted},
};

/// What a batch did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// Events found for the first time.
    pub(super) fresh: u64,
    /// Events that were known already.
    pub(super) repeated: u64,
    /// Deliveries that could not be read.
    pub(super) dead: u64,
    /// WABAs that Meta says have changed: ask it how.
    pub(super) ask_about: HashSet<String>,
}

/// Gives every event of these deliveries its effect and marks them processed.
/// Doing it again changes nothing.
pub(super) async fn apply(svc: &Services, batch: &[Stored]) -> ServiceResult<Done> {
    let mut done = Done::default();
    let mut tx = svc.db.write().await?;
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut processed = Vec::with_capacity(batch.len());
    for delivery in batch {
        match envelope::parse(&delivery.body) {
            Ok(envelope) => {
                processed.push(delivery.id);
                found.extend(envelope.items.into_iter().map(|item| open(svc, delivery, item)));
            }
            Err(error) => {
                done.dead += 1;
                deliveries::mark_dead(&mut tx, delivery.id, &error.to_string()).await?;
            }
        }
    }
    note_reports(svc, &mut tx, &mut found).await?;
    let fresh = kept::store_events(&mut tx, &found).await?;
    kept::note_contradictions(&mut tx, &found, &fresh).await?;
    kept::keep_repeats(&mut tx, &found, &fresh).await?;
    let mut numbers = Numbers::default();
    understand(svc, &mut tx, &mut numbers, &mut found, &fresh).await?;
    store_messages(svc, &mut tx, &found, &fresh).await?;
    note_preferences(svc, &mut tx, &mut numbers, &found, &fresh).await?;
    let told = note_templates(svc, &mut tx, &found, &fresh).await?;
    deliveries::mark_processed(&mut tx, &processed).await?;
    tx.commit().await?;

    if found
        .iter()
        .any(|event| fresh.contains(&event.item.key) && matches!(event.item.event, Event::Template(_)))
    {
        svc.events.publish(Topic::Templates);
    }
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    done.fresh = u64::try_from(fresh.len()).unwrap_or(u64::MAX);
    done.repeated = total.saturating_sub(done.fresh);
    for event in &found {
        let key = event.item.key.as_str();
        if fresh.contains(key) && is_hint(&event.item.event) && !told.contains(key) {
            done.ask_about
                .extend(event.item.waba_id.as_deref().map(str::to_owned));
        }
    }
    Ok(done)
}

/// Finds out what customers' messages mean that are new. A repetition means
/// nothing: it must not make a customer again, or bring an old name back.
async fn understand(
    svc: &Services,
    tx: &mut Tx,
    numbers: &mut Numbers,
    found: &mut [Found<'_>],
    fresh: &HashSet<String>,
) -> ServiceResult<()> {
    for index in new_messages(found, fresh) {
        let Some(event) = found.get_mut(index) else {
            continue;
        };
        if let Event::Inbound(message) = &event.item.event {
            event.incoming = incoming::understand(svc, tx, numbers, event, message).await?;
        }
    }
    Ok(())
}

/// Where the new messages of customers are: each once, and what was written
/// first comes first, whatever the order of arrival.
fn new_messages(found: &[Found<'_>], fresh: &HashSet<String>) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut new: Vec<(usize, &Found<'_>)> = (0..)
        .zip(found)
        .filter(|(_, event)| event.message.is_some() && fresh.contains(&event.item.key))
        .filter(|(_, event)| seen.insert(event.item.key.as_str()))
        .collect();
    new.sort_by(|(_, one), (_, other)| (one.at, &one.item.key).cmp(&(other.at, &other.item.key)));
    new.into_iter().map(|(index, _)| index).collect()
}

/// Folds status reports into their messages; those without one have to wait.
async fn note_reports(svc: &Services, tx: &mut Tx, found: &mut [Found<'_>]) -> ServiceResult<()> {
    let reports: Vec<&StatusReport<'_>> = found.iter().filter_map(|event| report(&event.item)).collect();
    if reports.is_empty() {
        return Ok(());
    }
    let mut reported = Reported::read(tx, &reports).await?;
    for event in found.iter_mut() {
        let Some(report) = report(&event.item).filter(|r| r.wamid.is_some()) else {
            continue;
        };
        (event.state, event.outcome) = match reported.note(report, event.at) {
            Some(id) => (EventState::Processed, incoming::outcome(id)),
            None => (EventState::Parked, String::new()),
        };
    }
    reported.save(svc, tx).await
}

/// Stores messages that are new, opens windows and follows wishes.
async fn store_messages(
    svc: &Services,
    tx: &mut Tx,
    found: &[Found<'_>],
    fresh: &HashSet<String>,
) -> ServiceResult<()> {
    let mut seen = HashSet::new();
    let mut new: Vec<(&str, &Incoming)> = found
        .iter()
        .filter(|event| fresh.contains(&event.item.key))
        .filter_map(|event| Some((event.item.key.as_str(), event.incoming.as_ref()?)))
        .filter(|(_, incoming)| seen.insert(incoming.row.wamid.as_str()))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let messages: Vec<rows::NewIncoming> = new.iter().map(|(_, incoming)| incoming.row.clone()).collect();
    let stored = rows::insert(tx, &messages).await?;
    if stored.len() < new.len() {
        let (own, taken) = new
            .into_iter()
            .partition(|(_, incoming)| stored.contains(&incoming.row.wamid));
        new = own;
        kept::note_taken(tx, taken).await?;
    }
    let messages = || new.iter().map(|(_, incoming)| &incoming.row);
    // A customer's message opens a window, in which some messages are free.
    let ids: Vec<i64> = messages().map(|message| message.id.0).collect();
    billing::follow::note(svc, tx, &ids).await?;
    contacts::note_inbound(tx, &incoming::windows(messages())).await?;
    for (_, incoming) in new {
        let Some(contact) = incoming.row.contact else {
            continue;
        };
        if let Some((wish, wording)) = &incoming.wish {
            consent::note_wish(svc, tx, contact, *wish, incoming.row.at, wording).await?;
        }
        // Texts that were held until this customer writes may leave now.
        outbox::on_inbound(svc, tx, incoming.row.number, contact, incoming.row.at).await?;
    }
    Ok(())
}

/// Follows what happens to templates. Answers the events after which Meta need
/// not be asked, because they said it all.
async fn note_templates<'f>(
    svc: &Services,
    tx: &mut Tx,
    found: &'f [Found<'_>],
    fresh: &HashSet<String>,
) -> ServiceResult<HashSet<&'f str>> {
    let mut told = HashSet::new();
    for event in found {
        let Event::Template(template) = &event.item.event else {
            continue;
        };
        // Once each, also when a batch holds it twice.
        if !fresh.contains(&event.item.key) || told.contains(event.item.key.as_str()) {
            continue;
        }
        let waba = event.item.waba_id.as_deref();
        if hook::apply(svc, tx, waba, template, event.at).await? != Noted::Ask {
            told.insert(event.item.key.as_str());
        }
    }
    Ok(told)
}

/// Follows what customers chose in WhatsApp itself.
async fn note_preferences(
    svc: &Services,
    tx: &mut Tx,
    numbers: &mut Numbers,
    found: &[Found<'_>],
    fresh: &HashSet<String>,
) -> ServiceResult<()> {
    let mut seen = HashSet::new();
    for event in found {
        let Event::UserPreference(preference) = &event.item.event else {
            continue;
        };
        // Once each, also when a batch holds it twice.
        if !fresh.contains(&event.item.key) || !seen.insert(event.item.key.as_str()) {
            continue;
        }
        let wish = match preference.value.as_str() {
            "stop" => Wish::Stop,
            "resume" | "signup" => Wish::Start,
            _ => continue,
        };
        let who = (preference.wa_id.as_deref(), preference.user_id.as_deref());
        let holder = match event.item.phone_number_id.as_deref() {
            Some(id) => numbers
                .get(tx, id)
                .await?
                .and_then(|known| known.holder(event.at)),
            None => None,
        };
        consent::note_preference(svc, tx, holder, who, wish, event.at).await?;
    }
    Ok(())
}
