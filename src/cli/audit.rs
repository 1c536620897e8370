//! `tahona audit verify`

use std::process::ExitCode;

use service::audit::{Verdict, verify};

use super::{Outcome, log, say};
use crate::{
    config::{Config, Given},
    http::time_text,
    start,
};

/// What can be done with the audit log.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Recompute the chain; ends with 1 and names the first row that is wrong
    Verify(Verify),
}

/// Options of `tahona audit verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    given: Given,
}

pub(super) async fn run(Command::Verify(options): Command) -> Outcome {
    let config = Config::read(options.given, true)?;
    log(&config.log);
    let db = start::existing_database(&config).await?;
    let verdict = verify(&db).await;
    db.close().await;
    match verdict? {
        Verdict::Intact { rows, head, last_at } => {
            say(&format!("intact: {rows} rows"))?;
            say(&format!("head: {head}"))?;
            if let Some(at) = last_at {
                say(&format!("last: {}", time_text(at)))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Broken { seq, why } => {
            say(&format!("broken: row {seq}: {why}"))?;
            Ok(ExitCode::FAILURE)
        }
    }
}
