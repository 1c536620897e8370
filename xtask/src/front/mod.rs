//! The browser side: the islands as one WebAssembly file with its JavaScript.
//!
//! cargo decides what must be compiled again; the steps after it run only when
//! its result, or one of their own settings, has changed.

mod bind;
mod optimise;
mod toolchain;

use crate::{process, project};
use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

pub(crate) use toolchain::Toolchain;

/// The finished files of the browser side.
pub(crate) struct Bundle {
    /// The JavaScript module that loads the library.
    pub(crate) js: PathBuf,
    /// The library.
    pub(crate) wasm: PathBuf,
}

impl Bundle {
    /// Where a build leaves it.
    pub(crate) fn of(release: bool) -> Self {
        let directory = project::path("target/front/bundle").join(profile(release));
        Self {
            js: directory.join("app.js"),
            wasm: directory.join("app.wasm"),
        }
    }
}

/// The cargo profile of a build.
fn profile(release: bool) -> &'static str {
    if release { "front" } else { "front-dev" }
}

/// Arguments of cargo that select the browser side.
pub(crate) const SELECT: [&str; 6] = [
    "-p",
    "app",
    "--no-default-features",
    "--features",
    "hydrate",
    "--target=wasm32-unknown-unknown",
];

/// Builds the browser side. Returns the bundle and what was special about it.
pub(crate) fn build(toolchain: Toolchain, release: bool) -> Result<(Bundle, String)> {
    let profile = profile(release);
    let mut cargo = toolchain.cargo();
    cargo
        .arg("rustc")
        .arg("--lib")
        // Said here and not in the manifest: there, every build of the server
        // would make a dynamic library of all pages as well, optimised and
        // linked for nobody.
        .args(["--crate-type", "cdylib"])
        .args(SELECT)
        .args(["--profile", profile, "--target-dir", "target/front"]);
    process::run(cargo.args(toolchain.build_arguments()))?;

    let raw = project::path("target/front")
        .join(project::BROWSER_TARGET)
        .join(profile)
        .join("app.wasm");
    let out = project::path("target/front/bundle").join(profile);
    let bundle = Bundle {
        js: out.join("app.js"),
        wasm: out.join("app.wasm"),
    };
    let optimiser = if release {
        optimise::Optimiser::find()
    } else {
        optimise::Optimiser::none("fast profile")
    };

    let stamp = stamp(&raw, &optimiser)?;
    let stamp_file = bundle.js.with_file_name("stamp");
    let same = std::fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp);
    if same && bundle.js.is_file() && bundle.wasm.is_file() {
        return Ok((bundle, "unchanged".to_owned()));
    }
    if let Some(directory) = stamp_file.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let _ = std::fs::remove_file(&stamp_file);
    bind::bind(&raw, &bundle)?;
    let note = optimiser.run(&bundle.wasm)?;
    std::fs::write(&stamp_file, stamp)?;
    let size = std::fs::metadata(&bundle.wasm)?.len();
    Ok((
        bundle,
        format!("{} kB of WebAssembly ({note})", size.div_ceil(1000)),
    ))
}

/// Identifies the input of the steps after cargo and their settings.
fn stamp(raw: &Path, optimiser: &optimise::Optimiser) -> Result<String> {
    let bytes = std::fs::read(raw).with_context(|| format!("cargo left no {}", raw.display()))?;
    Ok(format!(
        "{} {} {}",
        hex::encode(Sha256::digest(bytes)),
        bind::VERSION,
        optimiser.identity()
    ))
}
