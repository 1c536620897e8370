//! The browser tests of `end2end/`, against a demo of their own per database.

use super::chromium;
use crate::demo::Demo;
use crate::{process, project, system};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the browser tests need on this machine.
pub(crate) struct Setup {
    chromium: PathBuf,
}

impl Setup {
    /// Finds or installs Node, the packages of `end2end/` and Chromium.
    pub(crate) fn prepare() -> Result<Self> {
        let directory = project::path("end2end");
        if !directory.join("package-lock.json").is_file() {
            bail!("end2end/package-lock.json is missing");
        }
        if system::find("node").is_none() || system::find("npm").is_none() {
            system::install(&["nodejs", "npm"], "Node.js with npm for the browser tests")?;
        }
        let chromium = chromium::find_or_install()?;
        if !packages_are_current(&directory) {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-audit", "--no-fund"])
                .current_dir(&directory);
            process::run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
        }
        Ok(Self { chromium })
    }

    /// Runs the tests against this server on one database.
    pub(crate) fn run(&self, binary: &Path, database: &str, url: Option<&str>) -> Result<()> {
        let data = tempfile::Builder::new().prefix("tahona-end2end-").tempdir()?;
        let log = project::path(&format!("target/test-logs/end2end-{database}.log"));
        let demo = Demo {
            binary,
            data: data.path(),
            database_url: url,
            arguments: &[],
            log,
        }
        .start()?;
        let mut playwright = Command::new("npx");
        playwright
            .args(["playwright", "test"])
            .current_dir(project::path("end2end"));
        playwright
            .env("BASE_URL", &demo.url)
            .env("SANDBOX_URL", &demo.sandbox);
        playwright
            .env("TAHONA_DB", database)
            .env("CHROMIUM_PATH", &self.chromium);
        process::run(&mut playwright)
    }
}

/// Whether npm has installed what the lock file says: npm writes its own copy
/// after a successful installation.
fn packages_are_current(directory: &Path) -> bool {
    let changed = |file: &str| std::fs::metadata(directory.join(file)).and_then(|data| data.modified());
    match (
        changed("package-lock.json"),
        changed("node_modules/.package-lock.json"),
    ) {
        (Ok(wanted), Ok(installed)) => installed >= wanted,
        _ => false,
    }
}
