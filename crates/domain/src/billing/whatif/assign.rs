//! Which bakeries should get a number of their own.

use std::{collections::BTreeMap, sync::Arc};

use super::{Cell, Scenario, Shape, base::NOBODY, cell::changed, price_cells};
use crate::billing::{market::Market, regime::Regime};

/// Up to so many bakeries every combination is tried.
const TRY_ALL: usize = 10;

/// The advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Who should get a number of their own, most messages first.
    pub own: Vec<Arc<str>>,
    /// Meta's price when everybody shares one number.
    pub shared_micros: i64,
    /// Meta's price as advised.
    pub advised_micros: i64,
    /// What the numbers cost in a month.
    pub numbers_micros: i64,
}

impl Advice {
    /// What is saved in a month, numbers paid.
    #[must_use]
    pub const fn saved_micros(&self) -> i64 {
        self.shared_micros - self.advised_micros - self.numbers_micros
    }
}

/// Answers that share an allowance, by market, whether an entry point was open,
/// and the stretch of the month: all that their price depends on.
type Pool = BTreeMap<(Option<Market>, bool, u8), i64>;

/// The cheapest way to give some bakeries a number of their own while the others
/// share one, when each further number costs `number_micros` a month. Since
/// October 2026 each number has its own 1,000 free service messages, so a bakery
/// with many answers uses up what the others would have had.
///
/// Up to ten bakeries all combinations are tried; with more, those with the most
/// service messages first, which is the best order while all rates are equal. Of
/// two equal ways the one with fewer numbers is taken.
#[must_use]
pub fn advise(cells: &[Cell], scenario: &Scenario<'_>, number_micros: i64) -> Advice {
    if scenario.regime != Regime::ChargedService {
        let amount = price_cells(cells, scenario).amount_micros();
        return Advice {
            own: Vec::new(),
            shared_micros: amount,
            advised_micros: amount,
            numbers_micros: 0,
        };
    }
    // What everything but answers costs is the same in each case, and so is what
    // comes from numbers that serve nobody.
    let (mut rest, mut pools): (Vec<Cell>, BTreeMap<Arc<str>, Pool>) = (Vec::new(), BTreeMap::new());
    for cell in changed(cells, &scenario.changes) {
        if cell.shape != Shape::FreeForm || *cell.tenant == *NOBODY {
            rest.push(cell);
            continue;
        }
        let pool = pools.entry(cell.tenant).or_default();
        *pool.entry((cell.market, cell.entry, cell.stretch)).or_default() += cell.volume;
    }
    let unchanged = Scenario {
        changes: Vec::new(),
        ..scenario.clone()
    };
    let rest = price_cells(&rest, &unchanged).amount_micros();
    let mut tenants: Vec<Tenant> = pools
        .into_iter()
        .map(|(name, pool)| Tenant {
            name,
            alone: price(&pool, &unchanged),
            volume: pool.values().sum(),
            pool,
        })
        .collect();
    tenants.sort_by_key(|tenant| std::cmp::Reverse(tenant.volume));
    let mut everybody = Pool::new();
    for tenant in &tenants {
        for (key, volume) in &tenant.pool {
            *everybody.entry(key.clone()).or_default() += volume;
        }
    }
    let shared_micros = rest.saturating_add(price(&everybody, &unchanged));
    let mut best = Advice {
        own: Vec::new(),
        shared_micros,
        advised_micros: shared_micros,
        numbers_micros: 0,
    };
    for own in choices(tenants.len()) {
        let mut others = everybody.clone();
        let mut amount = rest;
        let mut names = Vec::with_capacity(own.len());
        for tenant in own.iter().filter_map(|at| tenants.get(*at)) {
            amount = amount.saturating_add(tenant.alone);
            names.push(Arc::clone(&tenant.name));
            for (key, volume) in &tenant.pool {
                *others.entry(key.clone()).or_default() -= volume;
            }
        }
        let amount = amount.saturating_add(price(&others, &unchanged));
        let numbers = i64::try_from(own.len())
            .unwrap_or(i64::MAX)
            .saturating_mul(number_micros);
        if amount.saturating_add(numbers) < best.advised_micros.saturating_add(best.numbers_micros) {
            best.own = names;
            best.advised_micros = amount;
            best.numbers_micros = numbers;
        }
    }
    best
}

/// A bakery's answers.
struct Tenant {
    name: Arc<str>,
    pool: Pool,
    volume: i64,
    /// What they cost from a number of its own.
    alone: i64,
}

/// What answers from one number cost.
fn price(pool: &Pool, scenario: &Scenario<'_>) -> i64 {
    let number: Arc<str> = "one".into();
    let cells: Vec<Cell> = pool
        .iter()
        .filter(|(_, volume)| **volume > 0)
        .map(|((market, entry, stretch), volume)| Cell {
            tenant: Arc::clone(&number),
            number: Arc::clone(&number),
            market: market.clone(),
            shape: Shape::FreeForm,
            window: true,
            entry: *entry,
            old: None,
            opens: None,
            large_media: false,
            stretch: *stretch,
            volume: *volume,
            free_tier: 0,
        })
        .collect();
    price_cells(&cells, scenario).amount_micros()
}

/// What to try of so many bakeries, fewer numbers first.
fn choices(count: usize) -> Vec<Vec<usize>> {
    if count > TRY_ALL {
        return (1..=count).map(|first| (0..first).collect()).collect();
    }
    let mut all: Vec<Vec<usize>> = (1..1_u32 << count)
        .map(|bits| (0..count).filter(|at| bits >> at & 1 == 1).collect())
        .collect();
    all.sort_by_key(Vec::len);
    all
}
