//! The proof: a month priced from the message log alone, in one pass over
//! everything in order, and compared with the ledger line by line.

use std::{
    collections::{HashMap, HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use domain::{
    billing::{Month, Pricer},
    ids::AccountId,
    message::id::MessageId,
    time::{DAY, Millis},
};
use store::{
    Tx,
    billing::{
        due,
        facts::{self, Fact},
        lines::Line,
        proof, sums,
    },
};

use super::{
    amounts::Amounts,
    booking::{self, Booked},
    calendar::month_no,
    close, follow,
    priced::{self, ASKED_BEFORE, LOOK_BACK, Priced},
    statement::{self, Payee},
    world::{Billed, World},
};
use crate::{Services, error::ServiceResult};

/// Rows that are read at a time.
const PIECE: i64 = 8_000;
/// How much later than it happened something may be heard of: Meta repeats
/// webhooks for a week.
const HEARD_LATE: i64 = 9 * DAY;
/// Differences that are named; all are counted.
const NAMED: usize = 20;

/// A difference between the log and the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofDifference {
    /// The message.
    pub message: MessageId,
    /// Who takes the money.
    pub payee: Payee,
    /// `missing` in the ledger, `extra` there, or `differs`.
    pub what: &'static str,
    /// What the log says it costs, in micro-units.
    pub expected_micros: Option<i64>,
    /// What the ledger says.
    pub found_micros: Option<i64>,
}

/// What comparing a month came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The month.
    pub month: Month,
    /// Messages of the log that were delivered in it.
    pub messages: u64,
    /// Lines that the log leads to.
    pub expected: u64,
    /// Lines in force about that month.
    pub in_force: u64,
    /// Their sum.
    pub total: Amounts,
    /// Entries that are booked in the month, reversals included.
    pub booked: u64,
    /// Whether entries, sums by day and sums by month agree on quantity and amount.
    pub sums_agree: bool,
    /// Accounts whose signed-off month no longer has the lines that were signed.
    pub seals_broken: Vec<String>,
    /// Lines of messages that the log has forgotten by age: nothing to compare with.
    pub forgotten: u64,
    /// How many differences there are.
    pub differences: u64,
    /// The first of them.
    pub named: Vec<ProofDifference>,
    /// Messages that still waited to be priced.
    pub waiting: u64,
}

impl Proof {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.differences == 0 && self.sums_agree && self.seals_broken.is_empty() && self.waiting == 0
    }
}

/// Prices a month again and compares. What waits is priced first; nothing that
/// is in the ledger is touched.
pub async fn prove(svc: &Services, month: Month) -> ServiceResult<Proof> {
    follow::all(svc).await?;
    let mut tx = svc.db.read().await?;
    proof::hold_still(&mut tx).await?;
    let world = World::read(svc, &mut tx).await?;
    let mut expected: Vec<Expected> = Vec::new();
    let mut messages = 0_u64;
    walk(&mut tx, &world, month, None, |priced| {
        if priced.payee == Payee::Meta {
            messages += 1;
        }
        expected.push(Expected::of(&priced));
    })
    .await?;
    expected.sort_unstable_by_key(Expected::key);

    let mut proof = Proof {
        month,
        messages,
        expected: count(expected.len()),
        in_force: 0,
        total: Amounts::default(),
        booked: 0,
        sums_agree: false,
        seals_broken: Vec::new(),
        forgotten: 0,
        differences: 0,
        named: Vec::new(),
        waiting: crate::stored::count(due::waiting(&mut tx).await?),
    };
    compare(&mut tx, &mut proof, expected).await?;
    let (entries, quantity, amount) = proof::booked(&mut tx, month_no(month)).await?;
    proof.booked = crate::stored::count(entries);
    proof.sums_agree = proof::summed(&mut tx, month_no(month)).await? == [(quantity, amount); 2];
    for account in world.accounts.keys() {
        if let Ok(id) = AccountId::parse(account)
            && close::still_sealed(&mut tx, &id, month).await? == Some(false)
        {
            proof.seals_broken.push(account.clone());
        }
    }
    Ok(proof)
}

/// A line that the log leads to, as small as comparing allows.
#[derive(Debug, Clone, Copy)]
struct Expected {
    message: i64,
    payee: i64,
    hash: u64,
    micros: Option<i64>,
}

impl Expected {
    fn of(priced: &Priced) -> Self {
        Self {
            message: priced.message,
            payee: priced.payee.code(),
            hash: content(priced),
            micros: priced.rate,
        }
    }

    const fn key(&self) -> (i64, i64) {
        (self.message, self.payee)
    }
}

/// A hash over everything that a line says.
fn content(priced: &Priced) -> u64 {
    let mut hasher = DefaultHasher::new();
    (
        priced.at,
        priced.day,
        month_no(priced.of_month),
        priced.tenant,
        priced.number,
        &priced.account,
        &priced.regime,
        &priced.reason,
        &priced.market,
        &priced.category,
        &priced.template,
    )
        .hash(&mut hasher);
    (&priced.card, &priced.currency, priced.rate, priced.allowance).hash(&mut hasher);
    hasher.finish()
}

async fn compare(tx: &mut Tx, proof: &mut Proof, expected: Vec<Expected>) -> ServiceResult<()> {
    let mut seen = vec![false; expected.len()];
    let mut after = MessageId(0);
    loop {
        let piece = proof::open_of_month(tx, month_no(proof.month), after, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = MessageId(last.id);
        let mut extra: Vec<&Line> = Vec::new();
        for line in &piece {
            proof.in_force += 1;
            if let Some(micros) = line.amount_micros {
                proof.total.add(micros, statement::currency(&line.currency)?);
            }
            let place = expected.binary_search_by_key(&(line.message, line.charge), Expected::key);
            match place
                .ok()
                .and_then(|at| Some((expected.get(at)?, seen.get_mut(at)?)))
            {
                Some((wanted, seen)) if !*seen => {
                    *seen = true;
                    if wanted.hash != content(&booking::of_line(line)?) {
                        note(proof, "differs", line, wanted.micros);
                    }
                }
                _ => extra.push(line),
            }
        }
        let known = still_there(tx, &extra).await?;
        for line in extra {
            if known.contains(&line.message) {
                note(proof, "extra", line, None);
            } else {
                proof.forgotten += 1;
            }
        }
    }
    for (wanted, _) in expected.iter().zip(&seen).filter(|(_, seen)| !**seen) {
        proof.differences += 1;
        if proof.named.len() < NAMED {
            proof.named.push(ProofDifference {
                message: MessageId(wanted.message),
                payee: Payee::from_code(wanted.payee),
                what: "missing",
                expected_micros: wanted.micros,
                found_micros: None,
            });
        }
    }
    Ok(())
}

/// Which of these lines' messages the log still has.
async fn still_there(tx: &mut Tx, lines: &[&Line]) -> ServiceResult<HashSet<i64>> {
    let ids: Vec<i64> = lines.iter().map(|line| line.message).collect();
    Ok(facts::by_ids(tx, &ids)
        .await?
        .into_iter()
        .map(|fact| fact.id)
        .collect())
}

fn note(proof: &mut Proof, what: &'static str, line: &Line, expected: Option<i64>) {
    proof.differences += 1;
    if proof.named.len() < NAMED {
        proof.named.push(ProofDifference {
            message: MessageId(line.message),
            payee: Payee::from_code(line.charge),
            what,
            expected_micros: expected,
            found_micros: line.amount_micros,
        });
    }
}

/// Prices an account's month as a whole and books what the ledger says
/// otherwise: for rules under which a price depends on the whole account.
pub(super) async fn repair(
    svc: &Services,
    tx: &mut Tx,
    world: &World,
    account: &str,
    month: Month,
) -> ServiceResult<Booked> {
    let mut wanted = Vec::new();
    walk(tx, world, month, Some(account), |priced| wanted.push(priced)).await?;
    let mut after = MessageId(0);
    let mut known: HashMap<(i64, i64), Line> = HashMap::new();
    loop {
        let piece = proof::open_of_month(tx, month_no(month), after, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = MessageId(last.id);
        for line in piece.into_iter().filter(|line| line.account_id == account) {
            known.insert((line.message, line.charge), line);
        }
    }
    // A line about another month of a message that now belongs to this one.
    let ids: Vec<i64> = wanted.iter().map(|priced| priced.message).collect();
    for line in store::billing::lines::open_of(tx, &ids).await? {
        known.insert((line.message, line.charge), line);
    }
    let mut pairs: Vec<(Option<Line>, Option<Priced>)> = wanted
        .into_iter()
        .map(|priced| (known.remove(&(priced.message, priced.payee.code())), Some(priced)))
        .collect();
    let left: Vec<&Line> = known.values().collect();
    let there = still_there(tx, &left).await?;
    pairs.extend(
        known
            .into_values()
            .filter(|line| there.contains(&line.message))
            .map(|line| (Some(line), None)),
    );
    booking::write(svc, tx, world, booking::Settled { pairs }).await
}

/// What happened, as small as pricing allows.
struct Small {
    at: i64,
    id: i64,
    asked: i64,
    tenant: i64,
    number: i64,
    who: u32,
    template: u32,
    category: u32,
    direction: u8,
    entry: bool,
    from_template: bool,
}

/// Texts that repeat.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
    all: Vec<String>,
}

impl Texts {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    fn get(&self, number: u32) -> String {
        usize::try_from(number)
            .ok()
            .and_then(|at| self.all.get(at))
            .cloned()
            .unwrap_or_default()
    }
}

/// Prices what was delivered in a month, account by account in order of time.
async fn walk(
    tx: &mut Tx,
    world: &World,
    month: Month,
    only: Option<&str>,
    mut each: impl FnMut(Priced),
) -> ServiceResult<()> {
    let spans: HashMap<&str, (&Billed, Millis, Millis)> = world
        .accounts
        .iter()
        .filter(|(id, _)| only.is_none_or(|only| only == id.as_str()))
        .map(|(id, billed)| {
            let (from, to) = (
                billed.zone.month_start(month),
                billed.zone.month_start(month.next()),
            );
            (id.as_str(), (billed, from, to))
        })
        .collect();
    let Some(earliest) = spans.values().map(|(_, from, _)| *from).min() else {
        return Ok(());
    };
    let latest = spans.values().map(|(_, _, to)| *to).max().unwrap_or(earliest);
    let (by_account, texts) = load(tx, world, &spans, earliest, latest).await?;
    let mut out = Vec::new();
    for (account, mut facts) in by_account {
        let Some((billed, from, _)) = spans.get(account) else {
            continue;
        };
        facts.sort_unstable_by_key(|small| (small.at, small.direction, small.id));
        let Some(known) = &billed.account else {
            for small in &facts {
                let fact = whole(small, &texts);
                priced::thread(world, &[&fact], *from)
                    .into_iter()
                    .for_each(&mut each);
            }
            continue;
        };
        let mut pricer = Pricer::new(&world.book, [known.clone()]);
        for small in &facts {
            let fact = whole(small, &texts);
            priced::feed(&mut pricer, account, billed, &fact, *from, &mut out);
            out.drain(..).for_each(&mut each);
        }
    }
    Ok(())
}

/// Everything that prices of an account's month may depend on, in order of time.
pub(super) async fn each_fact(
    tx: &mut Tx,
    world: &World,
    month: Month,
    account: &str,
    mut each: impl FnMut(&Fact),
) -> ServiceResult<()> {
    let Some((id, billed)) = world.accounts.get_key_value(account) else {
        return Ok(());
    };
    let (from, to) = (
        billed.zone.month_start(month),
        billed.zone.month_start(month.next()),
    );
    let spans = HashMap::from([(id.as_str(), (billed, from, to))]);
    let (by_account, texts) = load(tx, world, &spans, from, to).await?;
    for mut facts in by_account.into_values() {
        facts.sort_unstable_by_key(|small| (small.at, small.direction, small.id));
        for small in &facts {
            each(&whole(small, &texts));
        }
    }
    Ok(())
}

/// Reads everything that prices of a month may depend on.
async fn load<'w>(
    tx: &mut Tx,
    world: &'w World,
    spans: &HashMap<&'w str, (&'w Billed, Millis, Millis)>,
    earliest: Millis,
    latest: Millis,
) -> ServiceResult<(HashMap<&'w str, Vec<Small>>, Texts)> {
    let mut texts = Texts::default();
    let mut by_account: HashMap<&str, Vec<Small>> = HashMap::new();
    let mut after = MessageId::first_of(earliest.plus(-LOOK_BACK - ASKED_BEFORE));
    let to = MessageId::first_of(latest.plus(HEARD_LATE));
    loop {
        let piece = facts::of_everybody(tx, after, to, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = MessageId(last.id);
        for fact in &piece {
            let Some((account, _)) = world.account_of(fact.number) else {
                continue;
            };
            let Some((_, from, to)) = spans.get(account) else {
                continue;
            };
            let Some(at) = priced::happened(fact).filter(|at| *at >= from.plus(-LOOK_BACK) && *at < *to)
            else {
                continue;
            };
            // Nobody in particular is nobody else's thread.
            let who = fact.who.clone().unwrap_or_else(|| format!("#{}", fact.id));
            by_account.entry(account).or_default().push(Small {
                at: at.0,
                id: fact.id,
                asked: fact.at,
                tenant: fact.tenant,
                number: fact.number,
                who: texts.of(&who),
                template: texts.of(fact.template.as_deref().unwrap_or_default()),
                category: texts.of(&priced::category(fact)),
                direction: u8::from(fact.direction != 0),
                entry: fact.entry == 1,
                from_template: fact.kind == "template",
            });
        }
    }
    Ok((by_account, texts))
}

/// A fact as pricing wants it.
fn whole(small: &Small, texts: &Texts) -> Fact {
    let (who, template) = (texts.get(small.who), texts.get(small.template));
    Fact {
        id: small.id,
        tenant: small.tenant,
        number: small.number,
        contact: None,
        direction: i64::from(small.direction),
        kind: if small.from_template { "template" } else { "text" }.to_owned(),
        at: if small.direction == 0 {
            small.at
        } else {
            small.asked
        },
        template: Some(template).filter(|name| !name.is_empty()),
        asked_category: Some(texts.get(small.category)),
        category: None,
        pricing: None,
        delivered_at: Some(small.at),
        read_at: None,
        played_at: None,
        who: Some(who).filter(|who| !who.starts_with('#')),
        entry: i64::from(small.entry),
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Months that have entries, for proving all of them.
pub async fn months(svc: &Services) -> ServiceResult<Vec<Month>> {
    let mut tx = svc.db.read().await?;
    sums::months_known(&mut tx, sums::Whose::All)
        .await?
        .into_iter()
        .map(super::calendar::month_of)
        .collect()
}
