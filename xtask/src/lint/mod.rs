//! `cargo xtask lint`: formatting, clippy for both sides, the rules of this
//! repository, and licences when cargo-deny is there.

mod rules;

use crate::front::{LIBRARIES, Toolchain};
use crate::test::Report;
use crate::{cargo, process, system};
use anyhow::{Result, bail};

/// Runs the command.
pub(crate) fn run() -> Result<()> {
    let mut report = Report::default();
    checks(&mut report);
    report.finish()
}

/// Adds the checks to a report.
pub(crate) fn checks(report: &mut Report) {
    report.step("formatting", || cargo::run(&["fmt", "--all", "--check"], &[]));
    report.step("rules of the repository", || {
        let problems = rules::check()?;
        if !problems.is_empty() {
            bail!("\n  {}", problems.join("\n  "));
        }
        Ok(())
    });
    report.step("clippy", || {
        cargo::run(
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                // So that one run tells everything.
                "--keep-going",
                "--",
                "-D",
                "warnings",
            ],
            &[],
        )
    });
    report.step("clippy for the browser", browser_clippy);
    if system::find("cargo-deny").is_some() {
        report.step("licences and advisories", || {
            cargo::run(&["deny", "--log-level", "error", "check"], &[])
        });
    } else {
        println!("\n==> licences and advisories: skipped, cargo-deny is not installed");
    }
}

fn browser_clippy() -> Result<()> {
    let toolchain = Toolchain::find()?;
    if toolchain == Toolchain::Debian {
        println!("      skipped: Debian's compiler comes without clippy; the build still compiles this side");
        return Ok(());
    }
    for library in &LIBRARIES {
        let mut clippy = toolchain.cargo();
        clippy.arg("clippy").args(library.select());
        process::run(clippy.args(["--target-dir", "target/front", "--quiet", "--", "-D", "warnings"]))?;
    }
    Ok(())
}
