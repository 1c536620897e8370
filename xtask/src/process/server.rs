//! A server that runs beside this process and ends with its value.

use super::{GROUPS, PATIENCE, check_interrupt, forget, list, pid};
use anyhow::{Context as _, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

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
        // A signal has been sent when `drop` returns; on a busy machine it takes
        // a moment until the one that it is meant for has its turn to die.
        let status = || std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        let until = Instant::now() + Duration::from_secs(10);
        while !(status().is_empty() || status().contains(") Z ")) {
            assert!(Instant::now() < until, "still running: {}", status());
            std::thread::sleep(Duration::from_millis(10));
        }
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
}
