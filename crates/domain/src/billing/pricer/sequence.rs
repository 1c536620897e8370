//! Facts in any order, put in order and priced.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use super::Pricer;
use crate::billing::{
    book::Book,
    charge::Charge,
    fact::{Account, Delivered, Fact, Failed},
};

/// The price of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which of the given facts.
    pub fact: usize,
    /// What it costs.
    pub charge: Charge,
}

/// Prices facts in any order; the same fact given twice counts once.
///
/// Every delivered message gets one line. A customer's message and a failed
/// message get one only where the partner takes a fee for it. Lines are in the
/// order of the facts given. A message is known by its account and id. Of two
/// reports of one message that contradict each other the earlier delivery
/// counts, whatever their order.
#[must_use]
pub fn price(book: &Book, accounts: &[Account], facts: &[Fact<'_>]) -> Vec<Line> {
    let mut order: Vec<(usize, &Fact<'_>)> = facts.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| in_time(a, b));
    // Where a message is given more than once, its line stands where it was first mentioned.
    let mut first: HashMap<(&str, &str), usize> = HashMap::new();
    let mut delivered: HashSet<(&str, &str)> = HashSet::new();
    for (index, fact) in facts.iter().enumerate() {
        if let Some(message) = message(fact) {
            first.entry(message).or_insert(index);
            if matches!(fact, Fact::Delivered(_)) {
                delivered.insert(message);
            }
        }
    }
    let mut pricer = Pricer::new(book, accounts.iter().cloned());
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    let mut last_inbound = None;
    let mut lines = Vec::with_capacity(first.len());
    for (index, fact) in order {
        if let Fact::Inbound(inbound) = fact {
            // In order, so that the same report given twice stands side by side.
            if last_inbound.replace(inbound) == Some(inbound) {
                continue;
            }
            if let Some(charge) = pricer.inbound(inbound) {
                lines.push(Line { fact: index, charge });
            }
            continue;
        }
        let Some(message) = message(fact) else { continue };
        let charge = match fact {
            Fact::Delivered(arrived) if seen.insert(message) => Some(pricer.delivered(arrived)),
            // A message that also arrived did not fail.
            Fact::Failed(failed) if !delivered.contains(&message) && seen.insert(message) => {
                pricer.failed(failed)
            }
            _ => None,
        };
        if let Some(charge) = charge {
            let fact = first.get(&message).copied().unwrap_or(index);
            lines.push(Line { fact, charge });
        }
    }
    lines.sort_by_key(|line| line.fact);
    lines
}

/// What a message is known by: its account and id. Two accounts may use one id.
fn message<'f>(fact: &'f Fact<'_>) -> Option<(&'f str, &'f str)> {
    match fact {
        Fact::Delivered(Delivered { waba, id, .. }) | Fact::Failed(Failed { waba, id, .. }) => {
            Some((*waba, *id))
        }
        Fact::Inbound(_) => None,
    }
}

fn in_time(a: &Fact<'_>, b: &Fact<'_>) -> Ordering {
    a.at().cmp(&b.at()).then_with(|| tie(a).cmp(&tie(b)))
}

/// What decides between facts of the same millisecond. It is taken from the facts
/// and not from their place in the input, because the order in which events come
/// in must not change any price. The customer's message comes first: an answer
/// cannot precede it. Of messages the shorter id comes first, then the text
/// decides, so that m2 comes before m10 and the 1,001st message is m1001.
fn tie<'f>(fact: &'f Fact<'_>) -> (u8, usize, [&'f str; 6], i64) {
    match fact {
        Fact::Inbound(f) => {
            let texts = [f.waba, f.number, f.contact, "", "", ""];
            (0, 0, texts, i64::from(f.entry_point))
        }
        Fact::Delivered(f) => {
            let texts = [
                f.id,
                f.waba,
                f.number,
                f.contact,
                f.kind.as_str(),
                f.category.as_str(),
            ];
            (1, f.id.len(), texts, f.media_bytes)
        }
        Fact::Failed(f) => (2, f.id.len(), [f.id, f.waba, f.number, f.contact, "", ""], 0),
    }
}
