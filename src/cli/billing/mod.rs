//! `tahona billing …`

mod card;
mod events;
mod price;
mod recompute;

use super::Outcome;

/// What messages cost.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Price a month again from the message log and compare with the ledger; ends with 1 when they differ or nothing was proved
    Recompute(recompute::Options),
    /// Price a sequence of events without a database, to check a rule
    Price(price::Options),
    /// Check a rate card file of Meta's, show what it changes, and print it for `price --card`
    Card(card::Options),
}

pub(super) async fn run(command: Command) -> Outcome {
    match command {
        Command::Recompute(options) => recompute::run(options).await,
        Command::Card(options) => card::run(&options),
        Command::Price(options) => tokio::task::spawn_blocking(move || price::run(&options))
            .await
            .unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic())),
    }
}
