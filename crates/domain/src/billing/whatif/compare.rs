//! Two statements side by side, with what makes the difference.

use std::collections::BTreeMap;

use super::{Cell, Outcome, Scenario, Shape, Statement, price_cells};
use crate::billing::charge::Reason;

/// Messages that cost the same for the same reason, on one of two sides.
/// Amounts are what is known; what is not known is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What they are.
    pub shape: Shape,
    /// Why they cost what they cost.
    pub reason: Reason,
    /// What each that is charged costs; `None` when nothing is charged or the
    /// rate is unknown.
    pub rate_micros: Option<i64>,
    /// How many.
    pub volume: i64,
    /// How many of them are free by the month's allowance.
    pub free_tier: i64,
    /// How many of them have no known price.
    pub unknown: i64,
    /// What Meta takes.
    pub amount_micros: i64,
    /// What the partner takes, in its currency.
    pub fee_micros: i64,
}

impl Side {
    fn of(outcome: &Outcome) -> Self {
        Self {
            shape: outcome.cell.shape,
            reason: outcome.reason.clone(),
            rate_micros: outcome.rate_micros,
            volume: 0,
            free_tier: 0,
            unknown: 0,
            amount_micros: 0,
            fee_micros: 0,
        }
    }

    fn add(&mut self, outcome: &Outcome) {
        let plus = |sum: &mut i64, n: i64| *sum = sum.saturating_add(n);
        plus(&mut self.volume, outcome.cell.volume);
        plus(&mut self.free_tier, outcome.free_tier);
        plus(&mut self.unknown, unknown(outcome));
        plus(&mut self.amount_micros, outcome.amount_micros.unwrap_or(0));
        plus(&mut self.fee_micros, outcome.fee_micros.unwrap_or(0));
    }
}

fn unknown(outcome: &Outcome) -> i64 {
    if outcome.amount_micros.is_none() {
        outcome.cell.volume - outcome.free_tier
    } else {
        0
    }
}

/// Messages that cost something else than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// As they were.
    pub before: Side,
    /// As they are then.
    pub after: Side,
}

impl Because {
    /// What Meta takes more; less when negative.
    #[must_use]
    pub const fn amount_micros(&self) -> i64 {
        self.after.amount_micros.saturating_sub(self.before.amount_micros)
    }

    /// What the partner takes more. Only means something while the partner's
    /// currency stays the same.
    #[must_use]
    pub const fn fee_micros(&self) -> i64 {
        self.after.fee_micros.saturating_sub(self.before.fee_micros)
    }
}

/// The month as it is and as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// As it is.
    pub present: Statement,
    /// As it would be.
    pub would_be: Statement,
    /// What makes the difference, largest first. The amounts add up to the
    /// difference of the two statements.
    pub because: Vec<Because>,
}

impl Comparison {
    /// Meta's price: more when positive.
    #[must_use]
    pub fn amount_micros(&self) -> i64 {
        self.would_be
            .amount_micros()
            .saturating_sub(self.present.amount_micros())
    }
}

/// Prices cells twice and explains the difference.
#[must_use]
pub fn compare(cells: &[Cell], present: &Scenario<'_>, other: &Scenario<'_>) -> Comparison {
    let (present, would_be) = (price_cells(cells, present), price_cells(cells, other));
    Comparison {
        because: explain(&present, &would_be),
        present,
        would_be,
    }
}

/// What makes the difference between two statements of the same cells.
pub(super) fn explain<'s>(present: &'s Statement, would_be: &'s Statement) -> Vec<Because> {
    let mut grouped: BTreeMap<_, Because> = BTreeMap::new();
    for (before, after) in present.outcomes.iter().zip(&would_be.outcomes) {
        let same = (before.amount_micros, before.fee_micros) == (after.amount_micros, after.fee_micros);
        if same && unknown(before) == unknown(after) {
            continue;
        }
        let key = |outcome: &'s Outcome| (outcome.cell.shape, outcome.reason.as_str(), outcome.rate_micros);
        let because = grouped
            .entry((key(before), key(after)))
            .or_insert_with(|| Because {
                before: Side::of(before),
                after: Side::of(after),
            });
        because.before.add(before);
        because.after.add(after);
    }
    let mut because: Vec<Because> = grouped.into_values().collect();
    because.sort_by_key(|because| {
        let weight = because
            .amount_micros()
            .unsigned_abs()
            .max(because.fee_micros().unsigned_abs());
        std::cmp::Reverse((weight, because.after.volume))
    });
    because
}
