//! Setting and removing a budget.

use std::collections::BTreeSet;

use domain::{
    ids::TenantId,
    money::{self, Currency, Money},
    permission::Permission,
};
use serde_json::{Value, json};
use store::{
    Tx, audit,
    billing::budgets::{self as rows, BudgetRecord, PLATFORM},
    tenants,
};

use super::THRESHOLDS;
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// The lowest threshold, in percent.
const MIN_PERCENT: i64 = 1;
/// The highest: ten times the limit.
const MAX_PERCENT: i64 = 1_000;

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
        wrong("currency", Problem::NotACurrency);
        Currency::EUR
    });
    let mut thresholds: Vec<i64> = Vec::new();
    for word in input
        .thresholds
        .split([',', ';', ' ', '%'])
        .filter(|word| !word.is_empty())
    {
        match word.parse::<i64>() {
            Ok(percent) if (MIN_PERCENT..=MAX_PERCENT).contains(&percent) => thresholds.push(percent),
            _ => {
                let (min, max) = (MIN_PERCENT, MAX_PERCENT);
                wrong("thresholds", Problem::OutOfRange { min, max });
                // One word about the field is enough.
                break;
            }
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
        for bad in ["0", "80, 1001", "eighty, ninety"] {
            let refused = read(&input("5", bad));
            let wanted = Problem::OutOfRange { min: 1, max: 1_000 };
            assert!(
                matches!(&refused, Err(ServiceError::Invalid(e)) if e.len() == 1 && e[0].problem == wanted),
                "{bad}: {refused:?}"
            );
        }
        let euros = BudgetInput {
            currency: "euros".to_owned(),
            ..input("5", "")
        };
        assert!(
            matches!(read(&euros), Err(ServiceError::Invalid(e)) if e[0].problem == Problem::NotACurrency)
        );
    }
}
