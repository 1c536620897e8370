//! What cells cost under a scenario.

mod bands;
mod fees;
mod shares;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(super) use self::shares::in_proportion_of;
use self::{bands::charge_bands, fees::fee, shares::in_proportion};
use super::{Cell, Scenario, Shape, cell::changed};
use crate::{
    billing::{
        card::{Origin, RateCard},
        category::{Rated, Unit},
        charge::Reason,
        market::Market,
        regime::{ALLOWANCE, Regime, Verdict},
    },
    money,
};

/// What one cell costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The messages, after the scenario's changes.
    pub cell: Cell,
    /// Which line of the card.
    pub charged_as: Option<Rated>,
    /// Why those cost what they cost that are not free by the allowance.
    pub reason: Reason,
    /// How many are free by the allowance.
    pub free_tier: i64,
    /// How many are charged.
    pub charged: i64,
    /// The list rate; `None` when unknown or when nothing is charged.
    pub rate_micros: Option<i64>,
    /// Meta's price of all; `None` when unknown.
    pub amount_micros: Option<i64>,
    /// The partner's fee of all; `None` when unknown.
    pub fee_micros: Option<i64>,
}

/// What a month costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The cells, in the order given.
    pub outcomes: Vec<Outcome>,
    /// The partner's fee for numbers, whatever they send.
    pub number_fee_micros: i64,
}

/// What a bakery's messages come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TenantSum {
    /// Messages to customers.
    pub messages: i64,
    /// Of those, without a known price.
    pub unknown: i64,
    /// What Meta takes for the others.
    pub amount_micros: i64,
    /// What the partner takes, without its fee for numbers.
    pub fee_micros: i64,
}

impl Statement {
    /// What each bakery's messages come to.
    #[must_use]
    pub fn by_tenant(&self) -> BTreeMap<&str, TenantSum> {
        let mut sums: BTreeMap<&str, TenantSum> = BTreeMap::new();
        for outcome in &self.outcomes {
            let sum = sums.entry(&*outcome.cell.tenant).or_default();
            let plus = |sum: &mut i64, n: i64| *sum = sum.saturating_add(n);
            if !matches!(outcome.cell.shape, Shape::Inbound | Shape::Failed) {
                plus(&mut sum.messages, outcome.cell.volume);
            }
            match outcome.amount_micros {
                Some(micros) => plus(&mut sum.amount_micros, micros),
                None => plus(&mut sum.unknown, outcome.cell.volume - outcome.free_tier),
            }
            plus(&mut sum.fee_micros, outcome.fee_micros.unwrap_or(0));
        }
        sums
    }

    /// Meta's price of everything that is known.
    #[must_use]
    pub fn amount_micros(&self) -> i64 {
        total(self.outcomes.iter().filter_map(|outcome| outcome.amount_micros))
    }

    /// The partner's fees that are known, with those for numbers.
    #[must_use]
    pub fn fee_micros(&self) -> i64 {
        let fees = self.outcomes.iter().filter_map(|outcome| outcome.fee_micros);
        total(fees.chain([self.number_fee_micros]))
    }

    /// How many messages have no known price.
    #[must_use]
    pub fn unknown(&self) -> i64 {
        let unknown = self
            .outcomes
            .iter()
            .filter(|outcome| outcome.amount_micros.is_none());
        total(unknown.map(|outcome| outcome.cell.volume - outcome.free_tier))
    }

    /// Meta's price for one bakery, as far as known.
    #[must_use]
    pub fn tenant_micros(&self, tenant: &str) -> i64 {
        let own = self
            .outcomes
            .iter()
            .filter(|outcome| *outcome.cell.tenant == *tenant);
        total(own.filter_map(|outcome| outcome.amount_micros))
    }
}

/// Sums never leave the range for real volumes; at its end they stop.
fn total(micros: impl Iterator<Item = i64>) -> i64 {
    money::sum(micros).unwrap_or(i64::MAX)
}

/// Prices cells.
///
/// Allowances go first to the messages that had them in the month, then to the
/// others in proportion, so that nothing changes where nothing is changed.
#[must_use]
pub fn price_cells(cells: &[Cell], scenario: &Scenario<'_>) -> Statement {
    let nonprofit = scenario.nonprofit && scenario.month.year() < 2028;
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(cells.len());
    let mut scopes: BTreeMap<Option<Arc<str>>, Vec<usize>> = BTreeMap::new();
    let mut bands: BTreeMap<(Market, Rated), Vec<usize>> = BTreeMap::new();
    let allowed = passes_allowance_on(scenario);
    for cell in changed(cells, &scenario.changes) {
        let (verdict, allowance) = cell.verdict(scenario.regime, nonprofit);
        let index = outcomes.len();
        if allowance && allowed {
            // By number since October 2026, by account before.
            let scope = (scenario.regime == Regime::ChargedService).then(|| Arc::clone(&cell.number));
            scopes.entry(scope).or_default().push(index);
        }
        let mut outcome = Outcome {
            charged_as: None,
            reason: Reason::Regular,
            free_tier: 0,
            charged: 0,
            rate_micros: None,
            amount_micros: Some(0),
            fee_micros: None,
            cell,
        };
        match verdict {
            Verdict::Free(rated, reason) => {
                outcome.charged_as = rated;
                outcome.reason = reason;
            }
            Verdict::Unknown(reason) => {
                outcome.reason = reason;
                outcome.amount_micros = None;
            }
            Verdict::Rate(rated, banded) => {
                outcome.charged_as = Some(rated);
                outcome.charged = outcome.cell.volume;
                if let (true, Some(market)) = (banded, &outcome.cell.market) {
                    bands.entry((market.clone(), rated)).or_default().push(index);
                }
            }
        }
        outcomes.push(outcome);
    }
    for members in scopes.into_values() {
        spend_allowance(&mut outcomes, &members);
    }
    for outcome in &mut outcomes {
        charge(outcome, scenario);
    }
    for ((market, rated), members) in bands {
        charge_bands(&mut outcomes, &members, scenario, &market, rated);
    }
    let fees_in = scenario.fees_in();
    for outcome in &mut outcomes {
        outcome.fee_micros = fee(outcome, scenario, fees_in);
    }
    let numbers: BTreeSet<&str> = outcomes.iter().map(|outcome| &*outcome.cell.number).collect();
    let per_number = scenario
        .partner
        .map_or(0, |partner| partner.per_number_month_micros);
    let number_fee_micros = i64::try_from(numbers.len())
        .ok()
        .and_then(|count| money::times(per_number, count))
        .unwrap_or(i64::MAX);
    Statement {
        outcomes,
        number_fee_micros,
    }
}

/// In 2022 a partner may not have passed free conversations on from the start.
fn passes_allowance_on(scenario: &Scenario<'_>) -> bool {
    let from = scenario
        .partner
        .and_then(|partner| partner.free_conversations_from);
    scenario.regime != Regime::Conversation || from.is_none_or(|from| from <= scenario.month.first())
}

fn spend_allowance(outcomes: &mut [Outcome], members: &[usize]) {
    let allowance = i64::from(ALLOWANCE);
    let volume = |outcomes: &[Outcome], of: fn(&Outcome) -> i64| -> Vec<i64> {
        members
            .iter()
            .map(|index| outcomes.get(*index).map_or(0, of))
            .collect()
    };
    let had = volume(outcomes, |outcome| outcome.cell.free_tier);
    let kept = in_proportion(&had, allowance);
    let left = allowance - total(kept.iter().copied());
    let all = volume(outcomes, |outcome| outcome.cell.volume);
    let open: Vec<i64> = all.iter().zip(&kept).map(|(all, kept)| all - kept).collect();
    let more = in_proportion(&open, left);
    for ((index, kept), more) in members.iter().zip(kept).zip(more) {
        if let Some(outcome) = outcomes.get_mut(*index) {
            outcome.free_tier = kept + more;
            outcome.charged = outcome.cell.volume - outcome.free_tier;
        }
    }
}

fn charge(outcome: &mut Outcome, scenario: &Scenario<'_>) {
    let Some(rated) = outcome.charged_as else {
        return;
    };
    if outcome.reason != Reason::Regular {
        return;
    }
    if outcome.charged == 0 && outcome.free_tier > 0 {
        outcome.reason = Reason::FreeTier;
        return;
    }
    let Some(market) = &outcome.cell.market else {
        outcome.reason = Reason::UnknownMarket;
        outcome.amount_micros = None;
        return;
    };
    let now = scenario.in_force(outcome.cell.stretch);
    let rate = now
        .card
        .filter(|card| card.unit == scenario.regime.unit())
        .and_then(|card| list_rate(card, market, rated, now.converted));
    outcome.rate_micros = rate;
    outcome.amount_micros = rate.and_then(|rate| money::times(rate, outcome.charged));
    if rate.is_none() {
        outcome.reason = Reason::UnknownRate;
    }
}

fn list_rate(card: &RateCard, market: &Market, rated: Rated, converted: bool) -> Option<i64> {
    let mut rate = card.rate(market, rated);
    if rate.is_none() && rated == Rated::Service && card.unit == Unit::Message {
        rate = card.rate(market, Rated::Utility);
    }
    rate.filter(|rate| converted || rate.origin != Origin::Converted)?
        .micros
}
