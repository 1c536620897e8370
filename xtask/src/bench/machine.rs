//! The machine and the versions a figure belongs to.

use crate::{cargo, process, project};
use serde_json::{Value, json};
use std::process::Command;

/// Processor, cores, memory, kernel.
pub(crate) fn describe() -> Value {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory =
        field("/proc/meminfo", "MemTotal").and_then(|value| value.split(' ').next()?.parse::<u64>().ok());
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    json!({
        "cpu": field("/proc/cpuinfo", "model name"),
        "cores": cores,
        "memory_mib": memory.map(|kib| kib / 1024),
        "kernel": kernel.trim(),
    })
}

/// The product's commit, the compiler, and the crates that weigh most.
pub(crate) fn versions() -> Value {
    let rustc = process::output(
        Command::new("rustc")
            .arg("--version")
            .current_dir(project::root()),
    )
    .ok();
    let mut git = Command::new("git");
    git.args(["describe", "--always", "--dirty"])
        .current_dir(project::root());
    let mut versions = json!({
        "commit": process::output(&mut git).ok().map(|commit| commit.trim().to_owned()),
        "rustc": rustc.map(|version| version.trim().to_owned()),
    });
    if let Some(versions) = versions.as_object_mut() {
        for name in ["axum", "leptos", "sqlx", "wasm-bindgen"] {
            versions.insert(name.to_owned(), json!(locked(name)));
        }
    }
    versions
}

/// `key : value` of a file of the kernel.
pub(crate) fn field(file: &str, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim() == key).then(|| value.trim().to_owned())
    })
}

/// The version of a crate in the lock file.
fn locked(name: &str) -> Option<String> {
    let mut command = cargo::command();
    command.args(["pkgid", name]);
    let id = process::output(&mut command).ok()?;
    id.trim()
        .rsplit_once(['@', '#'])
        .map(|(_, version)| version.to_owned())
}
