//! Calls of cargo.

use crate::{process, project};
use anyhow::Result;
use std::process::Command;

/// The cargo that runs this tool, in the root of the repository.
pub(crate) fn command() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project::root());
    command
}

/// Runs cargo with these arguments and environment.
pub(crate) fn run(args: &[&str], env: &[(&str, &str)]) -> Result<()> {
    process::run(command().args(args).envs(env.iter().copied()))
}
