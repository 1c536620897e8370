//! Our sums and Meta's, put side by side.

use std::collections::BTreeMap;

use domain::{
    billing::{Day, Reason},
    money::{Currency, Money, share},
};
use store::billing::{analytics::Point, sums::DaySum};

use super::super::{calendar::day_of, world::World};

/// A level of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// `number`, `market`, `category`, `type`, `tier` or `day`.
    pub key: &'static str,
    /// Its rows, in order of their keys.
    pub rows: Vec<LevelRow>,
}

/// One row of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelRow {
    /// Which number, market, category …
    pub key: String,
    /// Our messages.
    pub our_messages: i64,
    /// Our amount.
    pub ours: Money,
    /// Meta's messages.
    pub their_messages: i64,
    /// Meta's amount.
    pub theirs: Money,
}

/// Messages and what they come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heap {
    /// Messages.
    pub(super) n: i64,
    /// Micro-units.
    pub(super) micros: i64,
}

impl Heap {
    /// Takes `n` messages off, with their part of the amount.
    pub(super) fn take(&mut self, n: i64) -> i64 {
        let part = if n >= self.n {
            self.micros
        } else {
            share(self.micros, n, self.n).unwrap_or(0)
        };
        self.n -= n;
        self.micros -= part;
        part
    }

    fn put(&mut self, n: i64, micros: i64) {
        self.n += n;
        self.micros += micros;
    }
}

/// What the smallest comparable part is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CellKey {
    /// The day.
    pub(super) day: Day,
    /// Digits of the number.
    pub(super) phone: String,
    /// The market.
    pub(super) market: String,
    /// Charged as.
    pub(super) category: String,
    /// Whether it costs something.
    pub(super) charged: bool,
}

/// The smallest comparable part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Ours.
    pub(super) ours: Heap,
    /// Meta's.
    pub(super) theirs: Heap,
    /// Whether Meta named a volume band above the first.
    pub(super) banded: bool,
}

/// Both sides.
#[derive(Debug, Clone)]
pub(super) struct Sides {
    /// Every part.
    pub(super) cells: BTreeMap<CellKey, Cell>,
    /// Meta's own words by type and band.
    kinds: BTreeMap<String, Heap>,
    tiers: BTreeMap<String, Heap>,
    our_kinds: BTreeMap<String, Heap>,
    /// Whether Meta's detail is known.
    pub(super) detailed: bool,
}

impl Sides {
    /// Puts both sides together. Meta names countries; they are compared by market.
    pub(super) fn new(world: &World, ours: &[DaySum], theirs: &[Point]) -> Self {
        let mut sides = Self {
            cells: BTreeMap::new(),
            kinds: BTreeMap::new(),
            tiers: BTreeMap::new(),
            our_kinds: BTreeMap::new(),
            detailed: !theirs.is_empty(),
        };
        for sum in ours {
            let reason = Reason::parse(&sum.reason);
            let key = CellKey {
                day: day_of(sum.day),
                phone: world
                    .numbers
                    .get(&sum.number)
                    .map(|number| number.digits.clone())
                    .unwrap_or_default(),
                market: sum.market.clone(),
                category: sum.category.clone(),
                charged: !reason.is_free(),
            };
            let cell = sides.cells.entry(key).or_default();
            cell.ours.put(sum.messages, sum.amount_micros);
            let kind = meta_type(&reason).to_owned();
            sides
                .our_kinds
                .entry(kind)
                .or_default()
                .put(sum.messages, sum.amount_micros);
        }
        for point in theirs {
            let day = day_of(point.day);
            let market = match point.country.len() {
                2 => world
                    .book
                    .markets
                    .of_country(&point.country, day)
                    .as_str()
                    .to_owned(),
                _ => point.country.clone(),
            };
            let kind = point.kind.to_lowercase();
            let key = CellKey {
                day,
                phone: point.phone.clone(),
                market,
                category: point.category.to_lowercase(),
                charged: kind == "regular",
            };
            let cell = sides.cells.entry(key).or_default();
            cell.theirs.put(point.volume, point.cost_micros);
            cell.banded |= !(point.tier.is_empty() || point.tier.starts_with("0:"));
            let (n, micros) = (point.volume, point.cost_micros);
            sides.kinds.entry(kind).or_default().put(n, micros);
            sides.tiers.entry(point.tier.clone()).or_default().put(n, micros);
        }
        sides
    }

    /// The comparison at each level.
    pub(super) fn levels(&self, currency: Currency) -> Vec<Level> {
        if !self.detailed {
            return Vec::new();
        }
        let by = |name: &'static str, key: &dyn Fn(&CellKey) -> String| {
            let mut rows: BTreeMap<String, (Heap, Heap)> = BTreeMap::new();
            for (cell_key, cell) in &self.cells {
                let (ours, theirs) = rows.entry(key(cell_key)).or_default();
                ours.put(cell.ours.n, cell.ours.micros);
                theirs.put(cell.theirs.n, cell.theirs.micros);
            }
            level(name, rows, currency)
        };
        let mut kinds: BTreeMap<String, (Heap, Heap)> = BTreeMap::new();
        for (kind, heap) in &self.our_kinds {
            kinds.entry(kind.clone()).or_default().0 = *heap;
        }
        for (kind, heap) in &self.kinds {
            kinds.entry(kind.clone()).or_default().1 = *heap;
        }
        let tiers = self
            .tiers
            .iter()
            .map(|(tier, heap)| (tier.clone(), (Heap::default(), *heap)))
            .collect();
        vec![
            by("number", &|key| key.phone.clone()),
            by("market", &|key| key.market.clone()),
            by("category", &|key| key.category.clone()),
            level("type", kinds, currency),
            level("tier", tiers, currency),
            by("day", &|key| key.day.to_string()),
        ]
    }
}

fn level(key: &'static str, rows: BTreeMap<String, (Heap, Heap)>, currency: Currency) -> Level {
    Level {
        key,
        rows: rows
            .into_iter()
            .map(|(key, (ours, theirs))| LevelRow {
                key,
                our_messages: ours.n,
                ours: Money::of(ours.micros, currency),
                their_messages: theirs.n,
                theirs: Money::of(theirs.micros, currency),
            })
            .collect(),
    }
}

/// Meta's word for a reason of ours (sources §2.3). What it calls the free
/// messages of the allowance is not known; `free_customer_service` is assumed.
pub(in crate::billing) fn meta_type(reason: &Reason) -> &'static str {
    match reason {
        Reason::FreeEntryPoint => "free_entry_point",
        reason if reason.is_free() => "free_customer_service",
        _ => "regular",
    }
}
