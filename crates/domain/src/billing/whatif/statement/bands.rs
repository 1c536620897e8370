//! Volume bands.

use std::collections::BTreeMap;

use super::{Outcome, in_proportion_of, total};
use crate::billing::{card::RateCard, category::Rated, market::Market, whatif::Scenario};

/// Volume bands count all charged units of a market and line; what they come to
/// is shared out in proportion. Where the card changes inside the month, counting
/// goes on with the bands of the new one.
pub(super) fn charge_bands(
    outcomes: &mut [Outcome],
    members: &[usize],
    scenario: &Scenario<'_>,
    market: &Market,
    rated: Rated,
) {
    let mut stretches: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    for index in members {
        if let Some(outcome) = outcomes.get(*index) {
            stretches.entry(outcome.cell.stretch).or_default().push(*index);
        }
    }
    let mut counted = 0_i64;
    for (stretch, members) in stretches {
        let Some(card) = scenario.in_force(stretch).card.filter(|card| card.has_tiers()) else {
            continue;
        };
        // What has no rate is not counted either.
        if card.rate(market, rated).and_then(|rate| rate.micros).is_none() {
            continue;
        }
        let charged: Vec<i64> = members
            .iter()
            .filter_map(|index| outcomes.get(*index))
            .map(|outcome| outcome.charged)
            .collect();
        let before = counted;
        counted = counted.saturating_add(total(charged.iter().copied()));
        let Some(amount) = banded_amount(card, market, rated, counted)
            .zip(banded_amount(card, market, rated, before))
            .map(|(then, before)| then - before)
        else {
            continue;
        };
        for (index, share) in members.iter().zip(in_proportion_of(&charged, amount)) {
            if let Some(outcome) = outcomes.get_mut(*index)
                && outcome.amount_micros.is_some()
            {
                outcome.amount_micros = Some(share);
            }
        }
    }
}

/// What a number of units costs with marginal bands; `None` when there are none
/// or the list rate is unknown.
fn banded_amount(card: &RateCard, market: &Market, rated: Rated, units: i64) -> Option<i64> {
    let list = card.rate(market, rated)?.micros?;
    let mut amount: i128 = 0;
    let mut counted: i64 = 0;
    let mut any = false;
    for tier in card.tiers_of(market, rated) {
        any = true;
        let to = tier.to.unwrap_or(i64::MAX).min(units);
        let from = tier.from.max(counted + 1);
        // What no band covers has the list rate.
        let gap = (from - 1).min(units) - counted;
        if gap > 0 {
            amount += i128::from(list) * i128::from(gap);
            counted += gap;
        }
        if to >= from {
            amount += i128::from(tier.rate_micros) * i128::from(to - from + 1);
            counted = to;
        }
    }
    amount += i128::from(list) * i128::from((units - counted).max(0));
    any.then(|| i64::try_from(amount).ok()).flatten()
}
