//! `tahona serve`

use std::process::ExitCode;

use super::{Outcome, log};
use crate::{
    config::{Config, Given},
    start::{self, Mode},
};

/// Options of `tahona serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    given: Given,
}

pub(super) async fn run(options: Options) -> Outcome {
    let config = Config::read(options.given, false)?;
    log(&config.log);
    let stop = start::stop_on_signals()?;
    let listener = start::listen(config.addr).await?;
    let base_url = config.base_url_at(listener.local_addr()?);
    let services = start::services(&config, base_url.clone(), Mode::default()).await?;
    start::first_account(&config, &services).await?;
    tracing::info!(url = %base_url, database = config.database_for_people(), "serving");
    start::serve(&config, services, listener, stop).await?;
    Ok(ExitCode::SUCCESS)
}
