//! `tahona billing price`

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use domain::{
    billing::{Book, Charge, Origin, RateCard, import, price},
    money::{self, Currency},
    time::Millis,
};
use serde::Serialize;

use super::{
    super::Outcome,
    events::{self, Weight},
};
use crate::start::system_clock;

/// How the command ends when the input cannot be read at all.
const UNREADABLE: u8 = 2;

/// Options of `tahona billing price`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Options {
    /// Lines of JSON: accounts, customers' messages, deliveries; `-` or nothing reads standard input
    #[arg(value_name = "FILE.jsonl")]
    file: Option<PathBuf>,
    /// A rate card as JSON that counts before the shipped ones; may be given again
    #[arg(long, value_name = "FILE.json")]
    card: Vec<PathBuf>,
    /// Use estimates converted from dollars where a currency's card lacks a rate
    #[arg(long)]
    converted: bool,
}

pub(super) fn run(options: &Options) -> Outcome {
    let mut book = Book::shipped();
    book.converted = options.converted;
    let mut cards = Vec::new();
    for path in &options.card {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
        match text.and_then(|text| card(&text, &cards)) {
            Ok(card) => cards.push(card),
            Err(why) => return unreadable(path, &why),
        }
    }
    for card in cards {
        book.add(card);
    }
    let mut input = Vec::new();
    let file = options.file.as_ref().filter(|path| path.as_os_str() != "-");
    let read = match file {
        Some(path) => std::fs::read(path).map(|bytes| input = bytes),
        None => std::io::stdin().lock().read_to_end(&mut input).map(|_| ()),
    };
    if let Err(error) = read {
        let path = file.cloned().unwrap_or_else(|| "standard input".into());
        return unreadable(&path, &error.to_string());
    }
    let answer = answer(&input, &book, system_clock().now());
    let mut out = std::io::stdout().lock();
    out.write_all(answer.lines.as_bytes())?;
    out.flush()?;
    std::io::stderr().lock().write_all(answer.remarks.as_bytes())?;
    Ok(if answer.complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Reads a card that is given beside `others`. It may take the place of a shipped
/// one, but of two that are given for the same day only one could count.
fn card(text: &str, others: &[RateCard]) -> Result<RateCard, String> {
    let card: RateCard = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match import::same_day(&card, others) {
        Some(problem) => Err(problem.to_string()),
        None => Ok(card),
    }
}

fn unreadable(path: &Path, why: &str) -> Outcome {
    writeln!(std::io::stderr(), "tahona: {}: {why}", path.display())?;
    Ok(ExitCode::from(UNREADABLE))
}

/// What the command says.
#[derive(Debug)]
struct Answer {
    /// One line of JSON for each delivered message.
    lines: String,
    /// What there is to say about lines of the input.
    remarks: String,
    /// Whether every line could be used.
    complete: bool,
}

fn answer(input: &[u8], book: &Book, now: Millis) -> Answer {
    let read = events::read(input, book, now);
    let facts: Vec<_> = read.list.iter().map(events::Event::fact).collect();
    // Each with the number of the line that it answers.
    let mut lines: Vec<(usize, String)> = read
        .unreadable
        .iter()
        .map(|delivery| (delivery.line, Printed::unreadable(&delivery.id).line()))
        .collect();
    // What customers' messages cost belongs to no delivery.
    let mut inbound: BTreeMap<Currency, Vec<i64>> = BTreeMap::new();
    for line in price(book, &read.accounts, &facts) {
        let Some(event) = read.list.get(line.fact) else {
            continue;
        };
        if let Some(id) = event.id() {
            lines.push((event.line, Printed::of(id, &line.charge).line()));
        } else if let (Some(currency), Some(fee)) = (line.charge.fee_currency, line.charge.fee_micros) {
            inbound.entry(currency).or_default().push(fee);
        }
    }
    lines.sort_by_key(|(number, _)| *number);
    // Writing into a text does not fail.
    let mut remarks = String::new();
    for complaint in &read.complaints {
        let so = match complaint.weight {
            Weight::Remark => "",
            Weight::NoPrice => " (no price)",
            Weight::LeftOut => " (left out)",
        };
        let _ = writeln!(remarks, "line {}: {}{so}", complaint.line, complaint.what);
    }
    for (currency, fees) in inbound {
        let count = fees.len();
        let Some(micros) = money::sum(fees) else { continue };
        let _ = writeln!(
            remarks,
            "inbound fees not in the lines: {} {currency} (messages: {count})",
            money::decimal(micros, 2)
        );
    }
    Answer {
        lines: lines.into_iter().map(|(_, line)| line).collect(),
        remarks,
        complete: read
            .complaints
            .iter()
            .all(|complaint| complaint.weight == Weight::Remark),
    }
}

/// The reason of a delivery of which only the id could be read.
const UNREADABLE_EVENT: &str = "unreadable";

/// A charge as it is printed.
#[derive(Default, Serialize)]
struct Printed<'a> {
    id: &'a str,
    regime: Option<&'a str>,
    market: Option<&'a str>,
    charged_as: Option<&'a str>,
    reason: &'a str,
    rate_micros: Option<i64>,
    amount_micros: Option<i64>,
    fee_micros: Option<i64>,
    currency: Option<Currency>,
    card: Option<&'a str>,
    /// Only where the partner's price list has another currency than the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    fee_currency: Option<Currency>,
    /// Only where the rate is not one that the card's source states for its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Origin>,
}

impl<'a> Printed<'a> {
    fn of(id: &'a str, charge: &'a Charge) -> Self {
        let has_fee = charge.fee_micros != Some(0);
        Self {
            id,
            regime: charge.regime.map(domain::billing::Regime::id),
            market: charge.market.as_ref().map(domain::billing::Market::as_str),
            charged_as: charge.charged_as.map(domain::billing::Rated::as_str),
            reason: charge.reason.as_str(),
            rate_micros: charge.rate_micros,
            amount_micros: charge.amount_micros,
            fee_micros: charge.fee_micros,
            currency: charge.currency,
            card: charge.card.as_deref(),
            fee_currency: charge
                .fee_currency
                .filter(|fee| has_fee && Some(*fee) != charge.currency),
            origin: charge.origin.filter(|origin| *origin != Origin::Stated),
        }
    }

    fn unreadable(id: &'a str) -> Self {
        Self {
            id,
            reason: UNREADABLE_EVENT,
            ..Self::default()
        }
    }

    /// One line of JSON.
    fn line(&self) -> String {
        let mut text = serde_json::to_string(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod boundaries;
#[cfg(test)]
mod tests;
