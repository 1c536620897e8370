//! `wasm-opt`, from the npm package `binaryen`. Optional: without it the
//! library is about a sixth larger and works the same.

use crate::{process, project, system};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version whose output browsers are known to accept with these flags.
/// Older ones break current compiler output, and `--all-features` emits an
/// import encoding that browsers refuse.
const VERSION: &str = "132.0.0";
const FLAGS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];
/// Set to anything to build without `wasm-opt`.
const SKIP: &str = "TAHONA_SKIP_WASM_OPT";

/// `wasm-opt`, or the reason to do without.
pub(crate) enum Optimiser {
    /// The installed program.
    Binaryen(PathBuf),
    /// None, and why.
    None(String),
}

impl Optimiser {
    /// No optimiser, for this reason.
    pub(crate) fn none(reason: &str) -> Self {
        Self::None(reason.to_owned())
    }

    /// Finds the cached program, or installs it.
    pub(crate) fn find() -> Self {
        if std::env::var_os(SKIP).is_some() {
            return Self::None(format!("{SKIP} is set"));
        }
        let directory = project::tools().join(format!("binaryen-{VERSION}"));
        let program = directory.join("node_modules/binaryen/bin/wasm-opt");
        if program.is_file() {
            return Self::Binaryen(program);
        }
        if system::find("npm").is_none() || system::find("node").is_none() {
            return Self::none("npm is absent");
        }
        match install(&directory) {
            Ok(()) if program.is_file() => Self::Binaryen(program),
            Ok(()) => Self::none("binaryen has no bin/wasm-opt"),
            Err(error) => Self::None(format!("npm could not install binaryen: {error:#}")),
        }
    }

    /// Tells results of different settings apart.
    pub(crate) fn identity(&self) -> String {
        match self {
            Self::Binaryen(_) => format!("binaryen {VERSION} {}", FLAGS.join(" ")),
            Self::None(_) => "no wasm-opt".to_owned(),
        }
    }

    /// Shrinks a file in place. Returns what was done.
    pub(crate) fn run(&self, wasm: &Path) -> Result<String> {
        let program = match self {
            Self::Binaryen(program) => program,
            Self::None(reason) => return Ok(format!("without wasm-opt: {reason}")),
        };
        let smaller = wasm.with_extension("opt.wasm");
        let mut command = Command::new("node");
        command.arg(program).arg(wasm).args(FLAGS).arg("-o").arg(&smaller);
        process::run_quietly(&mut command)?;
        std::fs::rename(&smaller, wasm)?;
        Ok("wasm-opt -Oz".to_owned())
    }
}

fn install(directory: &Path) -> Result<()> {
    std::fs::create_dir_all(directory)?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
    ])
    .arg(directory);
    process::run_quietly(npm.arg(format!("binaryen@{VERSION}")))
}
