//! Child processes: run to the end, or kept running until dropped.
//!
//! Each has a process group of its own, so that what it started ends with it. A
//! first Ctrl-C (or SIGTERM) ends the command in the foreground; the caller then
//! returns through its guards, which stop the servers. A second one kills
//! whatever is left.

use anyhow::{Context as _, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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

/// A process that runs beside this one and ends when the value is dropped.
pub(crate) struct Server {
    name: String,
    child: Child,
    group: Pid,
    stop: Signal,
    lines: Receiver<String>,
    log: PathBuf,
}

impl Server {
    /// Starts a server. Its output goes to `log`; its standard output can also
    /// be read with [`Server::facts`].
    pub(crate) fn start(name: &str, command: &mut Command, stop: Signal, log: &Path) -> Result<Self> {
        check_interrupt()?;
        if let Some(directory) = log.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let mut file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file.try_clone()?)
            .process_group(0);
        let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        let group = pid(&child)?;
        list(&GROUPS).push(group);
        let (send, lines) = channel();
        if let Some(out) = child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(out).lines().map_while(Result::ok) {
                    let _ = writeln!(file, "{line}");
                    let _ = send.send(line);
                }
            });
        }
        Ok(Self {
            name: name.to_owned(),
            child,
            group,
            stop,
            lines,
            log: log.to_owned(),
        })
    }

    /// The process ID.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended; `Some(how)` when it has.
    pub(crate) fn ended(&mut self) -> Result<Option<std::process::ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Reads standard output until each of these prefixes has started a line,
    /// in any order, and returns what followed them.
    pub(crate) fn facts(&mut self, prefixes: &[&str], limit: Duration) -> Result<Vec<String>> {
        let until = Instant::now() + limit;
        let mut found: Vec<Option<String>> = vec![None; prefixes.len()];
        while found.iter().any(Option::is_none) {
            check_interrupt()?;
            match self.lines.recv_timeout(Duration::from_millis(100)) {
                Ok(line) => {
                    for (prefix, place) in prefixes.iter().zip(&mut found) {
                        if let Some(rest) = line.strip_prefix(prefix) {
                            *place = Some(rest.trim().to_owned());
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) if Instant::now() < until => {}
                Err(_) => return Err(self.explain(&format!("did not print {}", prefixes.join(" and ")))),
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// Calls `ready` until it says yes, the server ends, or time is up.
    pub(crate) fn wait_until(&mut self, limit: Duration, mut ready: impl FnMut() -> bool) -> Result<()> {
        let until = Instant::now() + limit;
        while !ready() {
            check_interrupt()?;
            if let Some(status) = self.ended()? {
                return Err(self.explain(&format!("ended with {status}")));
            }
            if Instant::now() > until {
                return Err(self.explain("did not get ready in time"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// An error with the end of the server's log.
    fn explain(&self, what: &str) -> anyhow::Error {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let tail = lines
            .get(lines.len().saturating_sub(20)..)
            .unwrap_or_default()
            .join("\n");
        anyhow::anyhow!("{} {what}; the end of {}:\n{tail}", self.name, self.log.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = killpg(self.group, self.stop);
        let until = Instant::now() + PATIENCE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = killpg(self.group, Signal::SIGKILL);
        let _ = self.child.wait();
        forget(&GROUPS, self.group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::sys::signal::kill;

    fn server(script: &str, log: &Path) -> Server {
        Server::start(
            "test",
            Command::new("sh").args(["-c", script]),
            Signal::SIGTERM,
            log,
        )
        .unwrap()
    }

    #[test]
    fn facts_come_in_any_order_and_what_was_started_ends_with_the_value() {
        let directory = tempfile::tempdir().unwrap();
        let log = directory.path().join("log");
        let script = "sleep 1000 & echo noise; echo \"child: $!\"; echo \"url: x\"; wait";
        let mut server = server(script, &log);
        let facts = server
            .facts(&["url:", "child:"], Duration::from_secs(10))
            .unwrap();
        assert_eq!(facts[0], "x");
        let child = Pid::from_raw(facts[1].parse().unwrap());
        assert!(kill(child, None).is_ok());
        drop(server);
        let status = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        assert!(
            status.is_empty() || status.contains(") Z "),
            "still running: {status}"
        );
        assert!(std::fs::read_to_string(&log).unwrap().contains("noise"));
    }

    #[test]
    fn a_server_that_ends_early_is_explained_with_its_log() {
        let directory = tempfile::tempdir().unwrap();
        let mut server = server("echo no such port >&2; exit 3", &directory.path().join("log"));
        let error = server
            .facts(&["url:"], Duration::from_secs(10))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("did not print url:") && error.contains("no such port"),
            "{error}"
        );
    }

    #[test]
    fn a_failed_command_says_which_and_why() {
        let error = output(Command::new("sh").args(["-c", "echo broken >&2; exit 1"]))
            .unwrap_err()
            .to_string();
        assert!(error.contains("sh -c") && error.contains("broken"), "{error}");
    }
}
