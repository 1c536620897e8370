//! The proof: a month priced from the message log alone, in one pass over
//! everything in order, and compared with the ledger line by line.

mod replay;

use std::{
    collections::{HashMap, HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use domain::{billing::Month, ids::AccountId, message::id::MessageId, time::Millis};
use store::{
    Tx,
    billing::{due, facts, lines::Line, proof, sums},
};

use self::replay::walk;
pub(super) use self::replay::{each_fact, whole_month};
use super::{
    Amounts,
    booking::{self, Booked},
    calendar::month_no,
    close, follow,
    priced::Priced,
    statement::{self, Payee},
    world::World,
};
use crate::{Services, error::ServiceResult};

/// Rows that are read at a time.
const PIECE: i64 = 8_000;
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
    /// Lines of messages that the log has forgotten by age, or is about to:
    /// nothing to compare with.
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

    /// Whether there was nothing to compare: no message and no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expected == 0 && self.in_force == 0 && self.booked == 0
    }
}

/// Prices a month again and compares. What waits is priced first; nothing that
/// is in the ledger is touched.
pub async fn prove(svc: &Services, month: Month) -> ServiceResult<Proof> {
    follow::all(svc).await?;
    let mut tx = svc.db.read().await?;
    tx.hold_still().await?;
    let world = World::read(svc, &mut tx).await?;
    let settled_before = follow::settled_before(svc, &mut tx).await?;
    let mut expected: Vec<Expected> = Vec::new();
    let mut messages = 0_u64;
    walk(&mut tx, &world, month, None, |priced| {
        if priced.payee == Payee::Meta {
            messages += 1;
        }
        if priced.at >= settled_before.0 {
            expected.push(Expected::of(&priced));
        }
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
    compare(&mut tx, &mut proof, expected, settled_before).await?;
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

async fn compare(
    tx: &mut Tx,
    proof: &mut Proof,
    expected: Vec<Expected>,
    settled_before: Millis,
) -> ServiceResult<()> {
    let mut seen = vec![false; expected.len()];
    for booked_in in proof::booking_months(tx, month_no(proof.month)).await? {
        let mut after = MessageId(0);
        loop {
            let piece = proof::open_of_month(tx, month_no(proof.month), booked_in, after, PIECE).await?;
            let Some(last) = piece.last() else { break };
            after = MessageId(last.id);
            compare_piece(tx, proof, &expected, &mut seen, (&piece, settled_before)).await?;
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

async fn compare_piece(
    tx: &mut Tx,
    proof: &mut Proof,
    expected: &[Expected],
    seen: &mut [bool],
    (piece, settled_before): (&[Line], Millis),
) -> ServiceResult<()> {
    let mut extra: Vec<&Line> = Vec::new();
    for line in piece {
        proof.in_force += 1;
        if let Some(micros) = line.amount_micros {
            proof.total.add(micros, statement::currency(&line.currency)?);
        }
        if line.at < settled_before.0 {
            proof.forgotten += 1;
            continue;
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

/// Books what the ledger says otherwise about a month of the accounts of one
/// portfolio: for rules under which a price depends on all of them. `wanted` is
/// what [`whole_month`] answered.
pub(super) async fn repair(
    svc: &Services,
    tx: &mut Tx,
    world: &World,
    accounts: &[&str],
    month: Month,
    wanted: Vec<Priced>,
) -> ServiceResult<Booked> {
    let mut known: HashMap<(i64, i64), Line> = HashMap::new();
    for booked_in in proof::booking_months(tx, month_no(month)).await? {
        let mut after = MessageId(0);
        loop {
            let piece = proof::open_of_month(tx, month_no(month), booked_in, after, PIECE).await?;
            let Some(last) = piece.last() else { break };
            after = MessageId(last.id);
            let own = |line: &Line| accounts.contains(&line.account_id.as_str());
            for line in piece.into_iter().filter(own) {
                known.insert((line.message, line.charge), line);
            }
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

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Months that have entries, for proving all of them.
pub async fn months(svc: &Services) -> ServiceResult<Vec<Month>> {
    // What waits may be of a month without entries so far.
    follow::all(svc).await?;
    let mut tx = svc.db.read().await?;
    sums::months_known(&mut tx, sums::Whose::All)
        .await?
        .into_iter()
        .map(super::calendar::month_of)
        .collect()
}
