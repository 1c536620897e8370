//! Sums of the ledger by day and by month, kept in the transaction of the lines.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow};

use super::lines::Line;
use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

/// A sum by day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, FromRow)]
#[expect(missing_docs, reason = "columns of billing_days, described in the migration")]
pub struct DaySum {
    pub month: i64,
    pub tenant: i64,
    pub day: i64,
    pub number: i64,
    pub charge: i64,
    pub market: String,
    pub category: String,
    pub reason: String,
    pub template: String,
    pub currency: String,
    pub messages: i64,
    pub unpriced: i64,
    pub amount_micros: i64,
}

/// A sum by month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of billing_months, described in the migration"
)]
pub struct MonthSum {
    pub month: i64,
    pub tenant: i64,
    pub number: i64,
    pub account_id: String,
    pub charge: i64,
    pub of_month: i64,
    pub regime: String,
    pub reason: String,
    pub market: String,
    pub category: String,
    pub card: String,
    pub currency: String,
    /// -1 when no rate is known.
    pub rate_micros: i64,
    pub messages: i64,
    pub unpriced: i64,
    pub amount_micros: i64,
}

/// What entries add to the sums by day.
#[must_use]
pub fn by_day<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<DaySum> {
    let mut sums: BTreeMap<DaySum, (i64, i64, i64)> = BTreeMap::new();
    for line in lines {
        let key = DaySum {
            month: line.month,
            tenant: line.tenant,
            day: line.day,
            number: line.number,
            charge: line.charge,
            market: line.market.clone(),
            category: line.category.clone(),
            reason: line.reason.clone(),
            template: line.template.clone(),
            currency: line.currency.clone(),
            messages: 0,
            unpriced: 0,
            amount_micros: 0,
        };
        add(sums.entry(key).or_default(), line);
    }
    sums.into_iter()
        .filter(|(_, sum)| *sum != (0, 0, 0))
        .map(|(key, (messages, unpriced, amount_micros))| DaySum {
            messages,
            unpriced,
            amount_micros,
            ..key
        })
        .collect()
}

/// What entries add to the sums by month.
#[must_use]
pub fn by_month<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<MonthSum> {
    let mut sums: BTreeMap<MonthSum, (i64, i64, i64)> = BTreeMap::new();
    for line in lines {
        let key = MonthSum {
            month: line.month,
            tenant: line.tenant,
            number: line.number,
            account_id: line.account_id.clone(),
            charge: line.charge,
            of_month: line.of_month,
            regime: line.regime.clone(),
            reason: line.reason.clone(),
            market: line.market.clone(),
            category: line.category.clone(),
            card: line.card.clone(),
            currency: line.currency.clone(),
            rate_micros: line.rate_micros.unwrap_or(-1),
            messages: 0,
            unpriced: 0,
            amount_micros: 0,
        };
        add(sums.entry(key).or_default(), line);
    }
    sums.into_iter()
        .filter(|(_, sum)| *sum != (0, 0, 0))
        .map(|(key, (messages, unpriced, amount_micros))| MonthSum {
            messages,
            unpriced,
            amount_micros,
            ..key
        })
        .collect()
}

fn add(sum: &mut (i64, i64, i64), line: &Line) {
    sum.0 += line.quantity;
    if line.amount_micros.is_none() {
        sum.1 += line.quantity;
    }
    sum.2 += line.amount_micros.unwrap_or(0);
}

/// Adds to the sums what these entries say.
pub async fn add_lines(tx: &mut Tx, lines: &[Line]) -> StoreResult<()> {
    add_days(tx, &by_day(lines.iter())).await?;
    add_months(tx, &by_month(lines.iter())).await
}

async fn add_days(tx: &mut Tx, rows: &[DaySum]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO billing_days (month, tenant, day, number, charge, market, category, reason, template, currency,
                                       messages, unpriced, amount_micros)
             VALUES {}
             ON CONFLICT (month, tenant, day, number, charge, market, category, reason, template, currency)
             DO UPDATE SET messages = billing_days.messages + excluded.messages,
                           unpriced = billing_days.unpriced + excluded.unpriced,
                           amount_micros = billing_days.amount_micros + excluded.amount_micros",
            placeholders(piece.len(), 13)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for sum in piece {
                query = query
                    .bind(sum.month)
                    .bind(sum.tenant)
                    .bind(sum.day)
                    .bind(sum.number)
                    .bind(sum.charge)
                    .bind(&sum.market)
                    .bind(&sum.category)
                    .bind(&sum.reason)
                    .bind(&sum.template)
                    .bind(&sum.currency)
                    .bind(sum.messages)
                    .bind(sum.unpriced)
                    .bind(sum.amount_micros);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn add_months(tx: &mut Tx, rows: &[MonthSum]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO billing_months (month, tenant, number, account_id, charge, of_month, regime, reason, market,
                                         category, card, currency, rate_micros, messages, unpriced, amount_micros)
             VALUES {}
             ON CONFLICT (month, tenant, number, account_id, charge, of_month, regime, reason, market, category, card,
                          currency, rate_micros)
             DO UPDATE SET messages = billing_months.messages + excluded.messages,
                           unpriced = billing_months.unpriced + excluded.unpriced,
                           amount_micros = billing_months.amount_micros + excluded.amount_micros",
            placeholders(piece.len(), 16)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for sum in piece {
                query = query
                    .bind(sum.month)
                    .bind(sum.tenant)
                    .bind(sum.number)
                    .bind(&sum.account_id)
                    .bind(sum.charge)
                    .bind(sum.of_month)
                    .bind(&sum.regime)
                    .bind(&sum.reason)
                    .bind(&sum.market)
                    .bind(&sum.category)
                    .bind(&sum.card)
                    .bind(&sum.currency)
                    .bind(sum.rate_micros)
                    .bind(sum.messages)
                    .bind(sum.unpriced)
                    .bind(sum.amount_micros);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Whose sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    All,
    /// One bakery's, by its short id.
    Tenant(i64),
}

impl Whose {
    /// The bounds of short ids that this means: the same text serves both.
    pub(super) const fn bounds(self) -> (i64, i64) {
        match self {
            Self::All => (i64::MIN, i64::MAX),
            Self::Tenant(no) => (no, no),
        }
    }
}

/// The sums of the months from `from` to `to`, both included.
pub async fn months(tx: &mut Tx, whose: Whose, from: i64, to: i64) -> StoreResult<Vec<MonthSum>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT month, tenant, number, account_id, charge, of_month, regime, reason, market, category, card,
                    currency, rate_micros, messages, unpriced, amount_micros
             FROM billing_months
             WHERE month >= $1 AND month <= $2 AND tenant >= $3 AND tenant <= $4
               AND (messages <> 0 OR amount_micros <> 0)
             ORDER BY month, tenant",
        )
        .bind(from)
        .bind(to)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}

/// A day's total.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DayTotal {
    /// Days since 1970-01-01.
    pub day: i64,
    /// 1 Meta, 2 partner.
    pub charge: i64,
    /// Charged as.
    pub category: String,
    /// By which rule.
    pub reason: String,
    /// The currency.
    pub currency: String,
    /// Messages.
    pub messages: i64,
    /// Amount.
    pub amount_micros: i64,
}

/// A month's totals by day, category and reason.
pub async fn days(tx: &mut Tx, whose: Whose, month: i64) -> StoreResult<Vec<DayTotal>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT day, charge, category, reason, currency, CAST(SUM(messages) AS BIGINT) AS messages,
                    CAST(SUM(amount_micros) AS BIGINT) AS amount_micros
             FROM billing_days WHERE month = $1 AND tenant >= $2 AND tenant <= $3
             GROUP BY day, charge, category, reason, currency ORDER BY day, category, reason",
        )
        .bind(month)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}

/// Sums by day of one month in full detail, as far as they are not zero.
pub async fn of_month(tx: &mut Tx, whose: Whose, month: i64) -> StoreResult<Vec<DaySum>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT month, tenant, day, number, charge, market, category, reason, template, currency, messages,
                    unpriced, amount_micros
             FROM billing_days
             WHERE month = $1 AND tenant >= $2 AND tenant <= $3
               AND (messages <> 0 OR unpriced <> 0 OR amount_micros <> 0)
             ORDER BY tenant, day, number, charge, market, category, reason, template, currency",
        )
        .bind(month)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}

/// What a bakery (or everybody) has cost in a month, by currency.
pub async fn spent(tx: &mut Tx, whose: Whose, month: i64) -> StoreResult<Vec<(String, i64)>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT currency, CAST(SUM(amount_micros) AS BIGINT) FROM billing_months
             WHERE month = $1 AND tenant >= $2 AND tenant <= $3 GROUP BY currency ORDER BY currency",
        )
        .bind(month)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}

/// Months that have entries, newest first.
pub async fn months_known(tx: &mut Tx, whose: Whose) -> StoreResult<Vec<i64>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT month FROM billing_months WHERE tenant >= $1 AND tenant <= $2 ORDER BY month DESC",
        )
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}

/// How much of each number's free allowance is taken in a month.
pub async fn allowances(tx: &mut Tx, of_month: i64) -> StoreResult<Vec<(i64, i64)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT number, CAST(SUM(messages) AS BIGINT) FROM billing_months
             WHERE of_month = $1 AND charge = 1 AND reason = 'free_tier' GROUP BY number ORDER BY number",
        )
        .bind(of_month)
        .fetch_all(c)
        .await
    })?)
}

/// Messages that were handed to Meta from `from` to before `to`, by bakery:
/// what "sent" means beside "delivered". Reads the summary of migration 0005.
pub async fn sent(tx: &mut Tx, whose: Whose, from_hour: i64, to_hour: i64) -> StoreResult<Vec<(i64, i64)>> {
    let (first, last) = whose.bounds();
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT c.tenant, CAST(SUM(c.n) AS BIGINT)
             FROM (SELECT no FROM short_ids WHERE kind = 'tenant' AND no >= $3 AND no <= $4) AS s
             CROSS JOIN message_counts c
             WHERE c.tenant = s.no AND c.hour >= $1 AND c.hour < $2 AND c.state IN (4, 5, 6, 7, 8, 9, 10)
             GROUP BY c.tenant ORDER BY c.tenant",
        )
        .bind(from_hour)
        .bind(to_hour)
        .bind(first)
        .bind(last)
        .fetch_all(c)
        .await
    })?)
}
