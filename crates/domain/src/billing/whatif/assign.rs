//! Which bakeries should get a number of their own.

use std::collections::BTreeMap;

use super::{Cell, Change, Scenario, Shape, price_cells};

/// Up to so many bakeries every combination is tried.
const TRY_ALL: usize = 10;

/// The advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Who should get a number of their own, most messages first.
    pub own: Vec<String>,
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
    let mut service: BTreeMap<&str, i64> = BTreeMap::new();
    for cell in cells {
        let count = if cell.shape == Shape::FreeForm {
            cell.volume
        } else {
            0
        };
        *service.entry(&cell.tenant).or_default() += count;
    }
    let mut tenants: Vec<(&str, i64)> = service.into_iter().collect();
    tenants.sort_by_key(|(_, volume)| std::cmp::Reverse(*volume));
    let names: Vec<&str> = tenants.into_iter().map(|(name, _)| name).collect();

    let cost = |own: &[&str]| -> (i64, i64) {
        let mut scenario = scenario.clone();
        scenario.changes.extend(names.iter().map(|name| Change::Assign {
            tenant: (*name).to_owned(),
            number: if own.contains(name) {
                format!("own {name}")
            } else {
                "shared".to_owned()
            },
        }));
        let numbers = i64::try_from(own.len())
            .unwrap_or(i64::MAX)
            .saturating_mul(number_micros);
        (price_cells(cells, &scenario).amount_micros(), numbers)
    };
    let (shared_micros, _) = cost(&[]);
    let mut best = Advice {
        own: Vec::new(),
        shared_micros,
        advised_micros: shared_micros,
        numbers_micros: 0,
    };
    for own in choices(&names) {
        let (amount, numbers) = cost(&own);
        let better = amount.saturating_add(numbers) < best.advised_micros.saturating_add(best.numbers_micros);
        if better {
            best.own = own.into_iter().map(str::to_owned).collect();
            best.advised_micros = amount;
            best.numbers_micros = numbers;
        }
    }
    best
}

/// What to try, fewer numbers first.
fn choices<'n>(names: &[&'n str]) -> Vec<Vec<&'n str>> {
    if names.len() > TRY_ALL {
        return (1..=names.len())
            .map(|count| names.iter().take(count).copied().collect())
            .collect();
    }
    let mut all: Vec<Vec<&str>> = (1..1_u32 << names.len())
        .map(|bits| {
            names
                .iter()
                .enumerate()
                .filter(|(index, _)| bits >> index & 1 == 1)
                .map(|(_, name)| *name)
                .collect()
        })
        .collect();
    all.sort_by_key(Vec::len);
    all
}
