//! `cargo xtask build`: the browser side, the assets, and the server that carries them.

use crate::front::{self, Toolchain};
use crate::steps::Steps;
use crate::{cargo, project, site};
use anyhow::Result;

/// Options of `cargo xtask build`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Small and fast: one binary with all assets inside, `target/release/tahona`
    #[arg(long)]
    release: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    build(&mut Steps::new(STEPS), options.release)?;
    println!("built {}", project::server(options.release).display());
    Ok(())
}

/// Steps of [`build`].
pub(crate) const STEPS: usize = 4;

/// Builds everything, showing each step.
pub(crate) fn build(steps: &mut Steps, release: bool) -> Result<()> {
    let toolchain = steps.step("compiler for the browser", || {
        let found = Toolchain::find()?;
        Ok((found, found.to_string()))
    })?;
    let bundle = steps.step("browser side", || front::build(toolchain, release))?;
    steps.step("style, icons and compression", || {
        Ok(((), site::assemble(&bundle, release)?))
    })?;
    steps.step("server", || Ok((server(release)?, String::new())))
}

/// Builds the server alone. A release carries the assets of `target/site`; the
/// manifest's hash in the environment makes the compiler look at them again.
pub(crate) fn server(release: bool) -> Result<()> {
    let profile: &[&str] = if release { &["--release"] } else { &[] };
    let arguments = [&["build", "--package", "tahona", "--bin", "tahona"], profile].concat();
    let site = if release { site::hash()? } else { String::new() };
    let variables = [("TAHONA_SITE", site.as_str())];
    cargo::run(&arguments, if release { &variables } else { &[] })
}
