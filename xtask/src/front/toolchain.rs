//! The compiler for the browser target.
//!
//! rustup's is the normal one. Where rustup cannot reach its server, Debian's
//! compiler builds the standard library for the browser from its own source.

use crate::{cargo, process, project, system};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// Debian's compiler, its source of the standard library, and a linker.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_LINKER: &str = "wasm-ld-19";

/// A way to compile for the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The compiler in use has the browser target.
    Native,
    /// Debian's compiler, which builds the standard library on the way.
    Debian,
}

impl std::fmt::Display for Toolchain {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Native => "the compiler in use has the target",
            Self::Debian => "Debian's, with the standard library built from source",
        })
    }
}

impl Toolchain {
    /// Finds a way, installing what is missing where that is possible.
    pub(crate) fn find() -> Result<Self> {
        if has_browser_target() {
            return Ok(Self::Native);
        }
        if system::find("rustup").is_some() {
            let mut rustup = Command::new("rustup");
            let added = process::run_quietly(rustup.args(["target", "add", project::BROWSER_TARGET]));
            if added.is_ok() && has_browser_target() {
                return Ok(Self::Native);
            }
        }
        if !has_debian_compiler() {
            let purpose = "the browser target of Rust (`rustup target add` could not add it)";
            system::install(&DEBIAN_PACKAGES, purpose)?;
        }
        if !has_debian_compiler() {
            bail!(
                "no compiler for {}: run `rustup target add {}`",
                project::BROWSER_TARGET,
                project::BROWSER_TARGET
            );
        }
        Ok(Self::Debian)
    }

    /// A cargo of this toolchain, in the root of the repository.
    pub(crate) fn cargo(self) -> Command {
        match self {
            Self::Native => cargo::command(),
            Self::Debian => {
                let mut cargo = Command::new("/usr/bin/cargo");
                cargo.current_dir(project::root());
                for inherited in ["RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER", "RUSTFLAGS", "CARGO"] {
                    cargo.env_remove(inherited);
                }
                cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
                cargo
            }
        }
    }

    /// What this toolchain's `cargo build` needs besides.
    pub(crate) fn build_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Native => &[],
            Self::Debian => &["-Zbuild-std=std,panic_abort"],
        }
    }
}

fn has_browser_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.current_dir(project::root()).args([
        "--print",
        "target-libdir",
        "--target",
        project::BROWSER_TARGET,
    ]);
    process::output(&mut command).is_ok_and(|directory| Path::new(directory.trim()).is_dir())
}

fn has_debian_compiler() -> bool {
    let source = Command::new("/usr/bin/rustc")
        .args(["--print", "sysroot"])
        .output()
        .is_ok_and(|output| {
            let sysroot = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            Path::new(&sysroot)
                .join("lib/rustlib/src/rust/library/std")
                .is_dir()
        });
    source && Path::new("/usr/bin/cargo").is_file() && system::find(DEBIAN_LINKER).is_some()
}
