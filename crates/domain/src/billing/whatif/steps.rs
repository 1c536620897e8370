//! From the present to what would be, one change after the other, so that each
//! part of the difference has a name.

use std::sync::Arc;

use super::{Because, Cell, Scenario, Statement, compare::explain, price_cells};
use crate::money::Currency;

/// What a part of a difference comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Other rules.
    Rules,
    /// Another card.
    Card,
    /// Another category.
    Category,
    /// More or fewer messages.
    Volume,
    /// Other numbers.
    Numbers,
    /// Another partner.
    Partner,
}

/// A part of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it comes from.
    pub cause: Cause,
    /// What Meta takes more; less when negative.
    pub amount_micros: i64,
    /// What the partner took before, numbers included, in its currency.
    pub fee_before: (i64, Option<Currency>),
    /// What the partner takes then.
    pub fee_after: (i64, Option<Currency>),
    /// The messages that make it, most expensive first. What the partner takes
    /// for numbers is not among them.
    pub because: Vec<Because>,
}

/// A difference from beginning to end. Without steps both ends are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// As it is.
    pub present: Arc<Statement>,
    /// As it would be.
    pub would_be: Arc<Statement>,
    /// One after the other. Their amounts add up to the difference.
    pub steps: Vec<Step>,
}

/// Prices cells after each change. Each scenario holds the changes of those
/// before it; `paid_in` is the currency of the fees of the present, `None` for
/// the account's own.
#[must_use]
pub fn walk(
    cells: &[Cell],
    present: Arc<Statement>,
    paid_in: Option<Currency>,
    changes: &[(Cause, Scenario<'_>)],
) -> Walk {
    let (mut before, mut paid_in) = (Arc::clone(&present), paid_in);
    let mut steps = Vec::with_capacity(changes.len());
    for (cause, scenario) in changes {
        let after = Arc::new(price_cells(cells, scenario));
        let then_in = scenario.fees_in();
        steps.push(Step {
            cause: *cause,
            amount_micros: after.amount_micros().saturating_sub(before.amount_micros()),
            fee_before: (before.fee_micros(), paid_in),
            fee_after: (after.fee_micros(), then_in),
            because: explain(&before, &after),
        });
        (before, paid_in) = (after, then_in);
    }
    Walk {
        present,
        would_be: before,
        steps,
    }
}
