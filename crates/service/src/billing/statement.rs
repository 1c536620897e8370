//! A month's statement: what was sent, what was free and why, what is charged,
//! for everybody or for one bakery. Read from the sums; never from lines.

use std::collections::{BTreeMap, HashMap};

use domain::{
    billing::{Day, Month, Reason, Regime, Zone, regime::ALLOWANCE},
    ids::{NumberId, TenantId},
    money::{Currency, Money},
    time::{HOUR, Millis},
};
use store::{
    Tx,
    billing::{
        due,
        sums::{self, DayTotal, MonthSum, Whose},
    },
    messages::{log::Reach, people},
};

use super::{
    amounts::Amounts,
    basis::{self, Basis, SecondCurrency},
    budgets::{self, BudgetState},
    calendar::{day_of, month_no, month_of},
    forecast::{self, Forecast},
    reach,
    world::World,
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    stored,
};

/// Which statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementQuery {
    /// The month; the running one when nothing is said.
    pub month: Option<Month>,
    /// One bakery; everybody's (or the caller's own) when nothing is said.
    pub tenant: Option<TenantId>,
}

/// Who takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payee {
    /// Meta, by its rate card.
    Meta,
    /// The partner in between, on top.
    Partner,
}

impl Payee {
    /// The number stored in the ledger.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Meta => 1,
            Self::Partner => 2,
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub const fn from_code(code: i64) -> Self {
        if code == 2 { Self::Partner } else { Self::Meta }
    }

    /// The word in files and in the API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Partner => "partner",
        }
    }
}

/// How many, and what they come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Handed to Meta in the month, whatever became of them.
    pub sent: u64,
    /// Delivered and counted: reversals taken off.
    pub delivered: i64,
    /// Of those, free.
    pub free: i64,
    /// Of those, charged.
    pub charged: i64,
    /// Of those, without a known rate: not in the amounts.
    pub unpriced: i64,
    /// What Meta charges.
    pub meta: Amounts,
    /// What the partner charges.
    pub partner: Amounts,
    /// Both.
    pub total: Amounts,
}

impl Figures {
    fn add(&mut self, item: &Item) {
        match item.payee {
            Payee::Partner => self.partner.add(item.amount.micros, item.amount.currency),
            Payee::Meta => {
                self.delivered += item.messages;
                self.unpriced += item.unpriced;
                if item.reason.is_free() {
                    self.free += item.messages;
                } else {
                    self.charged += item.messages - item.unpriced;
                }
                self.meta.add(item.amount.micros, item.amount.currency);
            }
        }
        self.total.add(item.amount.micros, item.amount.currency);
    }
}

/// So many messages at the same rate for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Who takes the money.
    pub payee: Payee,
    /// Charged as: `utility`, `marketing`, `service` …; empty when it is not known.
    pub category: String,
    /// Why it costs what it costs.
    pub reason: Reason,
    /// The customers' market; empty when it is not known.
    pub market: String,
    /// The rules.
    pub regime: Option<Regime>,
    /// The rate card; empty when none was needed or is known.
    pub card: String,
    /// For each; `None` when it is not known.
    pub rate: Option<Money>,
    /// How many.
    pub messages: i64,
    /// Of those, without a known rate.
    pub unpriced: i64,
    /// What they come to.
    pub amount: Money,
    /// The month of delivery where it is another: an entry into a later month
    /// because that one was signed off.
    pub late_of: Option<Month>,
}

/// How much of a number's free allowance is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The number.
    pub number: NumberId,
    /// For people.
    pub display: String,
    /// Free replies used in the month.
    pub used: i64,
    /// Free replies of a month.
    pub of: i64,
}

impl Allowance {
    /// What is left.
    #[must_use]
    pub const fn left(&self) -> i64 {
        if self.used >= self.of {
            0
        } else {
            self.of - self.used
        }
    }
}

/// A bakery's part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantPart {
    /// The bakery; `None` for numbers that served nobody.
    pub tenant: Option<TenantId>,
    /// Its name; empty for numbers that served nobody.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
    /// What they are made of, dearest first.
    pub items: Vec<Item>,
    /// Its budget, if one is set.
    pub budget: Option<BudgetState>,
}

/// A day's part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPart {
    /// The day, in the zone of the basis.
    pub day: Day,
    /// Messages.
    pub messages: i64,
    /// What they come to, by category: `utility`, `marketing`, `service` …
    pub by_category: Vec<(String, i64, Amounts)>,
    /// What the day comes to, the partner's fees included.
    pub total: Amounts,
}

/// A month's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The month.
    pub month: Month,
    /// Whether it is still running.
    pub running: bool,
    /// Months that have entries, and the running one; newest first.
    pub months: Vec<Month>,
    /// Everything together.
    pub figures: Figures,
    /// What that is made of, dearest first.
    pub items: Vec<Item>,
    /// By bakery, dearest first.
    pub tenants: Vec<TenantPart>,
    /// By day, every day of the month up to today.
    pub days: Vec<DayPart>,
    /// The free allowances of the numbers that have sent; empty under rules without one.
    pub allowances: Vec<Allowance>,
    /// What the month will come to; `None` when it is over or too young.
    pub forecast: Option<Forecast>,
    /// The budget that concerns the statement as a whole.
    pub budget: Option<BudgetState>,
    /// The total in another currency, for information.
    pub second: Option<SecondCurrency>,
    /// The month before, for comparison.
    pub before: Amounts,
    /// What it all rests on.
    pub basis: Basis,
}

/// Works a statement out.
pub async fn get(svc: &Services, call: &Call, query: &StatementQuery) -> ServiceResult<Statement> {
    let mut tx = svc.db.read().await?;
    let whose = reach::whose(&mut tx, call, query.tenant.as_ref()).await?;
    let one = query.tenant.clone().or_else(|| match whose {
        Whose::All => None,
        Whose::Tenant(_) => reach::own(&call.actor).cloned(),
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
    let (cards, regimes) = basis::cited(
        &world.book,
        sums.iter().map(|sum| (sum.card.as_str(), sum.regime.as_str())),
    );
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

/// A stored currency.
pub(super) fn currency(text: &str) -> ServiceResult<Currency> {
    Currency::parse(text).map_err(|error| ServiceError::Internal(format!("a stored amount: {error}")))
}

/// Bakeries by short id.
pub(super) async fn names(tx: &mut Tx, whose: Whose) -> ServiceResult<HashMap<i64, (TenantId, String)>> {
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
async fn sent(tx: &mut Tx, whose: Whose, zone: &Zone, month: Month) -> ServiceResult<Vec<(i64, i64)>> {
    /// 2020-01-01T00:00Z, from which the summary counts hours.
    const EPOCH: i64 = 1_577_836_800_000;
    let hour = |at: Millis| at.since(Millis(EPOCH)).div_euclid(HOUR);
    let (from, to) = (
        hour(zone.month_start(month)),
        hour(zone.month_start(month.next())),
    );
    Ok(sums::sent(tx, whose, from, to).await?)
}

/// The items of all, and those of each bakery.
fn parts(
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
fn days(totals: &[DayTotal], month: Month, until: Option<Day>) -> ServiceResult<Vec<DayPart>> {
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
    let mut whole: Vec<i64> = Vec::new();
    // A young month borrows the pace of the one before, if the rules are the same.
    if Regime::of(month.first()) == Regime::of(month.previous().first()) {
        let totals = sums::days(tx, whose, month_no(month.previous())).await?;
        for part in self::days(&totals, month.previous(), None)? {
            whole.push(part.total.in_currency(spent.currency).micros);
        }
        // Days before the first message are no part of a pace.
        let first = whole
            .iter()
            .position(|micros| *micros != 0)
            .unwrap_or(whole.len());
        whole.drain(..first);
    }
    let of_today = days
        .last()
        .map_or(0, |part| part.total.in_currency(spent.currency).micros);
    whole.extend(
        days.iter()
            .filter(|part| part.day < today)
            .map(|part| part.total.in_currency(spent.currency).micros),
    );
    let left = u32::try_from(month.last().since(today) + 1).unwrap_or(0);
    Ok(forecast::forecast(
        spent.micros,
        of_today,
        &whole,
        left,
        spent.currency,
    ))
}

/// The free allowances of the numbers that have entries in this statement. A
/// shared number's allowance is used by every bakery behind it.
async fn allowances(
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
