//! Statements and lines as CSV files.

use domain::{
    message::id::MessageId,
    money::{Money, decimal},
    time::Millis,
};
use futures::{Stream, StreamExt, stream};
use jiff::Timestamp;
use store::billing::listing;

use super::{
    DISCLAIMER,
    lines::{LineQuery, Reader},
    statement::{self, Item, StatementQuery},
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
    spreadsheet::defused,
};

/// Lines that are read at a time.
const PIECE: i64 = 2_000;

const LINE_HEADER: [&str; 22] = [
    "line_id",
    "message_id",
    "delivered_at",
    "booked_at",
    "month",
    "of_month",
    "day",
    "tenant_id",
    "tenant",
    "number",
    "payee",
    "quantity",
    "rules",
    "reason",
    "market",
    "category",
    "template",
    "card",
    "rate",
    "amount",
    "currency",
    "correction",
];

/// Every line of the query, whatever the page, in the order of booking. Checked
/// before the first byte; an error after that ends the stream with it.
pub async fn lines(
    svc: &Services,
    call: &Call,
    query: &LineQuery,
) -> ServiceResult<impl Stream<Item = ServiceResult<Vec<u8>>> + Send + use<>> {
    let mut tx = svc.db.read().await?;
    let (reader, filter) = Reader::open(svc, call, &mut tx, query).await?;
    drop(tx);
    let head = write(|out| out.write_record(LINE_HEADER))?;
    let svc = svc.clone();
    let pieces = stream::unfold(Some(MessageId(0)), move |after| {
        let (svc, reader, filter) = (svc.clone(), reader.clone(), filter.clone());
        async move {
            let after = after?;
            match piece(&svc, &reader, &filter, after).await {
                Ok(None) => None,
                Ok(Some((bytes, last))) => Some((Ok(bytes), Some(last))),
                Err(error) => Some((Err(error), None)),
            }
        }
    });
    Ok(stream::iter([Ok(head)]).chain(pieces).fuse())
}

async fn piece(
    svc: &Services,
    reader: &Reader,
    filter: &listing::LineFilter,
    after: MessageId,
) -> ServiceResult<Option<(Vec<u8>, MessageId)>> {
    let mut tx = svc.db.read().await?;
    let found = listing::piece(&mut tx, filter, after, PIECE).await?;
    let Some(last) = found.last() else {
        return Ok(None);
    };
    let last = MessageId(last.id);
    let rows = found
        .iter()
        .map(|line| reader.row(line))
        .collect::<ServiceResult<Vec<_>>>()?;
    let bytes = write(|out| {
        for row in &rows {
            let (tenant_id, tenant) = row
                .tenant
                .as_ref()
                .map_or(("", ""), |(id, name)| (id.as_str(), name.as_str()));
            out.write_record([
                row.id.to_string().as_str(),
                row.message.to_string().as_str(),
                instant(row.at).as_str(),
                instant(row.booked_at).as_str(),
                row.month.to_string().as_str(),
                row.of_month.to_string().as_str(),
                row.day.to_string().as_str(),
                tenant_id,
                defused(tenant.to_owned()).as_str(),
                // A number is no formula, but a spreadsheet takes "+34…" for one.
                defused(row.number.clone()).as_str(),
                row.payee.key(),
                row.quantity.to_string().as_str(),
                row.regime.map(domain::billing::Regime::id).unwrap_or_default(),
                row.reason.as_str(),
                row.market.as_str(),
                row.category.as_str(),
                row.template.as_str(),
                row.card.as_str(),
                row.rate.map(amount).unwrap_or_default().as_str(),
                row.amount.map(amount).unwrap_or_default().as_str(),
                row.rate
                    .map(|rate| rate.currency.to_string())
                    .unwrap_or_default()
                    .as_str(),
                row.why.as_str(),
            ])?;
        }
        Ok(())
    })?;
    Ok(Some((bytes, last)))
}

const STATEMENT_HEADER: [&str; 14] = [
    "month",
    "tenant_id",
    "tenant",
    "payee",
    "category",
    "reason",
    "market",
    "rules",
    "card",
    "rate",
    "messages",
    "amount",
    "currency",
    "note",
];

/// A month's statement with its items by bakery.
pub async fn statement(svc: &Services, call: &Call, query: &StatementQuery) -> ServiceResult<Vec<u8>> {
    let found = statement::get(svc, call, query).await?;
    write(|out| {
        out.write_record(STATEMENT_HEADER)?;
        for part in &found.tenants {
            for item in &part.items {
                let id = part.tenant.as_ref().map_or("", |id| id.as_str());
                out.write_record(fields(&found.month.to_string(), id, &part.name, item))?;
            }
        }
        Ok(())
    })
}

fn fields(month: &str, id: &str, name: &str, item: &Item) -> [String; 14] {
    [
        month.to_owned(),
        id.to_owned(),
        defused(name.to_owned()),
        item.payee.key().to_owned(),
        item.category.clone(),
        item.reason.as_str().to_owned(),
        item.market.clone(),
        item.regime
            .map(|regime| regime.id().to_owned())
            .unwrap_or_default(),
        item.card.clone(),
        item.rate.map(amount).unwrap_or_default(),
        item.messages.to_string(),
        amount(item.amount),
        item.amount.currency.to_string(),
        item.late_of.map_or_else(
            || DISCLAIMER.to_owned(),
            |month| format!("{DISCLAIMER} Delivered in {month}."),
        ),
    ]
}

fn amount(money: Money) -> String {
    decimal(money.micros, 2)
}

fn instant(at: Millis) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

fn write(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> ServiceResult<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| ServiceError::Internal(format!("writing CSV: {error}"));
    let mut out = csv::Writer::from_writer(Vec::new());
    fill(&mut out).map_err(|error| failed(&error))?;
    out.into_inner().map_err(|error| failed(&error))
}
