//! How much of a budget is spent.

use domain::{billing::Month, ids::TenantId, money::Money, time::Millis};
use store::{
    Tx,
    billing::{
        budgets::{self as rows, BudgetRecord, PLATFORM},
        sums::{self, Whose},
    },
    short_ids, tenants,
};

use super::{BudgetState, THRESHOLDS};
use crate::{
    billing::{Amounts, calendar::month_no, statement},
    error::ServiceResult,
    stored,
};

/// Every budget, with what was spent in `month`.
pub(in crate::billing) async fn states(tx: &mut Tx, month: Month) -> ServiceResult<Vec<BudgetState>> {
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

/// One budget, with what was spent in `month`.
pub(super) async fn state(
    tx: &mut Tx,
    record: &BudgetRecord,
    month: Month,
    alarms: &[(String, i64, i64)],
) -> ServiceResult<BudgetState> {
    let currency = statement::currency(&record.currency)?;
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
        out.add(micros, statement::currency(&code)?);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_rounded_down_so_that_full_means_full() {
        assert_eq!(percent(999, 1_000), 99);
        assert_eq!(percent(1_000, 1_000), 100);
        assert_eq!(percent(-5, 1_000), 0);
    }
}
