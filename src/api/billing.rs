//! What messages cost: estimates, statements, lines.

use axum::{
    Json,
    body::Body,
    extract::{FromRequestParts, State},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{
    billing::{Day, Month, Regime},
    ids::TenantId,
    message::id::MessageId,
    money::{Money, decimal},
};
use serde::Serialize;
use service::billing::{
    Amounts, Basis, DISCLAIMER, export,
    lines::{self, LineQuery, LineRow},
    statement::{self, Allowance, Figures, Item, Statement, StatementQuery},
};
use utoipa::ToSchema;

use super::{answers::Refusals, auth::ApiCall, cursor::Cursor, extract::Listing};
use crate::{
    http::{problem::Problem, time_text},
    state::AppState,
};

/// An amount of money.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Amount {
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

fn amounts(amounts: &Amounts) -> Vec<Amount> {
    amounts.all().map(Amount::from).collect()
}

/// What figures rest on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Foundation {
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
pub(super) struct Card {
    /// Its id.
    id: String,
    /// First day, in the account's time zone.
    #[schema(example = "2026-10-01")]
    from: String,
    /// Where it comes from.
    source: String,
    /// Whether a rate of it is not stated by its source for this date.
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
pub(super) struct Sums {
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

/// What a running month is expected to come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Outlook {
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
pub(super) struct Budget {
    /// What may be spent.
    limit: Amount,
    /// What is spent.
    spent: Amount,
    /// The same in percent, rounded down.
    percent: i64,
    /// Whether sending stops at the limit.
    hard_stop: bool,
}

/// How much of a number's free allowance is used.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreeReplies {
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
pub(super) struct Estimate {
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
    fn of(found: &Statement, tenant: Option<&TenantId>) -> Self {
        Self {
            month: found.month.to_string(),
            running: found.running,
            tenant_id: tenant.map(|id| id.as_str().to_owned()),
            sums: Sums::from(&found.figures),
            forecast: found.forecast.map(|forecast| Outlook {
                expected: forecast.expected.into(),
                low: forecast.low.into(),
                high: forecast.high.into(),
                method: format!(
                    "mean of the last {} whole days for the {} days to come, today included; the range holds four \
                     of five outcomes when days are independent",
                    forecast.days, forecast.left
                ),
            }),
            budget: found.budget.as_ref().map(|budget| Budget {
                limit: budget.limit.into(),
                spent: budget.spent.into(),
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
pub(super) struct StatementItem {
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
pub(super) struct TenantStatement {
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
pub(super) struct MonthStatement {
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

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LedgerLine {
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
pub(super) struct LedgerPage {
    /// The lines, latest booking first.
    data: Vec<LedgerLine>,
    /// How many lines there are on all pages.
    count: u64,
    /// The sum of their amounts in millionths, as far as they are known.
    sum_micros: i64,
    /// Pass it as `cursor` for the next page; `null` at the end.
    next: Option<String>,
}

/// What is asked about.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    month: Option<Month>,
    tenant: Option<TenantId>,
    category: String,
    reason: String,
    day: Option<Day>,
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let mut wanted = Self::default();
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let bad = |words: &str| Problem::field(&key, "invalid", words.to_owned());
            match key.as_ref() {
                "month" => {
                    wanted.month =
                        Some(Month::parse(&value).map_err(|_| bad("month is a month such as 2026-10."))?);
                }
                "tenant_id" => {
                    wanted.tenant = Some(TenantId::parse(&value).map_err(|_| bad("tenant_id is a UUID."))?);
                }
                "day" => {
                    wanted.day =
                        Some(Day::parse(&value).map_err(|_| bad("day is a day such as 2026-10-01."))?);
                }
                "category" => wanted.category = value.into_owned(),
                "reason" => wanted.reason = value.into_owned(),
                _ => {}
            }
        }
        Ok(wanted)
    }
}

impl Wanted {
    fn statement(&self) -> StatementQuery {
        StatementQuery {
            month: self.month,
            tenant: self.tenant.clone(),
        }
    }

    fn lines(self) -> LineQuery {
        LineQuery {
            month: self.month,
            tenant: self.tenant,
            category: self.category,
            reason: self.reason,
            day: self.day,
            ..LineQuery::default()
        }
    }
}

/// Estimates a month. With a tenant's own key, that tenant's alone.
#[utoipa::path(
    get,
    path = "/api/v1/billing/estimate",
    operation_id = "getEstimate",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
    ),
    responses((status = 200, description = "The estimate", body = Estimate), Refusals),
)]
pub(super) async fn estimate(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Json<Estimate>, Problem> {
    let query = wanted.statement();
    let found = statement::get(&state.services, &call, &query).await?;
    let own = match &call.actor {
        domain::permission::Actor::TenantKey { tenant, .. } => Some(tenant),
        _ => query.tenant.as_ref(),
    };
    Ok(Json(Estimate::of(&found, own)))
}

/// A month's statement with its items, by tenant.
#[utoipa::path(
    get,
    path = "/api/v1/billing/statement",
    operation_id = "getStatement",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
    ),
    responses((status = 200, description = "The statement", body = MonthStatement), Refusals),
)]
pub(super) async fn statement(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Json<MonthStatement>, Problem> {
    let found = statement::get(&state.services, &call, &wanted.statement()).await?;
    Ok(Json(MonthStatement {
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
    }))
}

/// The statement as a CSV file.
#[utoipa::path(
    get,
    path = "/api/v1/billing/statement.csv",
    operation_id = "getStatementFile",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
    ),
    responses((status = 200, description = "The statement", body = String, content_type = "text/csv"), Refusals),
)]
pub(super) async fn statement_file(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let bytes = export::statement(&state.services, &call, &wanted.statement()).await?;
    Ok(csv("statement.csv", Body::from(bytes)))
}

/// Lists lines of the ledger, latest booking first.
#[utoipa::path(
    get,
    path = "/api/v1/billing/lines",
    operation_id = "listLedgerLines",
    tag = "Billing",
    params(
        ("limit" = Option<u32>, Query, description = "Rows of a page", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "The `next` of an earlier answer", pattern = "^[A-Za-z0-9_-]+$"),
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
        ("category" = Option<String>, Query, description = "Only charged as this"),
        ("reason" = Option<String>, Query, description = "Only for this reason"),
        ("day" = Option<String>, Query, description = "Only delivered on this day", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    ),
    responses((status = 200, description = "A page of lines", body = LedgerPage), Refusals),
)]
pub(super) async fn lines(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    listing: Listing,
    wanted: Wanted,
) -> Result<Json<LedgerPage>, Problem> {
    let before = match &listing.cursor {
        None => None,
        Some(cursor) => Some(MessageId::parse(cursor.place()).map_err(|_| super::cursor::unknown())?),
    };
    let query = LineQuery {
        before,
        size: Some(listing.limit),
        ..wanted.lines()
    };
    let found = lines::list(&state.services, &call, &query).await?;
    Ok(Json(LedgerPage {
        data: found.rows.into_iter().map(LedgerLine::from).collect(),
        count: found.count,
        sum_micros: found.sum_micros,
        next: found.next.map(|id| Cursor::write(&id.to_string())),
    }))
}

/// The lines as a CSV file, all of them.
#[utoipa::path(
    get,
    path = "/api/v1/billing/lines.csv",
    operation_id = "getLedgerFile",
    tag = "Billing",
    params(
        ("month" = Option<String>, Query, description = "The month; the running one without it", pattern = "^[0-9]{4}-[0-9]{2}$"),
        ("tenant_id" = Option<String>, Query, description = "Only this tenant"),
        ("category" = Option<String>, Query, description = "Only charged as this"),
        ("reason" = Option<String>, Query, description = "Only for this reason"),
        ("day" = Option<String>, Query, description = "Only delivered on this day", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    ),
    responses((status = 200, description = "The lines", body = String, content_type = "text/csv"), Refusals),
)]
pub(super) async fn lines_file(
    State(state): State<AppState>,
    ApiCall(call): ApiCall,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let pieces = export::lines(&state.services, &call, &wanted.lines()).await?;
    Ok(csv("lines.csv", Body::from_stream(pieces)))
}

fn csv(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}
