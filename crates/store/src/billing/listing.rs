//! Reading the ledger: pages of lines, and all of a month for files.

use domain::message::id::MessageId;
use sqlx::{AssertSqlSafe, FromRow};

use super::{
    lines::{COLUMNS, Line},
    sums::Whose,
};
use crate::{db::Tx, error::StoreResult};

/// Which lines are wanted. Empty texts do not narrow.
#[derive(Debug, Clone)]
pub struct LineFilter {
    /// Whose.
    pub whose: Whose,
    /// Booked in this month.
    pub month: i64,
    /// Charged as.
    pub category: String,
    /// By which rule.
    pub reason: String,
    /// To which market.
    pub market: String,
    /// Template.
    pub template: String,
    /// Short id of the number; `None` for all.
    pub number: Option<i64>,
    /// Delivered on this day; `None` for all.
    pub day: Option<i64>,
    /// Only reversals and what came in their place.
    pub corrections: bool,
    /// Only those without a known rate.
    pub unpriced: bool,
}

impl LineFilter {
    /// All lines of a month.
    #[must_use]
    pub const fn of_month(whose: Whose, month: i64) -> Self {
        Self {
            whose,
            month,
            category: String::new(),
            reason: String::new(),
            market: String::new(),
            template: String::new(),
            number: None,
            day: None,
            corrections: false,
            unpriced: false,
        }
    }
}

const WHERE: &str = "month = $1 AND tenant >= $2 AND tenant <= $3
    AND ($4 = '' OR category = $4) AND ($5 = '' OR reason = $5) AND ($6 = '' OR market = $6)
    AND ($7 = '' OR template = $7) AND ($8 = -1 OR number = $8) AND ($9 = -1 OR day = $9)
    AND ($10 = 0 OR entry > 1) AND ($11 = 0 OR amount_micros IS NULL)";

macro_rules! bind_filter {
    ($query:expr, $filter:expr) => {{
        let filter: &LineFilter = $filter;
        let (first, last) = filter.whose.bounds();
        $query
            .bind(filter.month)
            .bind(first)
            .bind(last)
            .bind(filter.category.as_str())
            .bind(filter.reason.as_str())
            .bind(filter.market.as_str())
            .bind(filter.template.as_str())
            .bind(filter.number.unwrap_or(-1))
            .bind(filter.day.unwrap_or(-1))
            .bind(i64::from(filter.corrections))
            .bind(i64::from(filter.unpriced))
    }};
}

/// Up to `limit` lines before `before`, latest booking first.
pub async fn page(tx: &mut Tx, filter: &LineFilter, before: MessageId, limit: i64) -> StoreResult<Vec<Line>> {
    let sql =
        format!("SELECT {COLUMNS} FROM billing_lines WHERE {WHERE} AND id < $12 ORDER BY id DESC LIMIT $13");
    Ok(on!(tx, |c| bind_filter!(
        sqlx::query_as(AssertSqlSafe(sql)),
        filter
    )
    .bind(before.0)
    .bind(limit)
    .fetch_all(c)
    .await)?)
}

/// Up to `limit` lines after `after`, earliest booking first.
pub async fn piece(tx: &mut Tx, filter: &LineFilter, after: MessageId, limit: i64) -> StoreResult<Vec<Line>> {
    let sql = format!("SELECT {COLUMNS} FROM billing_lines WHERE {WHERE} AND id > $12 ORDER BY id LIMIT $13");
    Ok(on!(tx, |c| bind_filter!(
        sqlx::query_as(AssertSqlSafe(sql)),
        filter
    )
    .bind(after.0)
    .bind(limit)
    .fetch_all(c)
    .await)?)
}

/// Lines of one currency.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Total {
    /// ISO 4217.
    pub currency: String,
    /// How many.
    pub lines: i64,
    /// Their quantities added up.
    pub quantity: i64,
    /// Their sum in micro-units; `None` when none of them has an amount.
    pub micros: Option<i64>,
}

/// How many lines there are, their quantities, and their sums, by currency:
/// amounts of two currencies have no sum.
pub async fn totals(tx: &mut Tx, filter: &LineFilter) -> StoreResult<Vec<Total>> {
    let sql = format!(
        "SELECT currency, CAST(COUNT(*) AS BIGINT) AS lines, CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS quantity,
                CAST(SUM(amount_micros) AS BIGINT) AS micros
         FROM billing_lines WHERE {WHERE} GROUP BY currency ORDER BY currency"
    );
    Ok(on!(tx, |c| bind_filter!(
        sqlx::query_as(AssertSqlSafe(sql)),
        filter
    )
    .fetch_all(c)
    .await)?)
}
