//! Reading the CSV file of an invoice.
//!
//! Meta's layout is not documented, so columns are found by their names, in
//! English and Spanish. One column must hold amounts; with day, number, country,
//! category and volume beside it, the invoice can be compared at every level,
//! else only its total is.

use domain::{
    billing::calendar::{BadDate, Day},
    money::{self, Currency},
};

use super::{InvoiceLine, MAX_BYTES};
use crate::{
    billing::calendar::day_no,
    error::{FieldError, Problem, ServiceError, ServiceResult},
};

/// Most rows of a file.
const MAX_ROWS: usize = 100_000;

pub(super) fn text(bytes: &[u8]) -> ServiceResult<String> {
    if bytes.len() > MAX_BYTES {
        return Err(FieldError::only("file", Problem::TooLarge { max: MAX_BYTES }));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| FieldError::only("file", Problem::NotCsv))
}

/// An invoice as its file has it.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) lines: Vec<InvoiceLine>,
    pub(super) currency: Option<Currency>,
}

impl Read {
    /// Whether day, number, country and category are all there.
    pub(super) fn detailed(&self) -> bool {
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

/// Reads the rows that hold an amount. What cannot be read is named by its line,
/// and nothing is taken: a figure that is left out would look like a difference.
pub(super) fn read(text: &str) -> ServiceResult<Read> {
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
        let micros = money::parse_decimal(digits).ok();
        let (volume, day) = (count(&cell("volume")), day_of(&cell("day")).ok());
        let (Some(micros), Some(volume), Some(day)) = (micros, volume, day) else {
            let unread = [
                (micros.is_none(), Problem::AmountInLine { line }),
                (volume.is_none(), Problem::VolumeInLine { line }),
                (day.is_none(), Problem::DayInLine { line }),
            ];
            errors.extend(
                unread
                    .into_iter()
                    .filter(|(is, _)| *is)
                    .map(|(_, problem)| FieldError {
                        field: "file",
                        problem,
                    }),
            );
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
            day,
            phone: cell("phone").chars().filter(char::is_ascii_digit).collect(),
            country: cell("country"),
            category: cell("category").to_lowercase().replace([' ', '-'], "_"),
            kind: if kind.is_empty() {
                "regular".to_owned()
            } else {
                kind
            },
            volume,
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

/// The day of a row, where it names one. Beside it there may be a time.
fn day_of(written: &str) -> Result<Option<i64>, BadDate> {
    if written.is_empty() {
        return Ok(None);
    }
    let day = written.split(['T', ' ']).next().unwrap_or_default();
    Ok(Some(day_no(Day::parse(day)?)))
}

/// A number of messages, 0 where a row names none; nothing when it cannot be
/// read. It is a whole number, so digits in groups of three are thousands,
/// whatever stands between them; one or two zeros behind a point are no part
/// of it.
fn count(written: &str) -> Option<i64> {
    if written.is_empty() {
        return Some(0);
    }
    let whole = match written.rsplit_once('.') {
        Some((whole, "0" | "00")) => whole,
        _ => written,
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, whole),
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let joined = match digits.find([',', '.', ' ', '\u{a0}', '\u{202f}', '\'']) {
        None => digits.to_owned(),
        Some(at) => {
            let between = digits.get(at..)?.chars().next()?;
            let mut groups = digits.split(between);
            let first = groups.next()?;
            if first.len() > 3 || first.starts_with('0') || groups.any(|group| group.len() != 3) {
                return None;
            }
            digits.replace(between, "")
        }
    };
    if !all_digits(digits.get(..1)?) || !all_digits(&joined) {
        return None;
    }
    joined.parse::<i64>().ok().map(|count| sign * count)
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
    fn a_day_or_a_volume_that_cannot_be_read_is_named_too() {
        let bad =
            "day,volume,amount\n2026-10-27,12,1\n27/10/2026,12,1\n2026-10-28,a dozen,1\n2026-13-01,x,y\n";
        let Err(ServiceError::Invalid(errors)) = read(bad) else {
            panic!("refused")
        };
        let problems: Vec<Problem> = errors.into_iter().map(|error| error.problem).collect();
        assert_eq!(
            problems,
            [
                Problem::DayInLine { line: 3 },
                Problem::VolumeInLine { line: 4 },
                Problem::AmountInLine { line: 5 },
                Problem::VolumeInLine { line: 5 },
                Problem::DayInLine { line: 5 },
            ]
        );
        let fine = read("day,volume,amount\n,,1\n2026-10-27 00:00:00,\"1,234\",1\n").unwrap();
        assert_eq!((fine.lines[0].day, fine.lines[0].volume), (None, 0));
        assert_eq!((fine.lines[1].day.is_some(), fine.lines[1].volume), (true, 1_234));
    }

    #[test]
    fn thousands_are_read_however_they_are_set_apart() {
        for (written, read) in [
            ("", Some(0)),
            ("32", Some(32)),
            ("-5", Some(-5)),
            ("32.0", Some(32)),
            ("1,234", Some(1_234)),
            ("1.234", Some(1_234)),
            ("1 234 567", Some(1_234_567)),
            ("1,234.00", Some(1_234)),
            ("12,34", None),
            ("1,234.5", None),
            ("1,234.567", None),
            ("0.5", None),
            ("0,500", None),
            (",123", None),
            ("1234,567", None),
            ("12e3", None),
            ("9999999999999999999", None),
        ] {
            assert_eq!(count(written), read, "{written}");
        }
    }

    #[test]
    fn a_bare_total_is_enough() {
        let read = read("amount\n160.91\n").unwrap();
        assert!(!read.detailed());
        assert_eq!(read.lines[0].micros, 160_910_000);
    }
}
