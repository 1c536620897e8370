//! What one piece of following is about: conversations in which something is
//! new, each priced from there to its end, so that a message is priced once
//! however many notes its conversation has.

use std::collections::{HashMap, HashSet};

use domain::{
    billing::{Month, Regime},
    message::id::MessageId,
    time::Millis,
};
use store::{
    Tx,
    billing::{
        due,
        facts::{self, Fact},
        lines,
    },
};

use crate::{
    billing::{
        calendar::month_of,
        priced::{self, ASKED_BEFORE, LOOK_BACK, Priced},
        recompute,
        world::World,
    },
    error::ServiceResult,
};

/// Customers whose messages are read at a time.
const CUSTOMERS: usize = 32;
/// Once so many messages have been read, the other customers wait for the next
/// piece: what a piece writes keeps other writers waiting.
const MESSAGES: usize = 8_000;

/// What one piece is about.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Messages that are looked at.
    pub(super) messages: Vec<i64>,
    /// What the ledger should say about them.
    pub(super) wanted: Vec<Priced>,
    /// Messages that are looked at with their whole months.
    pub(super) by_month: Vec<i64>,
    /// Portfolios and months that are priced as a whole.
    pub(super) whole_months: Vec<WholeMonth>,
    /// The messages' facts, by id.
    pub(super) facts: HashMap<i64, Fact>,
    /// Notes that this works off, also about messages that were not asked for.
    pub(super) notes: Vec<i64>,
    /// Whether more waits.
    pub(super) more: bool,
}

/// A month of a portfolio.
#[derive(Debug)]
pub(super) struct WholeMonth {
    pub(super) portfolio: String,
    pub(super) month: Month,
    /// What the ledger should say about it.
    pub(super) wanted: Vec<Priced>,
}

/// A conversation: a number and a person, or a message without a person.
type Thread = (i64, Option<String>, Option<i64>);

fn thread_of(fact: &Fact) -> Thread {
    let alone = if fact.who.is_none() { Some(fact.id) } else { None };
    (fact.number, fact.who.clone(), alone)
}

impl Piece {
    /// Reads what these notes lead to. `tx` sees one instant, so that no note is
    /// taken away whose facts were not seen.
    /// Entries about deliveries before `settled_before` are left alone.
    pub(super) async fn read(
        tx: &mut Tx,
        world: &World,
        notes: &[(i64, i64)],
        settled_before: Millis,
    ) -> ServiceResult<Self> {
        let mut ids: Vec<i64> = notes.iter().map(|(_, message)| *message).collect();
        ids.sort_unstable();
        ids.dedup();
        let noted = facts::by_ids(tx, &ids).await?;
        let mut out = Self::default();
        let mut whole = Whole::default();
        // The first instant in each thread at which something is new.
        let mut since: HashMap<Thread, Millis> = HashMap::new();
        for fact in &noted {
            if let Some(at) = priced::happened(fact)
                && !whole.takes(world, fact, at)
            {
                let first = since.entry(thread_of(fact)).or_insert(at);
                *first = (*first).min(at);
            }
        }
        // The same by customer, in the order of their ids.
        let mut customers: Vec<(i64, Millis)> = noted
            .iter()
            .filter_map(|fact| Some((fact.contact?, *since.get(&thread_of(fact))?)))
            .collect();
        customers.sort_unstable();
        customers.dedup_by_key(|(contact, _)| *contact);
        let (all, waiting) = conversations(tx, &noted, &customers).await?;
        out.more = !waiting.is_empty();

        // The log forgets by age; the ledger does not follow it there.
        out.messages = noted
            .iter()
            .filter(|fact| fact.contact.is_none_or(|contact| !waiting.contains(&contact)))
            .map(|fact| fact.id)
            .collect();
        for thread in priced::threads(&all) {
            let from = thread.first().and_then(|first| since.get(&thread_of(first)));
            if let Some(from) = from {
                out.thread(world, &thread, *from, &mut whole);
            }
        }
        out.messages.retain(|id| !whole.messages.contains(id));
        out.messages.sort_unstable();
        out.messages.dedup();
        out.facts = all.into_iter().map(|fact| (fact.id, fact)).collect();
        debug_assert!(
            noted.iter().all(|fact| {
                let asked = out.messages.binary_search(&fact.id).is_ok() && priced::happened(fact).is_some();
                !asked || out.facts.contains_key(&fact.id)
            }),
            "a message that is looked at is priced with its conversation"
        );
        for fact in noted.iter().filter(|fact| whole.messages.contains(&fact.id)) {
            out.by_month.push(fact.id);
            out.facts.insert(fact.id, fact.clone());
        }
        whole.moved_away(tx, world).await?;
        let mut looked_at = whole
            .read(tx, world, settled_before, &mut out.whole_months)
            .await?;

        looked_at.extend(&out.messages);
        let later: HashSet<i64> = noted
            .iter()
            .filter(|fact| fact.contact.is_some_and(|contact| waiting.contains(&contact)))
            .map(|fact| fact.id)
            .collect();
        looked_at.extend(ids.iter().filter(|id| !later.contains(id)));
        looked_at.sort_unstable();
        looked_at.dedup();
        out.notes = due::of_messages(tx, &looked_at).await?;
        out.leave_alone(tx, settled_before).await?;
        Ok(out)
    }

    /// Forgets what has an entry about a delivery before `settled_before`.
    async fn leave_alone(&mut self, tx: &mut Tx, settled_before: Millis) -> ServiceResult<()> {
        let old: Vec<i64> = self
            .wanted
            .iter()
            .filter(|priced| priced.at < settled_before.0)
            .map(|priced| priced.message)
            .collect();
        let settled: HashSet<i64> = lines::open_of(tx, &old)
            .await?
            .into_iter()
            .map(|line| line.message)
            .collect();
        self.messages.retain(|message| !settled.contains(message));
        self.wanted.retain(|priced| !settled.contains(&priced.message));
        Ok(())
    }

    /// Prices what happened in a thread at `from` or later.
    fn thread(&mut self, world: &World, thread: &[&Fact], from: Millis, whole: &mut Whole) {
        let new: Vec<(&Fact, Millis)> = thread
            .iter()
            .filter_map(|fact| Some((*fact, priced::happened(fact)?)))
            .filter(|(_, at)| *at >= from)
            .collect();
        // What follows in the thread may lie in the time of other rules.
        if new.iter().any(|(fact, at)| needs_whole_month(world, fact, *at)) {
            for (fact, at) in new {
                whole.add(world, fact, at);
            }
            return;
        }
        self.messages.extend(new.iter().map(|(fact, _)| fact.id));
        self.wanted.extend(priced::thread(world, thread, from));
    }
}

/// What may matter for the price of `noted` and what follows: their customers'
/// conversations, and messages without a customer. Answers also the customers
/// that have to wait.
async fn conversations(
    tx: &mut Tx,
    noted: &[Fact],
    customers: &[(i64, Millis)],
) -> ServiceResult<(Vec<Fact>, HashSet<i64>)> {
    let mut all: Vec<Fact> = noted
        .iter()
        .filter(|fact| fact.contact.is_none())
        .cloned()
        .collect();
    let noted_at: HashMap<i64, Millis> = customers.iter().copied().collect();
    let mut seen: HashSet<i64> = HashSet::new();
    for group in customers.chunks(CUSTOMERS) {
        if all.len() >= MESSAGES {
            break;
        }
        let fresh: Vec<i64> = group
            .iter()
            .map(|(contact, _)| *contact)
            .filter(|contact| !seen.contains(contact))
            .collect();
        let mut people = facts::same_people(tx, &fresh).await?;
        people.retain(|contact| seen.insert(*contact));
        // A person's other record may be noted, too, and earlier.
        let Some(earliest) = people.iter().filter_map(|contact| noted_at.get(contact)).min() else {
            continue;
        };
        let from = MessageId::first_of(earliest.plus(-LOOK_BACK - ASKED_BEFORE));
        all.extend(facts::of_contacts(tx, &people, from, MessageId(i64::MAX)).await?);
    }
    // What was asked for long before it arrived lies before what was read.
    let read: HashSet<i64> = all.iter().map(|fact| fact.id).collect();
    let of_seen = |fact: &&Fact| fact.contact.is_some_and(|contact| seen.contains(&contact));
    all.extend(
        noted
            .iter()
            .filter(of_seen)
            .filter(|fact| !read.contains(&fact.id))
            .cloned(),
    );
    let waiting = customers
        .iter()
        .map(|(contact, _)| *contact)
        .filter(|contact| !seen.contains(contact))
        .collect();
    Ok((all, waiting))
}

/// What has to be priced by the month, and the messages that led there.
#[derive(Debug, Default)]
struct Whole {
    months: HashSet<(String, Month)>,
    messages: HashSet<i64>,
}

impl Whole {
    /// Takes a message whose price needs it.
    fn takes(&mut self, world: &World, fact: &Fact, at: Millis) -> bool {
        let needed = needs_whole_month(world, fact, at);
        if needed {
            self.add(world, fact, at);
        }
        needed
    }

    fn add(&mut self, world: &World, fact: &Fact, at: Millis) {
        self.messages.insert(fact.id);
        if let Some((account, billed)) = world.account_of(fact.number) {
            let portfolio = world.portfolio(account);
            // What follows within days may rest on it, in the next month, too.
            for at in [at, at.plus(LOOK_BACK)] {
                self.months.insert((portfolio.to_owned(), billed.zone.month(at)));
            }
        }
    }

    /// A delivery that moves across a month's end changes what the month that it
    /// leaves comes to.
    async fn moved_away(&mut self, tx: &mut Tx, world: &World) -> ServiceResult<()> {
        let messages: Vec<i64> = self.messages.iter().copied().collect();
        for line in lines::open_of(tx, &messages).await? {
            let portfolio = world.portfolio(&line.account_id).to_owned();
            self.months.insert((portfolio, month_of(line.of_month)?));
        }
        Ok(())
    }

    /// Prices the months; answers the messages that were looked at.
    /// A month that the log no longer has entirely stays as it was booked.
    async fn read(
        self,
        tx: &mut Tx,
        world: &World,
        settled_before: Millis,
        into: &mut Vec<WholeMonth>,
    ) -> ServiceResult<Vec<i64>> {
        let mut all: Vec<i64> = self.messages.into_iter().collect();
        for (portfolio, month) in self.months {
            let accounts = world.together(&portfolio);
            let begins = |account: &&str| Some(world.accounts.get(*account)?.zone.month_start(month));
            if accounts
                .iter()
                .filter_map(begins)
                .any(|begins| begins < settled_before)
            {
                continue;
            }
            let (wanted, looked_at) = recompute::whole_month(tx, world, &accounts, month).await?;
            all.extend(looked_at);
            into.push(WholeMonth {
                portfolio,
                month,
                wanted,
            });
        }
        Ok(all)
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
