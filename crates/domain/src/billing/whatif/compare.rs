//! Two statements side by side, with what makes the difference.

use std::collections::BTreeMap;

use super::{Cell, Scenario, Shape, Statement, price_cells};
use crate::billing::charge::Reason;

/// Messages that cost something else than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// What they were.
    pub shape: Shape,
    /// What they are now.
    pub becomes: Shape,
    /// Why they cost what they cost.
    pub before: Reason,
    /// Why they cost what they cost now.
    pub after: Reason,
    /// How many.
    pub volume: i64,
    /// What Meta takes more for them; less when negative. `None` when one of the
    /// two prices is unknown.
    pub amount_micros: Option<i64>,
    /// What the partner takes more.
    pub fee_micros: Option<i64>,
}

/// The month as it is and as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// As it is.
    pub present: Statement,
    /// As it would be.
    pub would_be: Statement,
    /// What makes the difference, largest first.
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
    let mut grouped: BTreeMap<(Shape, Shape, String, String), Because> = BTreeMap::new();
    for (before, after) in present.outcomes.iter().zip(&would_be.outcomes) {
        let difference = |before: Option<i64>, after: Option<i64>| Some(after?.saturating_sub(before?));
        let amount = difference(before.amount_micros, after.amount_micros);
        let fee = difference(before.fee_micros, after.fee_micros);
        if (amount, fee) == (Some(0), Some(0)) {
            continue;
        }
        let because = grouped
            .entry((
                before.cell.shape,
                after.cell.shape,
                before.reason.as_str().to_owned(),
                after.reason.as_str().to_owned(),
            ))
            .or_insert_with(|| Because {
                shape: before.cell.shape,
                becomes: after.cell.shape,
                before: before.reason.clone(),
                after: after.reason.clone(),
                volume: 0,
                amount_micros: Some(0),
                fee_micros: Some(0),
            });
        because.volume += after.cell.volume;
        because.amount_micros = because
            .amount_micros
            .zip(amount)
            .map(|(a, b)| a.saturating_add(b));
        because.fee_micros = because.fee_micros.zip(fee).map(|(a, b)| a.saturating_add(b));
    }
    let mut because: Vec<Because> = grouped.into_values().collect();
    because.sort_by_key(|because| std::cmp::Reverse(because.amount_micros.map(i64::abs)));
    Comparison {
        present,
        would_be,
        because,
    }
}
