//! A month's statement: what was sent, what was free and why, what is charged,
//! for everybody or for one bakery. Read from the sums; never from lines.

mod parts;
mod shape;

use domain::{
    billing::{
        Day, Month, Regime, Zone,
        forecast::{self, Forecast},
    },
    ids::TenantId,
};
use store::{
    Tx,
    billing::{
        due,
        sums::{self, MonthSum, Whose},
    },
};

use self::parts::{allowances, days, parts, sent};
pub(super) use self::parts::{currency, names};
pub use self::shape::{Allowance, DayPart, Figures, Item, Payee, Statement, TenantPart};
use super::{
    Amounts,
    basis::{self, Basis},
    budgets,
    calendar::{month_no, month_of},
    reach,
    world::World,
};
use crate::{Call, Services, error::ServiceResult, stored};

/// Which statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementQuery {
    /// The month; the running one when nothing is said.
    pub month: Option<Month>,
    /// One bakery; everybody's (or the caller's own) when nothing is said.
    pub tenant: Option<TenantId>,
}

/// Works a statement out.
pub async fn get(svc: &Services, call: &Call, query: &StatementQuery) -> ServiceResult<Statement> {
    let mut tx = svc.db.read().await?;
    let whose = reach::whose(&mut tx, call, query.tenant.as_ref()).await?;
    let one = query.tenant.clone().or_else(|| match whose {
        Whose::All => None,
        Whose::Tenant(_) => call.own_tenant().cloned(),
    });
    read(svc, &mut tx, query.month, whose, one.as_ref()).await
}

/// As [`get`], for a caller whose reach is known.
pub(super) async fn read(
    svc: &Services,
    tx: &mut Tx,
    month: Option<Month>,
    whose: Whose,
    one: Option<&TenantId>,
) -> ServiceResult<Statement> {
    let now = svc.clock.now();
    let world = World::read(svc, tx).await?;
    let zone = world.common_zone(svc);
    let this_month = zone.month(now);
    let month = month.unwrap_or(this_month);
    let running = month == this_month;
    let no = month_no(month);

    let sums = sums::months(tx, whose, month_no(month.previous()), no).await?;
    let (before, sums): (Vec<MonthSum>, Vec<MonthSum>) = sums.into_iter().partition(|sum| sum.month != no);
    let names = names(tx, whose).await?;
    let sent = sent(tx, whose, &zone, month).await?;
    let budgets = budgets::states(tx, month).await?;
    let (items, mut tenants) = parts(&sums, &names)?;
    let mut figures = Figures::default();
    for item in &items {
        figures.add(item);
    }
    for (no, count) in &sent {
        figures.sent += stored::count(*count);
        if let Some((id, name)) = names.get(no) {
            let sent = stored::count(*count);
            if let Some(part) = tenants.iter_mut().find(|part| part.tenant.as_ref() == Some(id)) {
                part.figures.sent = sent;
            } else {
                tenants.push(TenantPart {
                    tenant: Some(id.clone()),
                    name: name.clone(),
                    figures: Figures {
                        sent,
                        ..Figures::default()
                    },
                    items: Vec::new(),
                    budget: None,
                });
            }
        }
    }
    for part in &mut tenants {
        part.budget = budgets
            .iter()
            .find(|budget| budget.tenant.is_some() && budget.tenant == part.tenant)
            .cloned();
    }
    tenants.sort_by_key(|part| (std::cmp::Reverse(part.figures.total.weight()), part.name.clone()));
    let budget = budgets.into_iter().find(|budget| budget.tenant.as_ref() == one);

    let totals = sums::days(tx, whose, no).await?;
    let days = days(&totals, month, if running { Some(zone.day(now)) } else { None })?;
    let forecast = if running {
        expected(svc, tx, whose, &figures, &days, month, &zone).await?
    } else {
        None
    };
    let mut previous = Amounts::default();
    for sum in &before {
        previous.add(sum.amount_micros, currency(&sum.currency)?);
    }
    let (cards, regimes) = basis::cited(&world.book, sums.iter().map(basis::Used::of_sum));
    let mut months: Vec<Month> = sums::months_known(tx, whose)
        .await?
        .into_iter()
        .map(month_of)
        .collect::<ServiceResult<_>>()?;
    if !months.contains(&this_month) {
        months.push(this_month);
        months.sort_unstable_by(|a, b| b.cmp(a));
    }
    Ok(Statement {
        month,
        running,
        months,
        allowances: allowances(tx, &world, month, &sums).await?,
        second: basis::in_dollars(&figures.total),
        figures,
        items,
        tenants,
        days,
        forecast,
        budget,
        before: previous,
        basis: Basis {
            zone_assumed: world.accounts.values().any(|billed| billed.zone_assumed),
            zone: zone.name.clone(),
            cards,
            regimes,
            counted_at: now,
            waiting: stored::count(due::waiting(tx).await?),
        },
    })
}

/// What the running month will come to, where all is in one currency.
async fn expected(
    svc: &Services,
    tx: &mut Tx,
    whose: Whose,
    figures: &Figures,
    days: &[DayPart],
    month: Month,
    zone: &Zone,
) -> ServiceResult<Option<Forecast>> {
    let mut all = figures.total.all();
    let (Some(spent), None) = (all.next(), all.next()) else {
        return Ok(None);
    };
    let today = zone.day(svc.clock.now());
    let mut daily: Vec<(Day, i64)> = Vec::new();
    // A young month borrows the pace of the one before, if the rules are the same.
    if Regime::of(month.first()) == Regime::of(month.previous().first()) {
        let totals = sums::days(tx, whose, month_no(month.previous())).await?;
        for part in self::days(&totals, month.previous(), None)? {
            daily.push((part.day, part.total.in_currency(spent.currency).micros));
        }
        // Days before the first message are no part of a pace.
        let first = daily
            .iter()
            .position(|(_, micros)| *micros != 0)
            .unwrap_or(daily.len());
        daily.drain(..first);
    }
    let own = days
        .iter()
        .map(|part| (part.day, part.total.in_currency(spent.currency).micros));
    daily.extend(own);
    Ok(forecast::forecast(spent, &daily, today))
}
