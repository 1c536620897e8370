//! `tahona sandbox`

use std::{net::SocketAddr, process::ExitCode};

use sandbox::SandboxConfig;

use super::{Outcome, log, say};
use crate::start;

/// Options of `tahona sandbox`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Address and port to listen on; this machine only
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3001")]
    addr: SocketAddr,
}

pub(super) async fn run(options: Options) -> Outcome {
    log("info");
    let stop = start::stop_on_signals()?;
    let ready = |running: &sandbox::RunningSandbox| {
        if let Err(error) = say(&format!("sandbox: {}", running.base_url)) {
            tracing::warn!(%error, "standard output is closed");
        }
    };
    let config = SandboxConfig::demo();
    sandbox::serve(
        options.addr,
        config,
        start::system_clock(),
        ready,
        stop.cancelled_owned(),
    )
    .await?;
    Ok(ExitCode::SUCCESS)
}
