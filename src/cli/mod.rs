//! Subcommands, one file each.

mod admin;
mod audit;
mod billing;
mod demo;
mod migrate;
mod past;
mod sandbox;
mod secrets;
mod serve;
mod templates;

use std::{
    io::{IsTerminal, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    config::Config,
    start::StartError,
    telemetry::{self, Traces},
};

/// The console from which one platform runs WhatsApp for many small businesses.
#[derive(Debug, Parser)]
#[command(name = "tahona", version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console
    Serve(serve::Options),
    /// Serve a console with demo data and an emulated Meta; nothing leaves this machine
    Demo(demo::Options),
    /// Bring the database up to date and end
    Migrate(migrate::Options),
    /// People who run the platform
    #[command(subcommand)]
    Admin(admin::Command),
    /// The audit log
    #[command(subcommand)]
    Audit(audit::Command),
    /// What messages cost
    #[command(subcommand)]
    Billing(billing::Command),
    /// The keys that seal access tokens
    #[command(subcommand)]
    Secrets(secrets::Command),
    /// Emulate Meta's Graph API alone
    Sandbox(sandbox::Options),
    /// Message templates, checked without a console
    #[command(subcommand)]
    Templates(templates::Command),
}

/// How a command ended.
type Outcome = Result<ExitCode, StartError>;

/// Runs a command to its end.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the runtime does not start: {error}")),
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => serve::run(options).await,
            Command::Demo(options) => demo::run(options).await,
            Command::Migrate(options) => migrate::run(options).await,
            Command::Admin(command) => admin::run(command).await,
            Command::Audit(command) => audit::run(command).await,
            Command::Billing(command) => billing::run(command).await,
            Command::Secrets(command) => secrets::run(command).await,
            Command::Sandbox(options) => sandbox::run(options).await,
            Command::Templates(command) => templates::run(command),
        }
    });
    // Hashing that is still under way must not hold the end up.
    runtime.shutdown_background();
    outcome.unwrap_or_else(|error| fail(&error.to_string()))
}

/// Says on standard error why a command failed.
fn fail(why: &str) -> ExitCode {
    // Nobody is left to tell if this fails.
    let _ = writeln!(std::io::stderr(), "tahona: {why}");
    ExitCode::FAILURE
}

/// Writes a fact to standard output, which holds nothing else.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Logs to standard error; see [`telemetry::start`].
fn log(filter: &str) {
    telemetry::start(filter, std::io::stderr().is_terminal(), None);
}

/// Logs, and traces where the configuration says so. The answer is to be
/// finished last.
fn log_and_trace(config: &Config) -> Result<Option<Traces>, StartError> {
    let traces = config.traces_to.as_ref().map(Traces::to).transpose()?;
    telemetry::start(&config.log, std::io::stderr().is_terminal(), traces.as_ref());
    Ok(traces)
}
