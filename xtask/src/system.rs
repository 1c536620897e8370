//! The machine: programs on it, and packages that can be added to it.

use crate::process;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds a program on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|file| file.is_file())
}

/// Whether this process may install packages and change users.
pub(crate) fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

/// Installs Debian packages when that is possible, and otherwise says what is
/// missing and for what.
pub(crate) fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let wanted = packages.join(" ");
    if !is_root() || find("apt-get").is_none() {
        bail!("{purpose} is missing on this machine. On Debian or Ubuntu: apt-get install {wanted}");
    }
    println!("      installing {wanted} ({purpose})");
    if apt(packages).is_ok() {
        return Ok(());
    }
    process::run_quietly(Command::new("apt-get").arg("update"))?;
    apt(packages)
}

fn apt(packages: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages);
    process::run_quietly(command.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// A free port on the loopback interface.
pub(crate) fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}

/// Every file below a directory, sorted; nothing when it does not exist.
pub(crate) fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        if !directory.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&directory)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
