//! `tahona billing price`

use std::{
    fmt::Write as _,
    io::{Read, Write},
    path::PathBuf,
    process::ExitCode,
};

use domain::{
    billing::{Book, Charge, RateCard, price},
    money::Currency,
    time::Millis,
};
use serde::Serialize;

use super::{super::Outcome, events};
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
    for path in &options.card {
        let card = match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str::<RateCard>(&text).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match card {
            Ok(card) => book.add(card),
            Err(why) => return unreadable(path, &why),
        }
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

fn unreadable(path: &std::path::Path, why: &str) -> Outcome {
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
    let read = events::read(input, now);
    let facts: Vec<_> = read.list.iter().map(events::Event::fact).collect();
    let mut lines = String::new();
    for line in price(book, &read.accounts, &facts) {
        let Some(id) = read.list.get(line.fact).and_then(events::Event::id) else {
            // A partner's fee for a customer's message belongs to no delivery.
            continue;
        };
        let text = serde_json::to_string(&Printed::of(id, &line.charge)).unwrap_or_default();
        lines.push_str(&text);
        lines.push('\n');
    }
    let mut remarks = String::new();
    for complaint in &read.complaints {
        let left_out = if complaint.left_out { " (left out)" } else { "" };
        // Writing into a text does not fail.
        let _ = writeln!(remarks, "line {}: {}{left_out}", complaint.line, complaint.what);
    }
    Answer {
        lines,
        remarks,
        complete: !read.complaints.iter().any(|complaint| complaint.left_out),
    }
}

/// A charge as it is printed.
#[derive(Serialize)]
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn say(input: &str) -> Answer {
        answer(input.as_bytes(), &Book::shipped(), NOW)
    }

    const WABA: &str =
        r#"{"event":"waba","waba":"w1","timezone":"Europe/Madrid","currency":"EUR","partner":"meta"}"#;

    fn delivered(id: &str, at: &str) -> String {
        format!(
            r#"{{"event":"delivered","id":"{id}","at":"{at}","waba":"w1","number":"n1","contact":"+34600111222","kind":"template","category":"utility","media_bytes":0}}"#
        )
    }

    #[test]
    fn each_delivered_message_has_a_line_in_the_order_given() {
        let input = [
            &delivered("m2", "2026-10-02T00:00:00Z"),
            r#"{"event":"inbound","at":"2026-09-30T10:00:00Z","waba":"w1","number":"n1","contact":"+34 600 111 222"}"#,
            &delivered("m1", "2026-09-30T21:59:59.999Z"),
            WABA,
        ]
        .join("\n");
        let said = say(&input);
        assert_eq!(
            said.lines,
            concat!(
                r#"{"id":"m2","regime":"per-message-2026-10","market":"Spain","charged_as":"utility","reason":"regular","rate_micros":16600,"amount_micros":16600,"fee_micros":0,"currency":"EUR","card":"eur-2026-10-01"}"#,
                "\n",
                r#"{"id":"m1","regime":"per-message-2025-07","market":"Spain","charged_as":"utility","reason":"free_customer_service","rate_micros":0,"amount_micros":0,"fee_micros":0,"currency":"EUR","card":"eur-2026-07-01"}"#,
                "\n"
            )
        );
        assert_eq!((said.remarks.as_str(), said.complete), ("", true));
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named_and_the_others_are_priced() {
        let input = format!(
            "\u{feff}{WABA}\r\nnonsense\r\n\r\n{}\r\n{}\r\n",
            delivered("m1", "yesterday"),
            delivered("m2", "2026-10-02T00:00:00Z")
        );
        let said = say(&input);
        assert_eq!(said.lines.lines().count(), 1);
        assert!(said.remarks.starts_with("line 2: not JSON"), "{}", said.remarks);
        assert!(
            said.remarks.contains("line 4: \"at\" is not an instant"),
            "{}",
            said.remarks
        );
        assert!(!said.complete);
    }

    #[test]
    fn without_a_description_of_the_account_nothing_is_guessed() {
        let said = say(&delivered("m1", "2026-10-02T00:00:00Z"));
        assert_eq!(
            said.lines,
            concat!(
                r#"{"id":"m1","regime":null,"market":null,"charged_as":null,"reason":"unknown_waba","rate_micros":null,"amount_micros":null,"fee_micros":null,"currency":null,"card":null}"#,
                "\n"
            )
        );
        assert!(
            said.remarks
                .starts_with("line 1: no line describes the account w1")
        );
    }

    #[test]
    fn a_message_reported_twice_has_one_line_and_a_contradiction_is_named() {
        let input = [
            WABA,
            &delivered("m1", "2026-10-02T00:00:00Z"),
            &delivered("m1", "2026-10-02T00:00:00Z"),
            &delivered("m1", "2026-09-30T00:00:00Z"),
        ]
        .join("\n");
        let said = say(&input);
        assert_eq!(said.lines.lines().count(), 1);
        assert!(said.lines.contains("per-message-2025-07"));
        assert_eq!(
            said.remarks,
            "line 4: m1 is on line 2 with other particulars; the earlier delivery counts\n"
        );
    }

    #[test]
    fn clocks_ahead_unknown_keys_and_contradicting_accounts_are_remarked() {
        let input = [
            WABA,
            &WABA.replace("EUR", "USD"),
            &delivered("m1", "2030-01-01T00:00:00Z").replace("media_bytes", "media_size"),
        ]
        .join("\n");
        let said = say(&input);
        assert_eq!(
            said.remarks,
            "line 2: w1 is described differently above (left out)\n\
             line 3: dated in the future; priced by the rules known today\n\
             line 3: \"media_size\" is not a key of this event and plays no part\n"
        );
    }

    #[test]
    fn a_partners_fee_in_dollars_stays_in_dollars() {
        let input = [
            WABA.replace("meta", "gupshup"),
            delivered("m1", "2026-10-02T00:00:00Z").replace("\"media_bytes\":0", "\"media_bytes\":65537"),
            delivered("m2", "2026-10-02T00:00:00Z").replace("\"media_bytes\":0", "\"media_bytes\":5242881"),
        ]
        .join("\n");
        let said = say(&input);
        assert!(
            said.lines.contains(
                r#""fee_micros":2000,"currency":"EUR","card":"eur-2026-10-01","fee_currency":"USD""#
            )
        );
        assert!(said.lines.contains(r#""id":"m2""#) && said.lines.contains(r#""fee_micros":null"#));
    }

    #[test]
    fn words_that_nobody_knows_have_no_price_and_no_crash() {
        let input = [
            WABA,
            &delivered("m1", "2026-10-02T00:00:00Z").replace("utility", "karaoke"),
            &delivered("m2", "2026-10-02T00:00:00Z").replace("template", "telepathy"),
            &delivered("m3", "2026-10-02T00:00:00Z").replace("+34600111222", "somebody"),
        ]
        .join("\n");
        let lines = say(&input).lines;
        for reason in ["unknown_category", "unknown_kind", "unknown_market"] {
            assert!(lines.contains(reason), "{lines}");
        }
        assert_eq!(lines.matches("\"amount_micros\":null").count(), 3);
    }
}
