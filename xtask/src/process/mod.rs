//! Child processes: run to the end, or kept running until dropped.
//!
//! Each has a process group of its own, so that what it started ends with it. A
//! first Ctrl-C (or SIGTERM) ends the command in the foreground; the caller then
//! returns through its guards, which stop the servers. A second one kills
//! whatever is left.

mod server;

use anyhow::{Context as _, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub(crate) use server::Server;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static FOREGROUND: Mutex<Vec<Pid>> = Mutex::new(Vec::new());
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// How long a server may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(15);

fn list(of: &'static Mutex<Vec<Pid>>) -> MutexGuard<'static, Vec<Pid>> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn signal_all(groups: &'static Mutex<Vec<Pid>>, signal: Signal) {
    for group in list(groups).iter() {
        let _ = killpg(*group, signal);
    }
}

fn forget(from: &'static Mutex<Vec<Pid>>, pid: Pid) {
    list(from).retain(|other| *other != pid);
}

fn pid(child: &Child) -> Result<Pid> {
    Ok(Pid::from_raw(i32::try_from(child.id())?))
}

/// Whether somebody asked to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Installs the signal handler described above.
pub(crate) fn stop_children_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            signal_all(&FOREGROUND, Signal::SIGKILL);
            signal_all(&GROUPS, Signal::SIGKILL);
            std::process::exit(130);
        }
        signal_all(&FOREGROUND, Signal::SIGINT);
        std::thread::spawn(|| {
            std::thread::sleep(PATIENCE);
            signal_all(&FOREGROUND, Signal::SIGKILL);
        });
    })
    .context("cannot listen for Ctrl-C")
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn check_interrupt() -> Result<()> {
    if interrupted() {
        bail!("interrupted");
    }
    Ok(())
}

/// Runs a command to its end; an exit code other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    check_interrupt()?;
    let what = name(command);
    let mut child = command
        .stdin(Stdio::null())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start `{what}`"))?;
    let pid = pid(&child)?;
    list(&FOREGROUND).push(pid);
    let status = child.wait();
    forget(&FOREGROUND, pid);
    let status = status?;
    check_interrupt()?;
    if !status.success() {
        bail!("`{what}` ended with {status}");
    }
    Ok(())
}

/// Runs a command and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    check_interrupt()?;
    let what = name(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{what}`"))?;
    check_interrupt()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{what}` ended with {}: {}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command quietly: its output is shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_says_which_and_why() {
        let error = output(Command::new("sh").args(["-c", "echo broken >&2; exit 1"]))
            .unwrap_err()
            .to_string();
        assert!(error.contains("sh -c") && error.contains("broken"), "{error}");
    }
}
