//! Meta's invoice as a CSV file.
//!
//! Meta's layout is not documented, so columns are found by their names, in
//! English and Spanish. One column must hold amounts; with day, number, country,
//! category and volume beside it, the invoice can be compared at every level,
//! else only its total is.

use domain::{
    billing::{Day, Month},
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

use super::super::calendar::{day_no, month_no};
use crate::{
    Call, Services,
    error::{FieldError, Problem, ServiceError, ServiceResult},
    events::Topic,
};

/// Most bytes of a file.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Most rows of a file.
const MAX_ROWS: usize = 100_000;

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

fn text(bytes: &[u8]) -> ServiceResult<String> {
    if bytes.len() > MAX_BYTES {
        return Err(FieldError::only("file", Problem::TooLarge { max: MAX_BYTES }));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| FieldError::only("file", Problem::NotCsv))
}

#[derive(Debug, Default)]
struct Read {
    lines: Vec<InvoiceLine>,
    currency: Option<Currency>,
}

impl Read {
    fn detailed(&self) -> bool {
        !self.lines.is_empty()
            && self.lines.iter().all(|line| {
                line.day.is_some()
                    && !line.phone.is_empty()
                    && !line.country.is_empty()
                    && !line.category.is_empty()
            })
    }
}

/// Names of columns, as people and systems write them.
const COLUMNS: [(&str, &[&str]); 8] = [
    (
        "amount",
        &["amount", "cost", "charge", "total", "importe", "coste"],
    ),
    (
        "volume",
        &[
            "volume", "quantity", "messages", "units", "count", "cantidad", "mensajes", "unidades",
        ],
    ),
    ("day", &["day", "date", "fecha", "día", "dia"]),
    (
        "phone",
        &[
            "phone_number",
            "phone",
            "number",
            "número",
            "numero",
            "teléfono",
            "telefono",
        ],
    ),
    ("country", &["country", "market", "país", "pais", "mercado"]),
    (
        "category",
        &["category", "pricing_category", "categoría", "categoria"],
    ),
    ("type", &["type", "pricing_type", "tipo"]),
    ("currency", &["currency", "moneda", "divisa"]),
];

fn read(text: &str) -> ServiceResult<Read> {
    let refused = |problem| FieldError::only("file", problem);
    let first = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| first.bytes().filter(|byte| byte == sign).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| refused(Problem::NotCsv))?.clone();
    let column = |name: &str| {
        let (_, names) = COLUMNS.iter().find(|(key, _)| *key == name)?;
        names.iter().find_map(|wanted| {
            headers
                .iter()
                .position(|header| header.trim().to_lowercase().replace(' ', "_") == *wanted)
        })
    };
    let Some(amount) = column("amount") else {
        return Err(refused(Problem::MissingColumn { column: "amount" }));
    };
    let mut out = Read::default();
    let mut errors = Vec::new();
    for (row, record) in reader.records().enumerate() {
        if row >= MAX_ROWS {
            return Err(refused(Problem::TooManyRows { max: MAX_ROWS }));
        }
        let line = u64::try_from(row).unwrap_or(0) + 2;
        let record = record.map_err(|_| refused(Problem::NotCsv))?;
        let cell = |name: &str| {
            column(name)
                .and_then(|at| record.get(at))
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let written = record.get(amount).unwrap_or_default().trim();
        if written.is_empty() {
            continue;
        }
        let (negative, digits) = match written.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let Ok(micros) = money::parse_decimal(digits) else {
            errors.push(FieldError {
                field: "file",
                problem: Problem::AmountInLine { line },
            });
            continue;
        };
        if let Ok(said) = Currency::parse(&cell("currency")) {
            if out.currency.is_some_and(|known| known != said) {
                return Err(refused(Problem::MixedCurrencies));
            }
            out.currency = Some(said);
        }
        let kind = cell("type").to_lowercase();
        out.lines.push(InvoiceLine {
            day: Day::parse(&cell("day")).ok().map(day_no),
            phone: cell("phone").chars().filter(char::is_ascii_digit).collect(),
            country: cell("country"),
            category: cell("category").to_lowercase().replace([' ', '-'], "_"),
            kind: if kind.is_empty() {
                "regular".to_owned()
            } else {
                kind
            },
            volume: cell("volume").parse().unwrap_or(0),
            micros: if negative { -micros } else { micros },
        });
    }
    if !errors.is_empty() {
        return Err(ServiceError::Invalid(errors));
    }
    if out.lines.is_empty() {
        return Err(refused(Problem::Required));
    }
    Ok(out)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_their_names_in_either_language() {
        let en = "Date,Phone Number,Country,Category,Type,Volume,Cost,Currency\n\
                  2026-10-27,+34 612 345 678,ES,MARKETING,REGULAR,32,1.872,EUR\n";
        let es = "fecha;numero;pais;categoria;tipo;mensajes;importe;moneda\n\
                  2026-10-27;34612345678;ES;marketing;regular;32;1.872;EUR\n";
        let (en, es) = (read(en).unwrap(), read(es).unwrap());
        assert_eq!(en.lines, es.lines);
        assert!(en.detailed());
        assert_eq!(en.lines[0].micros, 1_872_000);
        assert_eq!(en.currency, Some(Currency::EUR));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_line_and_nothing_is_taken() {
        let bad = "amount\n1.5\n1e-7\nfree\n";
        let Err(ServiceError::Invalid(errors)) = read(bad) else {
            panic!("refused")
        };
        assert_eq!(errors.len(), 2);
        assert_eq!(errors[0].problem, Problem::AmountInLine { line: 3 });
        assert!(read("sum\n5\n").is_err(), "no amount column");
        assert!(read("amount,currency\n1,EUR\n1,USD\n").is_err(), "two currencies");
        assert!(read("amount\n").is_err(), "nothing inside");
    }

    #[test]
    fn a_bare_total_is_enough() {
        let read = read("amount\n160.91\n").unwrap();
        assert!(!read.detailed());
        assert_eq!(read.lines[0].micros, 160_910_000);
    }
}
