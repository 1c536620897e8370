//! Meta's invoice: kept as it came, and compared as far as it goes into detail.

mod file;

use domain::{
    billing::Month,
    ids::{AccountId, BatchId},
    money::{self, Currency, Money},
    permission::Permission,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    audit,
    billing::{
        analytics::Point,
        invoices::{self as rows, InvoiceRecord},
    },
};

use self::file::{Read, read, text};
use super::super::calendar::month_no;
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Most bytes of a file.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// A row of an invoice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// Days since 1970-01-01, where the row names a day.
    pub day: Option<i64>,
    /// Digits of the number, where the row names one.
    pub phone: String,
    /// Country or market.
    pub country: String,
    /// Category.
    pub category: String,
    /// Pricing type; `regular` where the row does not say.
    pub kind: String,
    /// Messages.
    pub volume: i64,
    /// Micro-units.
    pub micros: i64,
}

/// An invoice that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Our id of it.
    pub id: BatchId,
    /// Its total.
    pub total: Money,
    /// How many rows it has.
    pub rows: usize,
    /// Whether day, number, country and category are all there.
    pub detailed: bool,
}

/// Imports an invoice. One of the same month that was imported before is kept,
/// but does not count any more.
pub async fn import(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    month: Month,
    file: &str,
    bytes: &[u8],
) -> ServiceResult<Imported> {
    call.allow(Permission::ManageBilling)?;
    let text = text(bytes)?;
    let read = read(&text)?;
    let mut tx = svc.db.write().await?;
    let found = store::accounts::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let known = found
        .currency
        .as_deref()
        .and_then(|code| Currency::parse(code).ok());
    let currency = match (read.currency, known) {
        (Some(said), Some(known)) if said != known => {
            return Err(FieldError::only(
                "file",
                Problem::OtherCurrency {
                    expected: known.to_string(),
                },
            ));
        }
        (Some(currency), _) | (None, Some(currency)) => currency,
        (None, None) => {
            return Err(FieldError::only(
                "file",
                Problem::MissingColumn { column: "currency" },
            ));
        }
    };
    if super::super::close::is_closed(&mut tx, account, month).await? {
        return Err(ServiceError::Conflict(crate::error::Conflict::WrongState {
            key: "month_closed",
        }));
    }
    let now = svc.clock.now();
    let id: BatchId = svc.random.id(now);
    let total = money::sum(read.lines.iter().map(|line| line.micros)).unwrap_or(i64::MAX);
    let detailed = read.detailed();
    let record = InvoiceRecord {
        id: id.as_str().to_owned(),
        account_id: found.id.clone(),
        month: month_no(month),
        file: file.chars().take(200).collect(),
        currency: currency.to_string(),
        total_micros: total,
        lines: serde_json::to_string(&read.lines)
            .map_err(|error| ServiceError::Internal(error.to_string()))?,
        content: text,
        imported_at: now.0,
        imported_by: call.actor.name().to_owned(),
        replaced_by: None,
    };
    rows::insert(&mut tx, &record).await?;
    let total = Money::of(total, currency);
    let after = json!({
        "month": month.to_string(), "file": record.file, "total": total.to_string(), "rows": read.lines.len(),
    });
    let entry = call.change(
        svc,
        "billing.invoice",
        "account",
        &found.id,
        &found.name,
        (None, Some(after)),
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Billing);
    Ok(Imported {
        id,
        total,
        rows: read.lines.len(),
        detailed,
    })
}

/// The messages of a stored invoice; 0 when it does not name any.
pub(super) fn messages(lines: &str) -> i64 {
    let lines: Vec<InvoiceLine> = serde_json::from_str(lines).unwrap_or_default();
    lines.iter().map(|line| line.volume).sum()
}

/// The rows of a stored invoice as points of a comparison; empty when they lack
/// the detail for that.
pub(super) fn points(lines: &str) -> Vec<Point> {
    let read = Read {
        lines: serde_json::from_str(lines).unwrap_or_default(),
        currency: None,
    };
    if !read.detailed() {
        return Vec::new();
    }
    read.lines
        .into_iter()
        .map(|line| Point {
            account_id: String::new(),
            month: 0,
            day: line.day.unwrap_or(0),
            phone: line.phone,
            country: line.country,
            category: line.category,
            kind: line.kind,
            tier: String::new(),
            volume: line.volume,
            cost_micros: line.micros,
        })
        .collect()
}
