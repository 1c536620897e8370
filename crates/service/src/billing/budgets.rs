//! What may be spent: budgets of bakeries and of the platform, with thresholds
//! that raise an alarm and, where somebody wants that, a hard stop.

use std::collections::{BTreeSet, HashSet};

use domain::{
    billing::Month,
    ids::TenantId,
    money::{self, Currency, Money},
    permission::Permission,
    time::Millis,
};
use serde_json::{Value, json};
use store::{
    Tx, audit,
    billing::{
        budgets::{self as rows, BudgetRecord, PLATFORM},
        sums::{self, Whose},
    },
    short_ids, tenants,
};

use super::{Amounts, calendar::month_no, world::World};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
    stored,
};

/// Thresholds when nobody says otherwise, in percent.
pub const THRESHOLDS: [i64; 3] = [80, 95, 100];

/// A budget and how much of it is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetState {
    /// The bakery; `None` for the platform's own.
    pub tenant: Option<TenantId>,
    /// Its name; empty for the platform's own.
    pub name: String,
    /// What may be spent in a month.
    pub limit: Money,
    /// What is spent, in the same currency.
    pub spent: Money,
    /// What is spent in other currencies: not counted, because amounts are never
    /// converted in silence.
    pub not_counted: Amounts,
    /// The same in percent, rounded down.
    pub percent: i64,
    /// Percentages that raise an alarm.
    pub thresholds: Vec<i64>,
    /// Thresholds that were reached this month, and when that was noticed.
    pub reached: Vec<(i64, Millis)>,
    /// Whether sending stops at the limit.
    pub hard_stop: bool,
    /// Who set it, and when.
    pub set: (String, Millis),
}

impl BudgetState {
    /// Whether it stops sending now.
    #[must_use]
    pub const fn stops(&self) -> bool {
        self.hard_stop && self.spent.micros >= self.limit.micros
    }

    /// The highest threshold that is passed.
    #[must_use]
    pub fn passed(&self) -> Option<i64> {
        self.thresholds
            .iter()
            .copied()
            .filter(|threshold| self.percent >= *threshold)
            .max()
    }
}

/// What somebody wants a budget to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BudgetInput {
    /// The amount as it was typed: `180` or `180.00`.
    pub limit: String,
    /// The currency: `EUR`.
    pub currency: String,
    /// Percentages, separated by commas or spaces; empty takes [`THRESHOLDS`].
    pub thresholds: String,
    /// Whether sending stops at the limit.
    pub hard_stop: bool,
}

/// Every budget in the month that is running.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<BudgetState>> {
    call.allow(Permission::ViewBilling)?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let month = world.common_zone(svc).month(svc.clock.now());
    states(&mut tx, month).await
}

/// Sets the budget of a bakery or, with `None`, of the platform.
pub async fn set(
    svc: &Services,
    call: &Call,
    tenant: Option<&TenantId>,
    input: &BudgetInput,
) -> ServiceResult<()> {
    call.allow(Permission::ManageBilling)?;
    let (limit, thresholds) = read(input)?;
    let mut tx = svc.db.write().await?;
    in_use(&mut tx, limit.currency).await?;
    let (key, name) = whose(&mut tx, tenant).await?;
    let before = find(&mut tx, &key).await?;
    let record = BudgetRecord {
        tenant_id: key.clone(),
        limit_micros: limit.micros,
        currency: limit.currency.to_string(),
        thresholds: json!(thresholds).to_string(),
        hard_stop: input.hard_stop,
        updated_at: svc.clock.now().0,
        updated_by: call.actor.name().to_owned(),
    };
    rows::set(&mut tx, &record).await?;
    let states = (before.as_ref().map(shown), Some(shown(&record)));
    let mut entry = call.change(svc, "billing.budget", "budget", &key, &name, states);
    entry.tenant_id = tenant.map(|id| id.as_str().to_owned());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(())
}

/// Removes a budget. One that is not there is fine.
pub async fn clear(svc: &Services, call: &Call, tenant: Option<&TenantId>) -> ServiceResult<()> {
    call.allow(Permission::ManageBilling)?;
    let mut tx = svc.db.write().await?;
    let (key, name) = whose(&mut tx, tenant).await?;
    let Some(before) = find(&mut tx, &key).await? else {
        return Ok(());
    };
    rows::clear(&mut tx, &key).await?;
    let states = (Some(shown(&before)), None);
    let mut entry = call.change(svc, "billing.budget", "budget", &key, &name, states);
    entry.tenant_id = tenant.map(|id| id.as_str().to_owned());
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(())
}

fn shown(record: &BudgetRecord) -> Value {
    json!({
        "limit": format!("{} {}", money::decimal(record.limit_micros, 2), record.currency),
        "thresholds": record.thresholds,
        "hard_stop": record.hard_stop,
    })
}

fn read(input: &BudgetInput) -> ServiceResult<(Money, Vec<i64>)> {
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let micros = match money::parse_typed(&input.limit) {
        _ if input.limit.trim().is_empty() => {
            wrong("limit", Problem::Required);
            0
        }
        Ok(micros) if micros != 0 => micros,
        Ok(_) | Err(_) => {
            wrong("limit", Problem::NotAnAmount);
            0
        }
    };
    let currency = Currency::parse(&input.currency).unwrap_or_else(|_| {
        wrong("currency", Problem::NotAChoice);
        Currency::EUR
    });
    let mut thresholds: Vec<i64> = Vec::new();
    for word in input
        .thresholds
        .split([',', ';', ' ', '%'])
        .filter(|word| !word.is_empty())
    {
        match word.parse::<i64>() {
            Ok(percent) if (1..=1_000).contains(&percent) => thresholds.push(percent),
            _ => wrong("thresholds", Problem::NotAChoice),
        }
    }
    if thresholds.is_empty() {
        thresholds.extend(THRESHOLDS);
    }
    thresholds.sort_unstable();
    thresholds.dedup();
    if errors.is_empty() {
        Ok((Money::of(micros, currency), thresholds))
    } else {
        Err(ServiceError::Invalid(errors))
    }
}

/// Refuses a currency in which no account is billed: nothing would ever be
/// counted against the budget. While no account's currency is known, any will do.
async fn in_use(tx: &mut Tx, wanted: Currency) -> ServiceResult<()> {
    let known: BTreeSet<Currency> = store::accounts::all(tx)
        .await?
        .into_iter()
        .filter_map(|account| Currency::parse(account.currency.as_deref()?).ok())
        .collect();
    if known.is_empty() || known.contains(&wanted) {
        return Ok(());
    }
    let names: Vec<String> = known.iter().map(ToString::to_string).collect();
    Err(FieldError::only(
        "currency",
        Problem::OtherCurrency {
            expected: names.join(", "),
        },
    ))
}

async fn whose(tx: &mut Tx, tenant: Option<&TenantId>) -> ServiceResult<(String, String)> {
    let Some(tenant) = tenant else {
        return Ok((PLATFORM.to_owned(), String::new()));
    };
    let found = tenants::by_id(tx, tenant.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    Ok((found.id, found.name))
}

async fn find(tx: &mut Tx, key: &str) -> ServiceResult<Option<BudgetRecord>> {
    Ok(rows::concerning(tx, key)
        .await?
        .into_iter()
        .find(|record| record.tenant_id == key))
}

/// Every budget, with what was spent in `month`.
pub(super) async fn states(tx: &mut Tx, month: Month) -> ServiceResult<Vec<BudgetState>> {
    let records = rows::all(tx).await?;
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let alarms = rows::alarms(tx, month_no(month)).await?;
    let mut out = Vec::with_capacity(records.len());
    for record in records {
        out.push(state(tx, &record, month, &alarms).await?);
    }
    Ok(out)
}

async fn state(
    tx: &mut Tx,
    record: &BudgetRecord,
    month: Month,
    alarms: &[(String, i64, i64)],
) -> ServiceResult<BudgetState> {
    let currency = super::statement::currency(&record.currency)?;
    let all = spent(tx, &record.tenant_id, month).await?;
    let spent = all.in_currency(currency);
    let mut not_counted = Amounts::default();
    for other in all
        .all()
        .filter(|one| one.currency != currency && one.micros != 0)
    {
        not_counted.add(other.micros, other.currency);
    }
    let tenant = if record.tenant_id == PLATFORM {
        None
    } else {
        Some(stored::id::<TenantId>(record.tenant_id.clone())?)
    };
    let name = match &tenant {
        None => String::new(),
        Some(id) => tenants::by_id(tx, id.as_str())
            .await?
            .map(|tenant| tenant.name)
            .unwrap_or_default(),
    };
    Ok(BudgetState {
        tenant,
        name,
        limit: Money::of(record.limit_micros, currency),
        percent: percent(spent.micros, record.limit_micros),
        spent,
        not_counted,
        thresholds: serde_json::from_str(&record.thresholds).unwrap_or_else(|_| THRESHOLDS.to_vec()),
        reached: alarms
            .iter()
            .filter(|(key, ..)| *key == record.tenant_id)
            .map(|(_, threshold, at)| (*threshold, Millis(*at)))
            .collect(),
        hard_stop: record.hard_stop,
        set: (record.updated_by.clone(), Millis(record.updated_at)),
    })
}

fn percent(spent: i64, limit: i64) -> i64 {
    if limit <= 0 {
        return 0;
    }
    i64::try_from(i128::from(spent) * 100 / i128::from(limit)).unwrap_or(i64::MAX)
}

/// What a bakery (or, with the empty key, everybody) has cost in a month.
async fn spent(tx: &mut Tx, key: &str, month: Month) -> ServiceResult<Amounts> {
    let whose = if key == PLATFORM {
        Whose::All
    } else {
        Whose::Tenant(short_ids::find(tx, key).await?.unwrap_or(-1))
    };
    let mut out = Amounts::default();
    for (code, micros) in sums::spent(tx, whose, month_no(month)).await? {
        out.add(micros, super::statement::currency(&code)?);
    }
    Ok(out)
}

/// What the gate of budgets says about a bakery: `None` without a hard stop,
/// else whether there is room, and what that rests on.
pub(crate) async fn room(svc: &Services, tx: &mut Tx, tenant: &str) -> ServiceResult<Option<(bool, String)>> {
    let records: Vec<BudgetRecord> = rows::concerning(tx, tenant)
        .await?
        .into_iter()
        .filter(|record| record.hard_stop)
        .collect();
    if records.is_empty() {
        return Ok(None);
    }
    let world = World::read(svc, tx).await?;
    let month = world.common_zone(svc).month(svc.clock.now());
    let mut found = None;
    for record in records {
        let state = state(tx, &record, month, &[]).await?;
        let text = format!("{} / {}", state.spent, state.limit);
        if state.stops() {
            return Ok(Some((false, text)));
        }
        found = Some((true, text));
    }
    Ok(found)
}

/// Hard stops that hold messages at this moment.
#[derive(Debug, Default)]
pub(crate) struct Stopped {
    everybody: bool,
    tenants: HashSet<String>,
}

impl Stopped {
    /// Whether this bakery's messages are held.
    pub(crate) fn holds(&self, tenant: &str) -> bool {
        self.everybody || self.tenants.contains(tenant)
    }
}

/// Which hard stops hold messages now: what the gate asks for one bakery, for
/// all whose messages wait to leave.
pub(crate) async fn stopped(svc: &Services, tx: &mut Tx) -> ServiceResult<Stopped> {
    let mut stopped = Stopped::default();
    let records: Vec<BudgetRecord> = rows::all(tx)
        .await?
        .into_iter()
        .filter(|record| record.hard_stop)
        .collect();
    if records.is_empty() {
        return Ok(stopped);
    }
    let world = World::read(svc, tx).await?;
    let month = world.common_zone(svc).month(svc.clock.now());
    for record in records {
        if state(tx, &record, month, &[]).await?.stops() {
            if record.tenant_id == PLATFORM {
                stopped.everybody = true;
            } else {
                stopped.tenants.insert(record.tenant_id);
            }
        }
    }
    Ok(stopped)
}

/// Notes the thresholds that are passed in the running month; answers those
/// that were not known before.
pub(super) async fn raise(svc: &Services, tx: &mut Tx) -> ServiceResult<Vec<(BudgetState, i64)>> {
    let now = svc.clock.now();
    if rows::all(tx).await?.is_empty() {
        return Ok(Vec::new());
    }
    let world = World::read(svc, tx).await?;
    let month = world.common_zone(svc).month(now);
    let mut fresh = Vec::new();
    for state in states(tx, month).await? {
        let key = state
            .tenant
            .as_ref()
            .map_or(PLATFORM, TenantId::as_str)
            .to_owned();
        for threshold in &state.thresholds {
            if state.percent >= *threshold
                && !state.reached.iter().any(|(known, _)| known == threshold)
                && rows::note_alarm(tx, &key, month_no(month), *threshold, now).await?
            {
                fresh.push((state.clone(), *threshold));
            }
        }
    }
    Ok(fresh)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(limit: &str, thresholds: &str) -> BudgetInput {
        BudgetInput {
            limit: limit.to_owned(),
            currency: "eur".to_owned(),
            thresholds: thresholds.to_owned(),
            hard_stop: false,
        }
    }

    #[test]
    fn amounts_and_thresholds_are_read_as_people_write_them() {
        let (limit, thresholds) = read(&input("180.50", "100, 80% 95")).unwrap();
        assert_eq!(limit, Money::of(180_500_000, Currency::EUR));
        assert_eq!(thresholds, [80, 95, 100]);
        assert_eq!(read(&input("1", "")).unwrap().1, THRESHOLDS);
        assert_eq!(read(&input("180,50", "")).unwrap().0, limit);
    }

    #[test]
    fn what_is_no_amount_is_refused_with_its_field() {
        for bad in [
            "", "0", "-5", "1,5,0", "1.234,50", "1.500", "1,500", "1e3", "much",
        ] {
            assert!(
                matches!(read(&input(bad, "80")), Err(ServiceError::Invalid(e)) if e[0].field == "limit"),
                "{bad}"
            );
        }
        assert!(read(&input("5", "0")).is_err());
        assert!(read(&input("5", "eighty")).is_err());
    }

    #[test]
    fn percent_is_rounded_down_so_that_full_means_full() {
        assert_eq!(percent(999, 1_000), 99);
        assert_eq!(percent(1_000, 1_000), 100);
        assert_eq!(percent(-5, 1_000), 0);
    }
}
