//! The lines behind a statement, down to the message.

use std::collections::HashMap;

use domain::{
    billing::{Day, Month, Reason, Regime},
    ids::TenantId,
    message::id::MessageId,
    money::Money,
    time::Millis,
};
use store::{
    Tx,
    billing::{
        lines::{self as rows, Line},
        listing::{self, LineFilter},
        sums::Whose,
    },
    short_ids,
};

use super::{
    Amounts, CardRef,
    basis::{self, Used},
    calendar::{day_no, day_of, month_no, month_of},
    reach,
    statement::{self, Payee},
    world::World,
};
use crate::{Call, Services, error::ServiceResult, stored};

/// Rows of a page when nothing is said.
const SIZE: u32 = 50;
/// Most rows of a page.
pub const SIZE_MAX: u32 = 200;

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineQuery {
    /// Booked in this month; the running one when nothing is said.
    pub month: Option<Month>,
    /// One bakery.
    pub tenant: Option<TenantId>,
    /// Charged as; empty for all.
    pub category: String,
    /// The word of a reason; empty for all.
    pub reason: String,
    /// Name of a market; empty for all.
    pub market: String,
    /// Name of a template; empty for all.
    pub template: String,
    /// Our id of a number, or Meta's; empty for all.
    pub number: String,
    /// Delivered on this day.
    pub day: Option<Day>,
    /// Only reversals and what came in their place.
    pub corrections: bool,
    /// Only those without a known rate.
    pub unpriced: bool,
    /// Before this line: the `next` of the page before.
    pub before: Option<MessageId>,
    /// Rows of a page.
    pub size: Option<u32>,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// Its id; sorts by booking.
    pub id: MessageId,
    /// The message.
    pub message: MessageId,
    /// When it was delivered.
    pub at: Millis,
    /// When it was booked.
    pub booked_at: Millis,
    /// The month it is booked in.
    pub month: Month,
    /// The month of the delivery.
    pub of_month: Month,
    /// The day of the delivery.
    pub day: Day,
    /// The bakery; `None` for nobody's.
    pub tenant: Option<(TenantId, String)>,
    /// The number, for people.
    pub number: String,
    /// Who takes the money.
    pub payee: Payee,
    /// 1, or -1 for a reversal.
    pub quantity: i64,
    /// The rules.
    pub regime: Option<Regime>,
    /// Why it costs what it costs.
    pub reason: Reason,
    /// The customer's market.
    pub market: String,
    /// Charged as.
    pub category: String,
    /// Name of the template.
    pub template: String,
    /// The card.
    pub card: String,
    /// Price of one; `None` when it is not known.
    pub rate: Option<Money>,
    /// Quantity × rate; `None` when it is not known.
    pub amount: Option<Money>,
    /// The line that this one takes back.
    pub reverses: Option<MessageId>,
    /// Why it was corrected: `category`, `allowance`, `delivery`, `card`, `rules` …; empty when it was not.
    pub why: String,
    /// Whether it is in force: not answered by a reversal.
    pub open: bool,
}

/// A page of lines, latest booking first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePage {
    /// The month.
    pub month: Month,
    /// The lines.
    pub rows: Vec<LineRow>,
    /// Pass it as `before` for older ones; `None` at the end.
    pub next: Option<MessageId>,
    /// How many lines the filter has on all pages.
    pub count: u64,
    /// Their quantities added up: messages less reversals.
    pub messages: i64,
    /// Their sum, as far as amounts are known.
    pub sum: Amounts,
    /// The rate cards of the lines of this page.
    pub cards: Vec<CardRef>,
}

/// Lists lines.
pub async fn list(svc: &Services, call: &Call, query: &LineQuery) -> ServiceResult<LinePage> {
    let mut tx = svc.db.read().await?;
    let (reader, filter) = Reader::open(svc, call, &mut tx, query).await?;
    let limit = i64::from(query.size.unwrap_or(SIZE).clamp(1, SIZE_MAX));
    let before = query.before.unwrap_or(MessageId(i64::MAX));
    let mut found = listing::page(&mut tx, &filter, before, limit + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > limit;
    found.truncate(usize::try_from(limit).unwrap_or(0));
    let (mut count, mut messages, mut sum) = (0, 0, Amounts::default());
    for total in listing::totals(&mut tx, &filter).await? {
        count += stored::count(total.lines);
        messages += total.quantity;
        if let Some(micros) = total.micros {
            sum.add(micros, statement::currency(&total.currency)?);
        }
    }
    let next = if more {
        found.last().map(|line| MessageId(line.id))
    } else {
        None
    };
    Ok(LinePage {
        month: reader.month,
        cards: basis::cited(&reader.world.book, found.iter().map(Used::of_line)).0,
        rows: found
            .iter()
            .map(|line| reader.row(line))
            .collect::<ServiceResult<_>>()?,
        next,
        count,
        messages,
        sum,
    })
}

/// Every line about one message, in the order in which they were booked; for
/// the message's own page. Nothing where the caller may not see costs.
pub async fn of_message(svc: &Services, call: &Call, message: MessageId) -> ServiceResult<Vec<LineRow>> {
    let mut tx = svc.db.read().await?;
    let whose = reach::whose(&mut tx, call, None).await?;
    let (reader, _) = Reader::of(svc, &mut tx, whose, None).await?;
    rows::of_message(&mut tx, message.0)
        .await?
        .iter()
        .filter(|line| whose == Whose::All || whose == Whose::Tenant(line.tenant))
        .map(|line| reader.row(line))
        .collect()
}

/// The short id of a number by our id or by Meta's.
async fn number_of(tx: &mut Tx, id: &str) -> ServiceResult<Option<i64>> {
    if let Some(no) = short_ids::find(tx, id).await? {
        return Ok(Some(no));
    }
    match store::numbers::state_by_phone_number_id(tx, id).await? {
        Some(number) => Ok(short_ids::find(tx, &number.id).await?),
        None => Ok(None),
    }
}

/// Puts lines into words of ours.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    pub(super) month: Month,
    names: HashMap<i64, (TenantId, String)>,
    world: World,
}

impl Reader {
    /// The reader and the filter that a query means.
    pub(super) async fn open(
        svc: &Services,
        call: &Call,
        tx: &mut Tx,
        query: &LineQuery,
    ) -> ServiceResult<(Self, LineFilter)> {
        let whose = reach::whose(tx, call, query.tenant.as_ref()).await?;
        let (reader, filter) = Self::of(svc, tx, whose, query.month).await?;
        let number = if query.number.is_empty() {
            None
        } else {
            // A number that has no messages has no lines either.
            Some(number_of(tx, &query.number).await?.unwrap_or(-2))
        };
        let filter = LineFilter {
            category: query.category.clone(),
            reason: query.reason.clone(),
            market: query.market.clone(),
            template: query.template.clone(),
            number,
            day: query.day.map(day_no),
            corrections: query.corrections,
            unpriced: query.unpriced,
            ..filter
        };
        Ok((reader, filter))
    }

    async fn of(
        svc: &Services,
        tx: &mut Tx,
        whose: Whose,
        month: Option<Month>,
    ) -> ServiceResult<(Self, LineFilter)> {
        let world = World::read(svc, tx).await?;
        let month = month.unwrap_or_else(|| world.common_zone(svc).month(svc.clock.now()));
        let names = statement::names(tx, whose).await?;
        let filter = LineFilter::of_month(whose, month_no(month));
        Ok((Self { month, names, world }, filter))
    }

    pub(super) fn row(&self, line: &Line) -> ServiceResult<LineRow> {
        let currency = statement::currency(&line.currency)?;
        Ok(LineRow {
            id: MessageId(line.id),
            message: MessageId(line.message),
            at: Millis(line.at),
            booked_at: Millis(line.booked_at),
            month: month_of(line.month)?,
            of_month: month_of(line.of_month)?,
            day: day_of(line.day),
            tenant: self.names.get(&line.tenant).cloned(),
            number: self
                .world
                .numbers
                .get(&line.number)
                .map(|number| number.display.clone())
                .unwrap_or_default(),
            payee: Payee::from_code(line.charge),
            quantity: line.quantity,
            regime: Regime::parse(&line.regime),
            reason: Reason::parse(&line.reason),
            market: line.market.clone(),
            category: line.category.clone(),
            template: line.template.clone(),
            card: line.card.clone(),
            rate: line.rate_micros.map(|micros| Money::of(micros, currency)),
            amount: line.amount_micros.map(|micros| Money::of(micros, currency)),
            reverses: line.reverses.map(MessageId),
            why: line.why.clone(),
            open: line.open == 1,
        })
    }
}
