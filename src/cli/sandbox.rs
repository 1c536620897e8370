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

    /// A further access token for the pilot's WABA
    ///
    /// `tahona serve` refuses the demo's token and app secret, which everybody
    /// knows; with these two it can be tried against the emulator.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,

    /// The app secret, instead of the demo's: webhooks are signed with it
    #[arg(long, value_name = "SECRET")]
    app_secret: Option<String>,
}

pub(super) async fn run(options: Options) -> Outcome {
    log("info");
    let stop = start::stop_on_signals()?;
    let ready = |running: &sandbox::RunningSandbox| {
        if let Err(error) = say(&format!("sandbox: {}", running.base_url)) {
            tracing::warn!(%error, "standard output is closed");
        }
    };
    let mut config = SandboxConfig::demo();
    if let Some(token) = &options.token {
        config = config.with_token(token);
    }
    if let Some(secret) = &options.app_secret {
        config = config.with_app_secret(secret);
    }
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
