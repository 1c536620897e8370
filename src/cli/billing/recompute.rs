//! `tahona billing recompute --month 2026-10`

use std::process::ExitCode;

use domain::billing::Month;
use service::{
    Services,
    billing::{
        DISCLAIMER,
        recompute::{self, Proof},
    },
};

use super::super::{Outcome, fail, log, say};
use crate::{
    config::{Config, Given},
    start::{self, StartError},
};

/// Options of `tahona billing recompute`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Options {
    /// The month, such as 2026-10 [default: every month that has entries]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<Month>,
    #[command(flatten)]
    given: Given,
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).map_err(|error| error.to_string())
}

pub(super) async fn run(options: Options) -> Outcome {
    let config = Config::read(options.given, true)?;
    log(&config.log);
    // What is not there cannot be proved, and must not be made of a mistyped address.
    let services = start::services_for_proof(&config).await?;
    let outcome = prove(&services, options.month).await;
    services.db.close().await;
    match outcome? {
        Some(true) => Ok(ExitCode::SUCCESS),
        Some(false) => Ok(ExitCode::FAILURE),
        // An empty ledger would look as good as a proved one.
        None => Ok(fail(&format!(
            "nothing was proved: no message in {} has been priced yet",
            config.database_for_people()
        ))),
    }
}

/// Whether everything agrees; `None` when no month has anything to prove.
async fn prove(services: &Services, month: Option<Month>) -> Result<Option<bool>, StartError> {
    let months = match month {
        Some(month) => vec![month],
        None => recompute::months(services).await?,
    };
    if months.is_empty() {
        return Ok(None);
    }
    let mut holds = true;
    for month in months {
        let proof = recompute::prove(services, month).await?;
        holds &= proof.holds();
        show(&proof)?;
    }
    say(&format!("note: {DISCLAIMER}"))?;
    Ok(Some(holds))
}

fn show(proof: &Proof) -> std::io::Result<()> {
    say(&format!("month: {}", proof.month))?;
    // Whoever asks for a month by name may have meant another.
    if proof.is_empty() {
        say("nothing: neither the message log nor the ledger has anything in this month")?;
    }
    say(&format!("messages: {}", proof.messages))?;
    say(&format!(
        "lines: {} in force, {} expected",
        proof.in_force, proof.expected
    ))?;
    say(&format!("entries: {} booked, corrections included", proof.booked))?;
    say(&format!("total: {}", proof.total))?;
    let agree = if proof.sums_agree { "agree" } else { "DO NOT AGREE" };
    say(&format!("sums: {agree} with the entries"))?;
    for account in &proof.seals_broken {
        say(&format!(
            "seal: BROKEN for account {account}: not the lines that were signed off"
        ))?;
    }
    if proof.forgotten > 0 {
        say(&format!(
            "forgotten: {} lines are of messages that are older than the log keeps",
            proof.forgotten
        ))?;
    }
    if proof.waiting > 0 {
        say(&format!("waiting: {} messages are not priced yet", proof.waiting))?;
    }
    say(&format!("differences: {}", proof.differences))?;
    for one in &proof.named {
        let amount = |micros: Option<i64>| {
            micros.map_or_else(|| "-".to_owned(), |micros| domain::money::decimal(micros, 2))
        };
        say(&format!(
            "difference: message {} ({}) {}: expected {}, found {}",
            one.message,
            one.payee.key(),
            one.what,
            amount(one.expected_micros),
            amount(one.found_micros)
        ))?;
    }
    Ok(())
}
