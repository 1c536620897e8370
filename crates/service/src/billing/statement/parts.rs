//! The parts of a statement, from the sums of the ledger.

use std::collections::{BTreeMap, HashMap};

use domain::{
    billing::{Day, Month, Reason, Regime, Zone, regime::ALLOWANCE},
    ids::{NumberId, TenantId},
    message::id::EPOCH,
    money::{Currency, Money},
    time::{HOUR, Millis},
};
use store::{
    Tx,
    billing::sums::{self, DayTotal, MonthSum, Whose},
    messages::{log::Reach, people},
};

use super::shape::{Allowance, DayPart, Figures, Item, Payee, TenantPart};
use crate::{
    billing::{
        Amounts,
        calendar::{day_of, month_no, month_of},
        world::World,
    },
    error::{ServiceError, ServiceResult},
    stored,
};

/// A stored currency.
pub(in crate::billing) fn currency(text: &str) -> ServiceResult<Currency> {
    Currency::parse(text).map_err(|error| ServiceError::Internal(format!("a stored amount: {error}")))
}

/// Bakeries by short id.
pub(in crate::billing) async fn names(
    tx: &mut Tx,
    whose: Whose,
) -> ServiceResult<HashMap<i64, (TenantId, String)>> {
    let reach = match whose {
        Whose::All => Reach::Everyone,
        Whose::Tenant(no) => Reach::Tenant(no),
    };
    people::tenants(tx, reach)
        .await?
        .into_iter()
        .map(|row| Ok((row.no, (stored::id(row.id)?, row.name))))
        .collect()
}

/// How many messages each bakery handed to Meta in a month. Hours are whole
/// ones of UTC, so that the summary of the log answers; in zones that are off
/// by half an hour the edges are, too.
pub(super) async fn sent(
    tx: &mut Tx,
    whose: Whose,
    zone: &Zone,
    month: Month,
) -> ServiceResult<Vec<(i64, i64)>> {
    let hour = |at: Millis| at.since(Millis(EPOCH)).div_euclid(HOUR);
    let (from, to) = (
        hour(zone.month_start(month)),
        hour(zone.month_start(month.next())),
    );
    Ok(sums::sent(tx, whose, from, to).await?)
}

/// The items of all, and those of each bakery.
pub(super) fn parts(
    sums: &[MonthSum],
    names: &HashMap<i64, (TenantId, String)>,
) -> ServiceResult<(Vec<Item>, Vec<TenantPart>)> {
    let mut all: Vec<Item> = Vec::new();
    let mut by_tenant: BTreeMap<i64, Vec<Item>> = BTreeMap::new();
    for sum in sums {
        let item = item(sum)?;
        put(&mut all, &item);
        put(by_tenant.entry(sum.tenant).or_default(), &item);
    }
    let sort = |items: &mut Vec<Item>| {
        items.retain(|item| item.messages != 0 || item.amount.micros != 0);
        items.sort_by_key(|item| {
            (
                std::cmp::Reverse(item.amount.micros),
                std::cmp::Reverse(item.messages),
                item.category.clone(),
            )
        });
    };
    sort(&mut all);
    let tenants = by_tenant
        .into_iter()
        .map(|(no, mut items)| {
            sort(&mut items);
            let mut figures = Figures::default();
            for item in &items {
                figures.add(item);
            }
            let (tenant, name) = names.get(&no).map_or((None, String::new()), |(id, name)| {
                (Some(id.clone()), name.clone())
            });
            TenantPart {
                tenant,
                name,
                figures,
                items,
                budget: None,
            }
        })
        .collect();
    Ok((all, tenants))
}

fn item(sum: &MonthSum) -> ServiceResult<Item> {
    let currency = currency(&sum.currency)?;
    Ok(Item {
        payee: Payee::from_code(sum.charge),
        category: sum.category.clone(),
        reason: Reason::parse(&sum.reason),
        market: sum.market.clone(),
        regime: Regime::parse(&sum.regime),
        card: sum.card.clone(),
        rate: (sum.rate_micros >= 0).then(|| Money::of(sum.rate_micros, currency)),
        messages: sum.messages,
        unpriced: sum.unpriced,
        amount: Money::of(sum.amount_micros, currency),
        late_of: (sum.of_month != sum.month)
            .then(|| month_of(sum.of_month))
            .transpose()?,
    })
}

fn put(items: &mut Vec<Item>, item: &Item) {
    let same = |known: &&mut Item| {
        known.payee == item.payee
            && known.category == item.category
            && known.reason == item.reason
            && known.market == item.market
            && known.regime == item.regime
            && known.card == item.card
            && known.rate == item.rate
            && known.late_of == item.late_of
            && known.amount.currency == item.amount.currency
    };
    match items.iter_mut().find(same) {
        Some(known) => {
            known.messages += item.messages;
            known.unpriced += item.unpriced;
            known.amount.micros = known.amount.micros.saturating_add(item.amount.micros);
        }
        None => items.push(item.clone()),
    }
}

/// Every day of the month, up to and including `until`.
pub(super) fn days(totals: &[DayTotal], month: Month, until: Option<Day>) -> ServiceResult<Vec<DayPart>> {
    let mut out = Vec::new();
    let last = until.map_or(month.last(), |today| today.min(month.last()));
    let mut day = month.first();
    while day <= last {
        out.push(DayPart {
            day,
            messages: 0,
            by_category: Vec::new(),
            total: Amounts::default(),
        });
        day = day.plus(1);
    }
    for total in totals {
        let day = day_of(total.day);
        let currency = currency(&total.currency)?;
        // An entry about a month that was signed off belongs to the first day
        // of this one; what is dated ahead, to the last.
        let at = usize::try_from(day.since(month.first()))
            .unwrap_or(0)
            .min(out.len().saturating_sub(1));
        let Some(part) = out.get_mut(at) else { continue };
        part.total.add(total.amount_micros, currency);
        if total.charge == Payee::Meta.code() {
            part.messages += total.messages;
            match part
                .by_category
                .iter_mut()
                .find(|(category, ..)| *category == total.category)
            {
                Some((_, messages, amounts)) => {
                    *messages += total.messages;
                    amounts.add(total.amount_micros, currency);
                }
                None => part.by_category.push((
                    total.category.clone(),
                    total.messages,
                    Amounts::of(Money::of(total.amount_micros, currency)),
                )),
            }
        }
    }
    Ok(out)
}

/// The free allowances of the numbers that have entries in this statement. A
/// shared number's allowance is used by every bakery behind it.
pub(super) async fn allowances(
    tx: &mut Tx,
    world: &World,
    month: Month,
    sums: &[MonthSum],
) -> ServiceResult<Vec<Allowance>> {
    if Regime::of(month.first()) != Regime::ChargedService {
        return Ok(Vec::new());
    }
    let used: HashMap<i64, i64> = sums::allowances(tx, month_no(month)).await?.into_iter().collect();
    let mut numbers: Vec<i64> = sums.iter().map(|sum| sum.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut out: Vec<Allowance> = numbers
        .into_iter()
        .filter_map(|no| {
            let number = world.numbers.get(&no)?;
            Some(Allowance {
                number: NumberId::parse(&number.id).ok()?,
                display: number.display.clone(),
                used: used.get(&no).copied().unwrap_or(0),
                of: i64::from(ALLOWANCE),
            })
        })
        .collect();
    out.sort_by_key(|allowance| (std::cmp::Reverse(allowance.used), allowance.display.clone()));
    Ok(out)
}
