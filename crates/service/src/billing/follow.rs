//! Following the message log: pricing what webhooks noted, a piece at a time.
//!
//! One instance does it (a lease says which). A piece reads in a transaction of
//! its own and writes in another, which takes the notes away; when somebody
//! else has taken one of them in between, nothing of it is kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    billing::{Month, Regime},
    message::id::MessageId,
    time::Millis,
};
use store::{
    Tx,
    billing::{
        differences as difference_rows, due,
        facts::{self, Fact},
        lines,
    },
};

use super::{
    booking, budgets, differences,
    priced::{self, ASKED_BEFORE, LOOK_BACK, Priced},
    recompute,
    world::World,
};
use crate::{Services, error::ServiceResult, events::Topic};

/// Most notes of one piece.
const PIECE: i64 = 2_000;

/// What a piece of following did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    /// Notes that were worked off.
    pub notes: u64,
    /// Messages that were priced for the first time.
    pub priced: u64,
    /// Corrections that were booked.
    pub corrected: u64,
    /// Whether more notes wait.
    pub more: bool,
}

/// Notes messages about which something was learnt. Part of the transaction
/// that learnt it, so that neither is without the other.
pub(crate) async fn note(svc: &Services, tx: &mut Tx, messages: &[i64]) -> ServiceResult<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let now = svc.clock.now();
    let rows: Vec<(MessageId, i64)> = messages
        .iter()
        .map(|message| (svc.random.message_id(now), *message))
        .collect();
    Ok(due::note(tx, &rows).await?)
}

/// Works off everything that waits. Answers what was done in all.
pub async fn all(svc: &Services) -> ServiceResult<Followed> {
    let mut sum = Followed::default();
    loop {
        let done = step(svc).await?;
        sum.notes += done.notes;
        sum.priced += done.priced;
        sum.corrected += done.corrected;
        if !done.more {
            break;
        }
    }
    Ok(sum)
}

/// Whether something waits.
pub async fn waits(svc: &Services) -> ServiceResult<bool> {
    let mut tx = svc.db.read().await?;
    Ok(!due::first(&mut tx, 1).await?.is_empty())
}

/// Works off one piece.
pub async fn step(svc: &Services) -> ServiceResult<Followed> {
    let mut tx = svc.db.read().await?;
    let notes = due::first(&mut tx, PIECE).await?;
    if notes.is_empty() {
        return Ok(Followed::default());
    }
    let world = World::read(svc, &mut tx).await?;
    let piece = Piece::read(&mut tx, &world, &notes).await?;
    drop(tx);

    let mut tx = svc.db.write().await?;
    lines::lock(&mut tx).await?;
    let ids: Vec<i64> = notes.iter().map(|(id, _)| *id).collect();
    if due::done(&mut tx, &ids).await? != u64::try_from(ids.len()).unwrap_or(0) {
        // Another instance was at it; the transaction goes away with its changes.
        return Ok(Followed {
            more: true,
            ..Followed::default()
        });
    }
    let (mut booked, said) = booking::book(svc, &mut tx, &world, &piece.messages, piece.wanted).await?;
    note_differences(svc, &mut tx, &world, piece.facts, piece.messages, &said).await?;
    for (portfolio, month) in &piece.whole_months {
        let accounts = world.together(portfolio);
        let more = recompute::repair(svc, &mut tx, &world, &accounts, *month).await?;
        booked.new += more.new;
        booked.corrected += more.corrected;
    }
    let alarms = budgets::raise(svc, &mut tx).await?;
    tx.commit().await?;
    for (budget, threshold) in alarms {
        tracing::warn!(
            bakery = budget.name,
            threshold,
            spent = %budget.spent,
            limit = %budget.limit,
            "a budget's threshold is passed"
        );
    }
    if booked != booking::Booked::default() {
        svc.events.publish(Topic::Billing);
    }
    Ok(Followed {
        notes: u64::try_from(notes.len()).unwrap_or(0),
        priced: booked.new,
        corrected: booked.corrected,
        more: i64::try_from(notes.len()).unwrap_or(0) == PIECE,
    })
}

/// What one piece is about.
#[derive(Debug, Default)]
struct Piece {
    /// Messages that are looked at.
    messages: Vec<i64>,
    /// What the ledger should say about them.
    wanted: Vec<Priced>,
    /// Portfolios and months that have to be priced as a whole.
    whole_months: HashSet<(String, Month)>,
    /// The messages' facts, by id.
    facts: HashMap<i64, Fact>,
}

impl Piece {
    async fn read(tx: &mut Tx, world: &World, notes: &[(i64, i64)]) -> ServiceResult<Self> {
        let mut ids: Vec<i64> = notes.iter().map(|(_, message)| *message).collect();
        ids.sort_unstable();
        ids.dedup();
        let noted = facts::by_ids(tx, &ids).await?;
        // The log forgets by age; the ledger does not follow it there.
        let found: Vec<i64> = noted.iter().map(|fact| fact.id).collect();
        // The first instant in each thread at which something is new.
        let mut since: HashMap<(i64, Option<String>, Option<i64>), Millis> = HashMap::new();
        let mut contacts: Vec<i64> = Vec::new();
        // Messages whose months are priced as a whole.
        let mut whole: HashSet<i64> = HashSet::new();
        let mut out = Self::default();
        for fact in &noted {
            let Some(at) = priced::happened(fact) else {
                continue;
            };
            if needs_whole_month(world, fact, at) {
                out.whole_month(world, fact, at);
                whole.insert(fact.id);
                continue;
            }
            let alone = if fact.who.is_none() { Some(fact.id) } else { None };
            let first = since.entry((fact.number, fact.who.clone(), alone)).or_insert(at);
            *first = (*first).min(at);
            contacts.extend(fact.contact);
        }
        let Some(earliest) = since.values().min().copied() else {
            return Ok(out);
        };
        contacts.sort_unstable();
        contacts.dedup();
        let people = facts::same_people(tx, &contacts).await?;
        let from = MessageId::first_of(earliest.plus(-LOOK_BACK - ASKED_BEFORE));
        let mut all = facts::of_contacts(tx, &people, from, MessageId(i64::MAX)).await?;
        all.extend(noted.into_iter().filter(|fact| fact.contact.is_none()));
        for thread in priced::threads(&all) {
            let Some(first) = thread.first() else { continue };
            let alone = if first.who.is_none() { Some(first.id) } else { None };
            let Some(from) = since.get(&(first.number, first.who.clone(), alone)) else {
                continue;
            };
            let new: Vec<(&Fact, Millis)> = thread
                .iter()
                .filter_map(|fact| Some((*fact, priced::happened(fact)?)))
                .filter(|(_, at)| at >= from)
                .collect();
            // What follows in the thread may lie in the time of other rules.
            if new.iter().any(|(fact, at)| needs_whole_month(world, fact, *at)) {
                for (fact, at) in new {
                    out.whole_month(world, fact, at);
                    whole.insert(fact.id);
                }
                continue;
            }
            out.messages.extend(new.iter().map(|(fact, _)| fact.id));
            out.wanted.extend(priced::thread(world, &thread, *from));
        }
        out.messages.extend(found);
        out.messages.retain(|id| !whole.contains(id));
        out.messages.sort_unstable();
        out.messages.dedup();
        out.facts = all.into_iter().map(|fact| (fact.id, fact)).collect();
        Ok(out)
    }

    fn whole_month(&mut self, world: &World, fact: &Fact, at: Millis) {
        if let Some((account, billed)) = world.account_of(fact.number) {
            let portfolio = world.portfolio(account).to_owned();
            self.whole_months.insert((portfolio, billed.zone.month(at)));
        }
    }
}

/// Whether a price depends on more than the thread and the number's allowance:
/// conversations' free tier is the account's, volume bands are the portfolio's.
fn needs_whole_month(world: &World, fact: &Fact, at: Millis) -> bool {
    let Some((_, billed)) = world.account_of(fact.number) else {
        return false;
    };
    let day = billed.zone.day(at);
    let regime = Regime::of(day);
    if regime < Regime::PerMessage {
        return true;
    }
    billed.account.as_ref().is_some_and(|account| {
        world
            .book
            .card(account.currency, regime.unit(), day)
            .is_some_and(domain::billing::RateCard::has_tiers)
    })
}

/// Keeps what reports say otherwise about these messages.
async fn note_differences(
    svc: &Services,
    tx: &mut Tx,
    world: &World,
    mut facts: HashMap<i64, Fact>,
    mut messages: Vec<i64>,
    said: &[Priced],
) -> ServiceResult<()> {
    // Messages whose place in an allowance moved were not looked at before.
    let moved: Vec<i64> = said
        .iter()
        .map(|priced| priced.message)
        .filter(|message| !facts.contains_key(message))
        .collect();
    for fact in facts::by_ids(tx, &moved).await? {
        messages.push(fact.id);
        facts.insert(fact.id, fact);
    }
    let now = svc.clock.now();
    let mut found = BTreeMap::new();
    for priced in said {
        let Some(fact) = facts.get(&priced.message) else {
            continue;
        };
        if let Some(difference) = differences::of(world, fact, priced, now) {
            found.insert(difference.message, difference);
        }
    }
    let rows: Vec<_> = found.into_values().collect();
    Ok(difference_rows::replace(tx, &messages, &rows).await?)
}
