//! What partners take.

use super::Outcome;
use crate::{
    billing::whatif::{Scenario, Shape, takes_something},
    money::{self, Currency},
};

pub(super) fn fee(outcome: &Outcome, scenario: &Scenario<'_>, fees_in: Option<Currency>) -> Option<i64> {
    let partner = scenario.in_force(outcome.cell.stretch).partner?;
    if !partner.known {
        return None;
    }
    // Two currencies have no sum.
    if partner.currency != fees_in && takes_something(partner) {
        return None;
    }
    let volume = outcome.cell.volume;
    let each = match outcome.cell.shape {
        Shape::Inbound => partner.per_inbound_micros,
        Shape::Failed => partner.per_failed_micros,
        _ => {
            let media = partner.media.filter(|_| outcome.cell.large_media);
            partner.per_message_micros + media.map_or(0, |media| media.micros)
        }
    };
    let fixed = money::times(each, volume)?;
    if partner.markup_ppm == 0 {
        return Some(fixed);
    }
    // Rounded for each message, as in the ledger.
    let share = match outcome.rate_micros {
        Some(rate) => money::times(
            money::share(rate, partner.markup_ppm, money::MICROS)?,
            outcome.charged,
        )?,
        None if outcome.amount_micros == Some(0) => 0,
        None => return None,
    };
    fixed.checked_add(share)
}
