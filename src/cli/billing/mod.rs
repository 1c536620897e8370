//! `tahona billing …`

mod recompute;

use super::Outcome;

/// What messages cost.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Price a month again from the message log and compare with the ledger; ends with 1 when they differ
    Recompute(recompute::Options),
}

pub(super) async fn run(command: Command) -> Outcome {
    match command {
        Command::Recompute(options) => recompute::run(options).await,
    }
}
