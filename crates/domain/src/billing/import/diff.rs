//! What a new card changes.

use std::collections::BTreeSet;

use crate::billing::{card::RateCard, category::Rated, market::Market};

/// A rate that changes. In micro-units; `None` where the card has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The market.
    pub market: Market,
    /// The line.
    pub category: Rated,
    /// On the card in force.
    pub before: Option<i64>,
    /// On the new card.
    pub after: Option<i64>,
}

/// The difference between two cards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// Rates that appear, disappear, rise or fall, by market and category.
    pub changes: Vec<Change>,
    /// How many rates stay.
    pub same: usize,
}

impl Diff {
    /// Markets that the old card did not have.
    #[must_use]
    pub fn new_markets(&self, old: &RateCard) -> Vec<Market> {
        let had: BTreeSet<&Market> = old.markets().collect();
        let new: BTreeSet<&Market> = self
            .changes
            .iter()
            .filter(|change| change.after.is_some())
            .map(|change| &change.market)
            .filter(|market| !had.contains(market))
            .collect();
        new.into_iter().cloned().collect()
    }
}

/// What changes from `old` to `new`. Without an old card everything is new.
#[must_use]
pub fn diff(old: Option<&RateCard>, new: &RateCard) -> Diff {
    let mut keys: BTreeSet<(Market, Rated)> = new
        .entries()
        .map(|entry| (entry.market, entry.category))
        .collect();
    if let Some(old) = old {
        keys.extend(old.entries().map(|entry| (entry.market, entry.category)));
    }
    let mut diff = Diff::default();
    for (market, category) in keys {
        let of = |card: &RateCard| card.rate(&market, category).and_then(|rate| rate.micros);
        let (before, after) = (old.and_then(of), of(new));
        if before == after {
            diff.same += 1;
        } else {
            diff.changes.push(Change {
                market,
                category,
                before,
                after,
            });
        }
    }
    diff
}
