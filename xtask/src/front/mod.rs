//! The browser side: the islands as one WebAssembly file with its JavaScript,
//! and libraries that only some pages load.
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

/// A part of the browser side: one WebAssembly file with its JavaScript.
pub(crate) struct Library {
    /// The package, as `cargo -p` wants it.
    package: &'static str,
    /// Names of its files, without their endings.
    pub(crate) name: &'static str,
    /// What selects its browser side, beside the package and the target.
    features: &'static [&'static str],
    /// Most that it may add to a page, JavaScript and library together, as
    /// brotli at its best quality.
    pub(crate) budget: u64,
}

/// All of them. The first one comes with every page; the others only with the
/// pages that name them.
pub(crate) const LIBRARIES: [Library; 3] = [
    Library {
        package: "app",
        name: "app",
        features: &["--no-default-features", "--features", "hydrate"],
        budget: 130_000,
    },
    Library {
        package: "template-editor",
        name: "template_editor",
        features: &[],
        budget: 40_000,
    },
    Library {
        package: "what-if",
        name: "what_if",
        features: &[],
        budget: 100_000,
    },
];

impl Library {
    /// Arguments of cargo that select it.
    pub(crate) fn select(&self) -> Vec<&'static str> {
        let package = ["-p", self.package, "--lib", "--target", project::BROWSER_TARGET];
        [&package, self.features].concat()
    }
}

/// The finished files of a library.
pub(crate) struct Bundle {
    /// Names of its files, without their endings.
    pub(crate) name: &'static str,
    /// The JavaScript module that loads the library.
    pub(crate) js: PathBuf,
    /// The library.
    pub(crate) wasm: PathBuf,
}

impl Bundle {
    /// Where a build leaves it.
    pub(crate) fn of(library: &Library, release: bool) -> Self {
        let directory = project::path("target/front/bundle").join(profile(release));
        Self {
            name: library.name,
            js: directory.join(format!("{}.js", library.name)),
            wasm: directory.join(format!("{}.wasm", library.name)),
        }
    }
}

/// The cargo profile of a build.
fn profile(release: bool) -> &'static str {
    if release { "front" } else { "front-dev" }
}

/// Builds the browser side. Returns its parts and what was special about them.
pub(crate) fn build(toolchain: Toolchain, release: bool) -> Result<(Vec<Bundle>, String)> {
    let optimiser = if release {
        optimise::Optimiser::find()
    } else {
        optimise::Optimiser::none("fast profile")
    };
    let mut bundles = Vec::new();
    let mut notes = Vec::new();
    for library in &LIBRARIES {
        let (bundle, note) = build_one(library, toolchain, release, &optimiser)?;
        notes.push(format!("{}: {note}", library.name));
        bundles.push(bundle);
    }
    Ok((bundles, notes.join("; ")))
}

fn build_one(
    library: &Library,
    toolchain: Toolchain,
    release: bool,
    optimiser: &optimise::Optimiser,
) -> Result<(Bundle, String)> {
    let profile = profile(release);
    let mut cargo = toolchain.cargo();
    cargo
        .arg("rustc")
        .args(library.select())
        // Said here and not in the manifest: there, every build of the server
        // would make a dynamic library of all pages as well, optimised and
        // linked for nobody.
        .args(["--crate-type", "cdylib"])
        .args(["--profile", profile, "--target-dir", "target/front"]);
    process::run(cargo.args(toolchain.build_arguments()))?;

    let raw = project::path("target/front")
        .join(project::BROWSER_TARGET)
        .join(profile)
        .join(format!("{}.wasm", library.name));
    let bundle = Bundle::of(library, release);

    let stamp = stamp(&raw, optimiser)?;
    let stamp_file = bundle.js.with_extension("stamp");
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
