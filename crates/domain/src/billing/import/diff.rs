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
