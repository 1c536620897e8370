//! Schemathesis: requests made up from the API's own description, against a
//! demo. Runs when `end2end/api/schemathesis.toml` says what to try.

use crate::demo::Demo;
use crate::{process, project, system};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version the settings file is written for.
const VERSION: &str = "schemathesis==4.32.5";
/// The demo's key of the platform.
const KEY: &str = "tk_demo_platform";

/// Runs the check against this server.
pub(crate) fn run(binary: &Path) -> Result<()> {
    let settings = project::path("end2end/api/schemathesis.toml");
    if !settings.is_file() {
        println!("      skipped: there is no end2end/api/schemathesis.toml");
        return Ok(());
    }
    let program = find_or_install()?;
    let data = tempfile::Builder::new().prefix("tahona-api-").tempdir()?;
    let log = project::path("target/test-logs/api.log");
    let demo = Demo {
        binary,
        data: data.path(),
        database_url: None,
        arguments: &[],
        log,
    }
    .start()?;
    let mut command = Command::new(program);
    command.arg("--config-file").arg(&settings).arg("run");
    command.arg(format!("{}/api/v1/openapi.json", demo.url));
    command.args(["--header", &format!("Authorization: Bearer {KEY}")]);
    process::run(command.current_dir(project::path("target")))
}

/// A Python environment of its own below `target/`.
fn find_or_install() -> Result<PathBuf> {
    let home = project::path("target/venv");
    let program = home.join("bin/schemathesis");
    let stamp = home.join("installed");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == VERSION) {
        return Ok(program);
    }
    if system::find("python3").is_none() {
        system::install(&["python3", "python3-venv"], "Python for the API check")?;
    }
    let create = || process::run_quietly(Command::new("python3").args(["-m", "venv"]).arg(&home));
    if create().is_err() {
        system::install(&["python3-venv"], "Python's venv module for the API check")?;
        create()?;
    }
    let mut pip = Command::new(home.join("bin/pip"));
    process::run_quietly(pip.args(["install", "--quiet", "--disable-pip-version-check", VERSION]))
        .with_context(|| format!("cannot install {VERSION}"))?;
    std::fs::write(stamp, VERSION)?;
    Ok(program)
}
