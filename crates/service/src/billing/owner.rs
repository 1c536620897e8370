//! A bakery's month in plain figures, and its receipt.

use domain::{billing::Month, ids::TenantId, money::Money, permission::Permission};
use store::billing::sums::{self, Whose};

use super::{
    Amounts,
    calendar::{month_no, month_of},
    reach,
    statement::{self, Payee, Statement},
};
use crate::{Call, Services, error::ServiceResult};

/// Months before that are shown.
const BEFORE: usize = 6;

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLine {
    /// What: `utility`, `marketing`, `authentication`, `service`, or `partner` for the partner's fees.
    pub what: String,
    /// How many were charged.
    pub messages: i64,
    /// The price of one; `None` when several prices are in it, or none is known.
    pub rate: Option<Money>,
    /// What they come to.
    pub amount: Amounts,
}

/// A bakery's month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMonth {
    /// The bakery.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// What is charged, dearest first.
    pub lines: Vec<ReceiptLine>,
    /// Free replies left on its number; `None` under rules without an allowance.
    pub replies_left: Option<i64>,
    /// Other months: messages that arrived, and what they came to; latest first.
    pub others: Vec<(Month, i64, Amounts)>,
    /// The whole statement.
    pub statement: Statement,
}

/// Reads a bakery's month; the running one when none is named.
pub async fn month(
    svc: &Services,
    call: &Call,
    tenant: &TenantId,
    month: Option<Month>,
) -> ServiceResult<OwnMonth> {
    call.allow_tenant(Permission::ViewBilling, tenant)?;
    let mut tx = svc.db.read().await?;
    let whose = reach::whose(&mut tx, call, Some(tenant)).await?;
    let statement = statement::read(svc, &mut tx, month, whose, Some(tenant)).await?;
    let name = store::tenants::by_id(&mut tx, tenant.as_str())
        .await?
        .map(|found| found.name)
        .unwrap_or_default();
    let others = others(&mut tx, whose, statement.month).await?;
    let replies_left = statement
        .allowances
        .iter()
        .map(super::statement::Allowance::left)
        .min();
    Ok(OwnMonth {
        tenant: tenant.clone(),
        name,
        lines: lines(&statement),
        replies_left,
        others,
        statement,
    })
}

/// What is charged, by what it is.
fn lines(statement: &Statement) -> Vec<ReceiptLine> {
    let mut out: Vec<ReceiptLine> = Vec::new();
    for item in &statement.items {
        if item.payee == Payee::Meta && item.reason.is_free() {
            continue;
        }
        let what = match item.payee {
            Payee::Partner => "partner",
            Payee::Meta => item.category.as_str(),
        };
        match out.iter_mut().find(|line| line.what == what) {
            Some(line) => {
                line.messages += item.messages;
                line.amount.add(item.amount.micros, item.amount.currency);
                if line.rate != item.rate {
                    line.rate = None;
                }
            }
            None => out.push(ReceiptLine {
                what: what.to_owned(),
                messages: item.messages,
                rate: item.rate,
                amount: Amounts::of(item.amount),
            }),
        }
    }
    out
}

async fn others(tx: &mut store::Tx, whose: Whose, shown: Month) -> ServiceResult<Vec<(Month, i64, Amounts)>> {
    let mut out: Vec<(Month, i64, Amounts)> = Vec::new();
    let mut from = shown;
    for _ in 0..BEFORE {
        from = from.previous();
    }
    for sum in sums::months(tx, whose, month_no(from), month_no(shown.previous())).await? {
        let month = month_of(sum.month)?;
        let currency = statement::currency(&sum.currency)?;
        let messages = if sum.charge == Payee::Meta.code() {
            sum.messages
        } else {
            0
        };
        match out.iter_mut().find(|(known, ..)| *known == month) {
            Some((_, count, amounts)) => {
                *count += messages;
                amounts.add(sum.amount_micros, currency);
            }
            None => out.push((
                month,
                messages,
                Amounts::of(Money::of(sum.amount_micros, currency)),
            )),
        }
    }
    out.sort_by_key(|(month, ..)| std::cmp::Reverse(*month));
    Ok(out)
}
