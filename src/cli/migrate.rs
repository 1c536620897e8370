//! `tahona migrate`

use std::process::ExitCode;

use super::{Outcome, log, say};
use crate::{
    config::{Config, Given},
    start,
};

/// Options of `tahona migrate`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    given: Given,
}

pub(super) async fn run(options: Options) -> Outcome {
    let config = Config::read(options.given, true)?;
    log(&config.log);
    let db = start::database(&config).await?;
    let last = store::migrate::names(db.engine())
        .last()
        .map_or(0, |(version, _)| *version);
    db.close().await;
    say(&format!(
        "migrated: {} is at version {last}",
        config.database_for_people()
    ))?;
    Ok(ExitCode::SUCCESS)
}
