//! `tahona serve`

use std::process::ExitCode;

use super::{Outcome, log_and_trace};
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
    let traces = log_and_trace(&config)?;
    let stop = start::stop_on_signals()?;
    let listener = start::listen(config.addr).await?;
    let base_url = config.base_url_at(listener.local_addr()?);
    let services = start::services(&config, base_url.clone(), Mode::default()).await?;
    start::first_account(&config, &services).await?;
    tracing::info!(url = %base_url, database = config.database_for_people(), "serving");
    let served = start::serve(&config, services, listener, stop).await;
    if let Some(traces) = traces {
        traces.finish().await;
    }
    served?;
    Ok(ExitCode::SUCCESS)
}
