//! Where things are, from the root of the repository.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Name of the browser target.
pub(crate) const BROWSER_TARGET: &str = "wasm32-unknown-unknown";

/// Cargo names the package it runs; without cargo, the place of compilation counts.
static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package)
        .parent()
        .map(Path::to_owned)
        .unwrap_or_default()
});

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    &ROOT
}

/// A path below the root.
pub(crate) fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// The directory of the finished assets, which the server embeds.
pub(crate) fn site() -> PathBuf {
    path("target/site")
}

/// Cache for tools that are not Rust crates.
pub(crate) fn tools() -> PathBuf {
    path("target/tools")
}

/// The server binary of a build.
pub(crate) fn server(release: bool) -> PathBuf {
    path(if release {
        "target/release/tahona"
    } else {
        "target/debug/tahona"
    })
}
