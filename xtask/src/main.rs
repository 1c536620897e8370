//! The build and the everyday commands: `cargo xtask run | build | test | lint | bench`.
//!
//! Everything a fresh machine with Rust needs is found, installed where that is
//! possible, or asked for by name. Nothing here is part of the product.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks on its terminal"
)]

mod bench;
mod build;
mod cargo;
mod demo;
mod front;
mod http;
mod lint;
mod process;
mod project;
mod run;
mod site;
mod steps;
mod system;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Tahona's build tool.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Tahona's build tool",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start the demo; what follows `--` goes to `tahona demo`
    Run(run::Options),
    /// Build the browser side and the server that carries it
    Build(build::Options),
    /// Run every check: formatting, lints, tests on both databases, documentation, browser, API
    Test(test::Options),
    /// Formatting, clippy and the rules of this repository
    Lint,
    /// Measure, as JSON lines
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let outcome = process::stop_children_on_signal().and_then(|()| match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Build(options) => build::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Lint => lint::run(),
        Command::Bench(options) => bench::run(&options),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if process::interrupted() => {
            eprintln!("interrupted; everything that was started has been stopped");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
