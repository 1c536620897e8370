//! The browser for the tests.

use crate::system;
use anyhow::{Context as _, Result};
use std::path::PathBuf;

/// Names under which distributions install it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Finds Chromium: `CHROMIUM_PATH`, then `PATH`, then the package.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM_PATH").map(PathBuf::from)
        && path.is_file()
    {
        return Ok(path);
    }
    let find = || NAMES.into_iter().find_map(system::find);
    if let Some(path) = find() {
        return Ok(path);
    }
    system::install(&["chromium"], "Chromium for the browser tests")?;
    find().context("Chromium was installed, but is not on PATH")
}
