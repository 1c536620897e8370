//! Lines of the ledger as programs read them.

use domain::billing::Regime;
use serde::Serialize;
use service::billing::lines::{LinePage, LineRow};
use utoipa::ToSchema;

use super::statement::{Amount, amounts};
use crate::{api::cursor::Cursor, http::time_text};

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct LedgerLine {
    /// Its id, decimal; sorts by booking.
    id: String,
    /// Our id of the message, decimal.
    message_id: String,
    /// When the message was delivered, in RFC 3339.
    #[schema(format = DateTime)]
    delivered_at: String,
    /// When the line was booked, in RFC 3339.
    #[schema(format = DateTime)]
    booked_at: String,
    /// Month that it is booked in.
    month: String,
    /// Month of the delivery.
    of_month: String,
    /// Day of the delivery.
    day: String,
    /// The tenant.
    tenant_id: Option<String>,
    /// The number, for people.
    display_phone_number: String,
    /// `meta` or `partner`.
    payee: &'static str,
    /// 1, or -1 for a reversal.
    quantity: i64,
    /// The rules.
    rules: Option<&'static str>,
    /// Why it costs what it costs.
    reason: String,
    /// The customer's market.
    market: String,
    /// Charged as.
    category: String,
    /// Name of the template.
    template: Option<String>,
    /// The rate card.
    card: Option<String>,
    /// Price of one; `null` when it is not known.
    rate: Option<Amount>,
    /// Quantity × rate; `null` when it is not known.
    amount: Option<Amount>,
    /// The line that this one takes back.
    reverses: Option<String>,
    /// Why it was corrected; `null` when it was not.
    correction: Option<String>,
}

impl From<LineRow> for LedgerLine {
    fn from(row: LineRow) -> Self {
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            id: row.id.to_string(),
            message_id: row.message.to_string(),
            delivered_at: time_text(row.at),
            booked_at: time_text(row.booked_at),
            month: row.month.to_string(),
            of_month: row.of_month.to_string(),
            day: row.day.to_string(),
            tenant_id: row.tenant.map(|(id, _)| id.into()),
            display_phone_number: row.number,
            payee: row.payee.key(),
            quantity: row.quantity,
            rules: row.regime.map(Regime::id),
            reason: row.reason.as_str().to_owned(),
            market: row.market,
            category: row.category,
            template: filled(row.template),
            card: filled(row.card),
            rate: row.rate.map(Amount::from),
            amount: row.amount.map(Amount::from),
            reverses: row.reverses.map(|id| id.to_string()),
            correction: filled(row.why),
        }
    }
}

/// Lines of one page.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct LedgerPage {
    /// The lines, latest booking first.
    data: Vec<LedgerLine>,
    /// How many lines there are on all pages.
    count: u64,
    /// The sums of their amounts, one for each currency, as far as they are known.
    sums: Vec<Amount>,
    /// The same in millionths where all is in one currency; `null` where it is
    /// not, because amounts of two currencies have no sum.
    sum_micros: Option<i64>,
    /// Pass it as `cursor` for the next page; `null` at the end.
    next: Option<String>,
}

impl From<LinePage> for LedgerPage {
    fn from(found: LinePage) -> Self {
        let mut all = found.sum.all();
        let sum_micros = match (all.next(), all.next()) {
            (None, _) => Some(0),
            (Some(only), None) => Some(only.micros),
            (Some(_), Some(_)) => None,
        };
        Self {
            sums: amounts(&found.sum),
            sum_micros,
            data: found.rows.into_iter().map(LedgerLine::from).collect(),
            count: found.count,
            next: found.next.map(|id| Cursor::write(&id.to_string())),
        }
    }
}
