//! The command line; see [`tahona::cli`].

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    tahona::cli::run(tahona::cli::Cli::parse())
}
