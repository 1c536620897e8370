//! Estimates and statements as programs read them.

use domain::{
    billing::{
        Regime,
        forecast::{Forecast, Method},
    },
    ids::TenantId,
    money::{Money, decimal},
};
use serde::Serialize;
use service::billing::{
    Amounts, Basis, DISCLAIMER,
    statement::{Allowance, Figures, Item, Statement},
};
use utoipa::ToSchema;

use crate::http::time_text;

/// An amount of money.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Amount {
    /// Millionths of the currency's unit.
    #[schema(example = 24_900_000)]
    micros: i64,
    /// The same as a decimal.
    #[schema(example = "24.90")]
    decimal: String,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            micros: money.micros,
            decimal: decimal(money.micros, 2),
            currency: money.currency.to_string(),
        }
    }
}

/// One amount for each currency.
pub(in crate::api) fn amounts(amounts: &Amounts) -> Vec<Amount> {
    amounts.all().map(Amount::from).collect()
}

/// What figures rest on.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Foundation {
    /// Always the same words: these figures are an estimate.
    #[schema(example = "Estimate; Meta's invoice is final.")]
    disclaimer: &'static str,
    /// Time zone of days and months.
    #[schema(example = "Europe/Madrid")]
    time_zone: String,
    /// Whether the zone is the platform's because nobody stated the account's.
    time_zone_assumed: bool,
    /// When it was counted, in RFC 3339.
    #[schema(format = DateTime)]
    counted_at: String,
    /// Delivered messages that are not priced yet.
    waiting: u64,
    /// The rate cards.
    cards: Vec<Card>,
    /// The sets of rules.
    #[schema(example = json!(["per-message-2026-10"]))]
    rules: Vec<&'static str>,
}

/// A rate card that figures rest on.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Card {
    /// Its id.
    id: String,
    /// First day, in the account's time zone.
    #[schema(example = "2026-10-01")]
    from: String,
    /// Where it comes from.
    source: String,
    /// Whether a rate that the figures rest on is not stated by its source for this date.
    derived: bool,
}

impl From<&Basis> for Foundation {
    fn from(basis: &Basis) -> Self {
        Self {
            disclaimer: DISCLAIMER,
            time_zone: basis.zone.clone(),
            time_zone_assumed: basis.zone_assumed,
            counted_at: time_text(basis.counted_at),
            waiting: basis.waiting,
            cards: basis
                .cards
                .iter()
                .map(|card| Card {
                    id: card.id.clone(),
                    from: card.effective.to_string(),
                    source: card.source.clone(),
                    derived: card.derived,
                })
                .collect(),
            rules: basis.regimes.iter().map(|regime| regime.id()).collect(),
        }
    }
}

/// How many messages, and what they come to.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Sums {
    /// Handed to Meta in the month, whatever became of them.
    sent: u64,
    /// Delivered.
    delivered: i64,
    /// Of those, free.
    free: i64,
    /// Of those, charged.
    charged: i64,
    /// Of those, without a known rate: not in the amounts.
    unpriced: i64,
    /// What Meta charges, one amount for each currency.
    meta: Vec<Amount>,
    /// What the partner charges on top.
    partner: Vec<Amount>,
    /// Both.
    total: Vec<Amount>,
}

impl From<&Figures> for Sums {
    fn from(figures: &Figures) -> Self {
        Self {
            sent: figures.sent,
            delivered: figures.delivered,
            free: figures.free,
            charged: figures.charged,
            unpriced: figures.unpriced,
            meta: amounts(&figures.meta),
            partner: amounts(&figures.partner),
            total: amounts(&figures.total),
        }
    }
}

/// How a month's end was estimated, for people who read an answer by hand.
fn method(forecast: &Forecast) -> String {
    let pace = match forecast.method {
        Method::SameWeekday => "each day as the mean of the same day of the week",
        Method::MeanDay => "each day as the mean day",
    };
    format!(
        "{pace} in the last {} whole days, for the {} days to come, today included; the range holds four of five \
         outcomes when days are independent",
        forecast.days, forecast.left
    )
}

/// What a running month is expected to come to.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Outlook {
    /// At the month's end.
    expected: Amount,
    /// Four times of five it will be at least this.
    low: Amount,
    /// Four times of five it will be at most this.
    high: Amount,
    /// How it was worked out.
    method: String,
}

/// A budget.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Budget {
    /// What may be spent.
    limit: Amount,
    /// What is spent in the limit's currency.
    spent: Amount,
    /// What is spent in other currencies: not counted against the limit.
    not_counted: Vec<Amount>,
    /// `spent` in percent of the limit, rounded down.
    percent: i64,
    /// Whether sending stops at the limit.
    hard_stop: bool,
}

/// How much of a number's free allowance is used.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct FreeReplies {
    /// The number, for people.
    display_phone_number: String,
    /// Used.
    used: i64,
    /// Left.
    left: i64,
}

impl From<&Allowance> for FreeReplies {
    fn from(allowance: &Allowance) -> Self {
        Self {
            display_phone_number: allowance.display.clone(),
            used: allowance.used,
            left: allowance.left(),
        }
    }
}

/// A month's estimate.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Estimate {
    /// The month.
    #[schema(example = "2026-10")]
    month: String,
    /// Whether it is still running.
    running: bool,
    /// The tenant; `null` for all.
    tenant_id: Option<String>,
    /// The figures.
    #[serde(flatten)]
    sums: Sums,
    /// What the month will come to; `null` when it is over or too young.
    forecast: Option<Outlook>,
    /// The budget that concerns it.
    budget: Option<Budget>,
    /// Free allowances of the numbers.
    free_replies: Vec<FreeReplies>,
    /// What it rests on.
    basis: Foundation,
}

impl Estimate {
    pub(super) fn of(found: &Statement, tenant: Option<&TenantId>) -> Self {
        Self {
            month: found.month.to_string(),
            running: found.running,
            tenant_id: tenant.map(|id| id.as_str().to_owned()),
            sums: Sums::from(&found.figures),
            forecast: found.forecast.map(|forecast| Outlook {
                expected: forecast.expected.into(),
                low: forecast.low.into(),
                high: forecast.high.into(),
                method: method(&forecast),
            }),
            budget: found.budget.as_ref().map(|budget| Budget {
                limit: budget.limit.into(),
                spent: budget.spent.into(),
                not_counted: amounts(&budget.not_counted),
                percent: budget.percent,
                hard_stop: budget.hard_stop,
            }),
            free_replies: found.allowances.iter().map(FreeReplies::from).collect(),
            basis: Foundation::from(&found.basis),
        }
    }
}

/// So many messages at the same rate for the same reason.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct StatementItem {
    /// `meta` or `partner`.
    payee: &'static str,
    /// Charged as: `utility`, `marketing`, `authentication`, `service` …
    category: String,
    /// `regular`, `free_tier`, `free_customer_service`, `free_entry_point` …
    reason: String,
    /// The customers' market.
    market: String,
    /// The rules.
    rules: Option<&'static str>,
    /// The rate card.
    card: String,
    /// For each; `null` when it is not known.
    rate: Option<Amount>,
    /// How many.
    messages: i64,
    /// Of those, without a known rate.
    unpriced: i64,
    /// What they come to.
    amount: Amount,
    /// Month of delivery, where it was signed off before the entry was made.
    late_of: Option<String>,
}

impl From<&Item> for StatementItem {
    fn from(item: &Item) -> Self {
        Self {
            payee: item.payee.key(),
            category: item.category.clone(),
            reason: item.reason.as_str().to_owned(),
            market: item.market.clone(),
            rules: item.regime.map(Regime::id),
            card: item.card.clone(),
            rate: item.rate.map(Amount::from),
            messages: item.messages,
            unpriced: item.unpriced,
            amount: item.amount.into(),
            late_of: item.late_of.map(|month| month.to_string()),
        }
    }
}

/// A tenant's part.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct TenantStatement {
    /// The tenant; `null` for numbers that served nobody.
    tenant_id: Option<String>,
    /// Its name.
    tenant: String,
    /// Its figures.
    #[serde(flatten)]
    sums: Sums,
    /// What they are made of.
    items: Vec<StatementItem>,
}

/// A month's statement.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct MonthStatement {
    /// The month.
    #[schema(example = "2026-10")]
    month: String,
    /// Whether it is still running.
    running: bool,
    /// Everything together.
    #[serde(flatten)]
    sums: Sums,
    /// By tenant, dearest first.
    tenants: Vec<TenantStatement>,
    /// What it rests on.
    basis: Foundation,
}

impl MonthStatement {
    pub(super) fn of(found: &Statement) -> Self {
        Self {
            month: found.month.to_string(),
            running: found.running,
            sums: Sums::from(&found.figures),
            tenants: found
                .tenants
                .iter()
                .map(|part| TenantStatement {
                    tenant_id: part.tenant.as_ref().map(|id| id.as_str().to_owned()),
                    tenant: part.name.clone(),
                    sums: Sums::from(&part.figures),
                    items: part.items.iter().map(StatementItem::from).collect(),
                })
                .collect(),
            basis: Foundation::from(&found.basis),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    #[test]
    fn an_answer_says_by_which_method_it_looks_ahead() {
        let amount = Money::of(1_000_000, Currency::EUR);
        let said = |by| {
            method(&Forecast {
                expected: amount,
                low: amount,
                high: amount,
                days: 28,
                left: 9,
                method: by,
            })
        };
        assert!(said(Method::SameWeekday).contains("same day of the week in the last 28 whole days"));
        assert!(said(Method::MeanDay).contains("mean day in the last 28 whole days"));
    }
}
