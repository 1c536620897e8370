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
    build(&mut Steps::new(STEPS), Kind::of(options.release))?;
    println!("built {}", project::server(options.release).display());
    Ok(())
}

/// Which sides are optimised.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Neither: quick to build, for daily work.
    Development,
    /// The browser side, as it is shipped, with a development server: what the
    /// browser tests look at unless they are asked to take the release.
    Checked,
    /// Both: what is shipped.
    Release,
}

impl Kind {
    /// What the flag `--release` says.
    pub(crate) const fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Development }
    }
}

/// Steps of [`build`].
pub(crate) const STEPS: usize = 4;

/// Builds everything, showing each step.
pub(crate) fn build(steps: &mut Steps, kind: Kind) -> Result<()> {
    let small = kind != Kind::Development;
    let release = kind == Kind::Release;
    let toolchain = steps.step("compiler for the browser", || {
        let found = Toolchain::find()?;
        Ok((found, found.to_string()))
    })?;
    let bundles = steps.step("browser side", || front::build(toolchain, small))?;
    steps.step("style, icons and compression", || {
        Ok(((), site::assemble(&bundles, small)?))
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
