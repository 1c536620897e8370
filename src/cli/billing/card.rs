//! `tahona billing card`

use std::{io::Write, path::PathBuf, process::ExitCode};

use domain::{
    billing::{
        Book, Day, RateCard, Unit,
        import::{About, Change, Content, Problem, TableError, diff, draft, read_csv},
    },
    money::{Currency, decimal},
};

use service::billing::cards::sheet;

use super::super::Outcome;

/// How the command ends when the file cannot be read at all.
const UNREADABLE: u8 = 2;

/// Options of `tahona billing card`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Options {
    /// Meta's list of rates as CSV or XLSX
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// First day, in each WABA's time zone
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    effective: Day,
    /// The currency, where the file does not name it
    #[arg(long, value_parser = currency)]
    currency: Option<Currency>,
    /// Where the file comes from
    #[arg(long, default_value = "Meta's file")]
    source: String,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).map_err(|error| error.to_string())
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| error.to_string())
}

pub(super) fn run(options: &Options) -> Outcome {
    let table = match std::fs::read(&options.file) {
        Ok(bytes) => match read_csv(&bytes) {
            Err(TableError::Spreadsheet) => sheet::read(&bytes).map_err(|error| error.to_string()),
            other => other.map_err(|error| error.to_string()),
        },
        Err(error) => Err(error.to_string()),
    };
    let table = match table {
        Ok(table) => table,
        Err(why) => {
            writeln!(std::io::stderr(), "tahona: {}: {why}", options.file.display())?;
            return Ok(ExitCode::from(UNREADABLE));
        }
    };
    let book = Book::shipped();
    let about = About {
        effective: options.effective,
        unit: Unit::Message,
        currency: options.currency,
        source: options.source.clone(),
        note: None,
    };
    let (card, remarks) = match draft(&table, &about, book.cards(), &book.markets) {
        Ok(found) => match found.content {
            Content::Card(card) => (Some(card), found.warnings),
            Content::Tiers { .. } => {
                writeln!(
                    std::io::stderr(),
                    "tahona: volume bands; a list of rates is needed"
                )?;
                return Ok(ExitCode::FAILURE);
            }
        },
        Err(problems) => (None, problems),
    };
    let mut errors = std::io::stderr().lock();
    for line in remarks.iter().map(Problem::to_string) {
        writeln!(errors, "{line}")?;
    }
    let Some(card) = card else {
        return Ok(ExitCode::FAILURE);
    };
    for line in differences(&book, &card) {
        writeln!(errors, "{line}")?;
    }
    let text = serde_json::to_string_pretty(&card).map_err(std::io::Error::other)?;
    super::super::say(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What the card changes against the one in force the day before.
fn differences(book: &Book, card: &RateCard) -> Vec<String> {
    let old = book.card(card.currency, card.unit, card.effective.plus(-1));
    let found = diff(old, card);
    let against = old.map_or("no card", |old| old.id.as_str());
    let rate = |micros: Option<i64>| micros.map_or_else(|| "unknown".to_owned(), |micros| decimal(micros, 4));
    let head = format!(
        "against {against}: {} rates change, {} stay",
        found.changes.len(),
        found.same
    );
    let line = |change: &Change| {
        let (before, after) = (rate(change.before), rate(change.after));
        format!("{}, {}: {before} -> {after}", change.market, change.category)
    };
    std::iter::once(head)
        .chain(found.changes.iter().map(line))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_told_rate_by_rate() {
        let book = Book::shipped();
        let today = Day::parse("2026-11-01").unwrap();
        let mut card = book.card(Currency::EUR, Unit::Message, today).unwrap().clone();
        card.effective = Day::parse("2027-01-01").unwrap();
        let said = differences(&book, &card);
        assert_eq!(said.len(), 1);
        assert!(
            said[0].starts_with("against eur-2026-10-01: 0 rates change"),
            "{}",
            said[0]
        );
    }
}
