//! Naming the reasons of a difference.
//!
//! Both sides are cut into cells of day, number, market, category and "free or
//! not". What both sides have in a cell can only differ by its rate. What is
//! left over on either side is paired with what is left over on the other,
//! beginning with the pairs that are most alike; each pairing has a name. What
//! finds no partner was counted by one side alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    billing::Day,
    money::{Currency, Money},
};
use store::billing::differences::DifferenceSum;

use super::{
    Cause, Step,
    levels::{Cell, CellKey, Sides},
};

/// Below this many micro-units all rate differences together are rounding.
const A_CENT: i64 = 10_000;
/// Examples that a step names.
const EXAMPLES: usize = 6;

/// What there is to go by.
pub(super) struct Evidence<'a> {
    /// Both sides.
    pub(super) sides: &'a Sides,
    /// What status reports said about categories.
    pub(super) drifted: &'a [DifferenceSum],
    /// Our total.
    pub(super) our_total: i64,
    /// Meta's total.
    pub(super) their_total: i64,
    /// The currency.
    pub(super) currency: Currency,
    /// Messages of ours without a known rate.
    pub(super) unpriced: i64,
}

#[derive(Default)]
struct Found {
    messages: i64,
    micros: i64,
    examples: BTreeSet<String>,
}

/// Names the reasons, largest amount first.
pub(super) fn explain(evidence: &Evidence<'_>) -> Vec<Step> {
    let mut found: BTreeMap<Cause, Found> = BTreeMap::new();
    if evidence.sides.detailed {
        from_detail(evidence, &mut found);
    } else if evidence.their_total != evidence.our_total {
        // Without Meta's detail only what status reports said can be named.
        for drift in evidence
            .drifted
            .iter()
            .filter(|drift| drift.kinds.contains("category"))
        {
            // The ledger follows Meta's category already; the note says that it did.
            let entry = found.entry(Cause::CategoryDrift).or_default();
            entry
                .examples
                .insert(format!("{} → {}", drift.expected_category, drift.said_category));
        }
    }
    let mut steps: Vec<Step> = found
        .into_iter()
        .filter(|(_, found)| found.messages != 0 || found.micros != 0)
        .map(|(cause, found)| Step {
            cause,
            messages: found.messages,
            amount: Money::of(found.micros, evidence.currency),
            detail: found
                .examples
                .into_iter()
                .take(EXAMPLES)
                .collect::<Vec<_>>()
                .join("; "),
        })
        .collect();
    steps.sort_by_key(|step| std::cmp::Reverse(step.amount.micros.abs()));
    steps
}

fn from_detail(evidence: &Evidence<'_>, found: &mut BTreeMap<Cause, Found>) {
    let mut cells: Vec<(CellKey, Cell)> = evidence
        .sides
        .cells
        .iter()
        .map(|(key, cell)| (key.clone(), *cell))
        .collect();
    same_cell(evidence, &mut cells, found);
    // Most alike first.
    let alike = |key: &CellKey| {
        let (phone, market) = (key.phone.clone(), key.market.clone());
        (
            Some(key.day),
            phone,
            Some(market),
            Some(key.category.clone()),
            None,
        )
    };
    pair(&mut cells, found, alike, |ours, _| {
        // Only "free or not" differs.
        let shared = ours.category == "service" && !ours.charged;
        Some(if shared {
            Cause::AllowanceShared
        } else {
            Cause::FreeOrNot
        })
    });
    let alike = |key: &CellKey| {
        (
            Some(key.day),
            key.phone.clone(),
            Some(key.market.clone()),
            None,
            None,
        )
    };
    pair(&mut cells, found, alike, |_, _| Some(Cause::CategoryDrift));
    let alike = |key: &CellKey| {
        let (phone, category) = (key.phone.clone(), key.category.clone());
        (Some(key.day), phone, None, Some(category), Some(key.charged))
    };
    pair(&mut cells, found, alike, |_, _| Some(Cause::Market));
    let alike = |key: &CellKey| {
        let (phone, market) = (key.phone.clone(), key.market.clone());
        (
            None,
            phone,
            Some(market),
            Some(key.category.clone()),
            Some(key.charged),
        )
    };
    pair(&mut cells, found, alike, |ours, theirs| {
        (ours.day.since(theirs.day).abs() == 1).then_some(Cause::TimeZoneEdge)
    });
    for (key, cell) in &mut cells {
        let example = || format!("{} {} {}", key.day, key.phone, key.category);
        if cell.theirs.n != 0 || cell.theirs.micros != 0 {
            let (n, micros) = (cell.theirs.n, cell.theirs.micros);
            note(found, Cause::MissingWebhook, n, micros, example());
        }
        if cell.ours.n != 0 || cell.ours.micros != 0 {
            let (n, micros) = (cell.ours.n, cell.ours.micros);
            note(found, Cause::NotAtMeta, -n, -micros, example());
        }
    }
}

/// What both sides have: only rates can differ.
fn same_cell(evidence: &Evidence<'_>, cells: &mut [(CellKey, Cell)], found: &mut BTreeMap<Cause, Found>) {
    let mut rates: Vec<(Cause, i64, String)> = Vec::new();
    for (key, cell) in cells.iter_mut() {
        let both = cell.ours.n.min(cell.theirs.n);
        if both <= 0 {
            continue;
        }
        let more = cell.theirs.take(both) - cell.ours.take(both);
        if more == 0 {
            continue;
        }
        let cause = if cell.banded && more < 0 {
            Cause::Tier
        } else if evidence.unpriced > 0 && key.charged {
            Cause::UnknownRate
        } else {
            Cause::Rate
        };
        rates.push((cause, more, format!("{} {}", key.market, key.category)));
    }
    let small = rates.iter().map(|(_, micros, _)| micros.abs()).sum::<i64>() < A_CENT;
    for (cause, micros, example) in rates {
        note(
            found,
            if small { Cause::Rounding } else { cause },
            0,
            micros,
            example,
        );
    }
}

/// What two cells must have in common to be paired: day, number, market,
/// category, and whether it costs something.
type Alike = (Option<Day>, String, Option<String>, Option<String>, Option<bool>);

/// Pairs what is left over on our side with what is left over on theirs.
fn pair(
    cells: &mut [(CellKey, Cell)],
    found: &mut BTreeMap<Cause, Found>,
    alike: impl Fn(&CellKey) -> Alike,
    name: impl Fn(&CellKey, &CellKey) -> Option<Cause>,
) {
    let mut theirs: HashMap<Alike, Vec<usize>> = HashMap::new();
    for (at, (key, cell)) in cells.iter().enumerate() {
        if cell.theirs.n > 0 {
            theirs.entry(alike(key)).or_default().push(at);
        }
    }
    for a in 0..cells.len() {
        let Some((key, _)) = cells.get(a).filter(|(_, cell)| cell.ours.n > 0) else {
            continue;
        };
        for b in theirs.get(&alike(key)).into_iter().flatten() {
            let Some((our_key, our_cell)) = cells.get(a) else {
                continue;
            };
            let Some((their_key, their_cell)) = cells.get(*b) else {
                continue;
            };
            let n = our_cell.ours.n.min(their_cell.theirs.n);
            if n <= 0 {
                continue;
            }
            let Some(cause) = name(our_key, their_key) else {
                continue;
            };
            let example = if our_key.category == their_key.category {
                format!("{} {} {}", their_key.day, their_key.phone, their_key.category)
            } else {
                format!(
                    "{} {} {} → {}",
                    their_key.day, their_key.phone, our_key.category, their_key.category
                )
            };
            let mut more = 0;
            if let Some((_, cell)) = cells.get_mut(*b) {
                more += cell.theirs.take(n);
            }
            if let Some((_, cell)) = cells.get_mut(a) {
                more -= cell.ours.take(n);
            }
            let known = found.entry(cause).or_default();
            known.micros += more;
            known.examples.insert(format!("{example} × {n}"));
        }
    }
}

fn note(found: &mut BTreeMap<Cause, Found>, cause: Cause, messages: i64, micros: i64, example: String) {
    let known = found.entry(cause).or_default();
    known.messages += messages;
    known.micros += micros;
    known.examples.insert(example);
}
