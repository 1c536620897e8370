//! `tahona secrets rotate`

use std::process::ExitCode;

use service::{Services, secrets};

use super::{Outcome, fail, log, say};
use crate::{
    config::{Config, Given},
    start::{self, Mode},
};

/// What can be done with the keys.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add a key and seal every secret with it, while the console runs
    Rotate(Rotate),
}

/// Options of `tahona secrets rotate`.
#[derive(Debug, clap::Args)]
pub(super) struct Rotate {
    /// Only remove keys that no secret needs any more; some minutes after a rotation
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    given: Given,
}

pub(super) async fn run(Command::Rotate(options): Command) -> Outcome {
    let config = Config::read(options.given, true)?;
    log(&config.log);
    // There is nothing to rotate in a database that this would make.
    start::existing_database(&config).await?.close().await;
    let services = start::services(&config, config.base_url_at(config.addr), Mode::default()).await?;
    let outcome = if options.prune {
        prune(&services).await
    } else {
        rotate(&services).await
    };
    services.db.close().await;
    outcome
}

async fn rotate(services: &Services) -> Outcome {
    let report = secrets::rotate(services).await?;
    say(&format!(
        "key: {}{}",
        report.version,
        if report.added { " (new)" } else { "" }
    ))?;
    say(&format!("sealed anew: {}", report.resealed))?;
    for (version, count) in &report.by_version {
        say(&format!("sealed with key {version}: {count}"))?;
    }
    if report.unreadable.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Ok(fail(&format!(
        "no key opens {}; enter them again",
        report.unreadable.join(", ")
    )))
}

async fn prune(services: &Services) -> Outcome {
    let removed = secrets::prune(services).await?;
    let names: Vec<String> = removed.iter().map(ToString::to_string).collect();
    say(&format!(
        "removed keys: {}",
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    ))?;
    Ok(ExitCode::SUCCESS)
}
