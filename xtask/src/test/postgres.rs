//! A PostgreSQL server of its own for one test run: empty, unsafe and fast.

use crate::process::{self, Server};
use crate::{project, system};
use anyhow::{Context as _, Result};
use nix::sys::signal::Signal;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Enough for every test with its own pool.
const MAX_CONNECTIONS: &str = "max_connections=300";
/// Memory and log for millions of rows; everything else as it comes.
const DURABLE: [&str; 2] = ["shared_buffers=512MB", "max_wal_size=4GB"];
/// Nobody needs these data after a crash.
const FAST: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// A running server. Dropping it stops it and removes its data.
pub(crate) struct Postgres {
    // Dropped in this order: first the server, then its directory.
    _server: Server,
    directory: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Finds (or installs) the server programs, creates a cluster and starts it,
    /// without waiting for the disk: tests need no durable data.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(&FAST)
    }

    /// As [`Self::start`], with every commit on disk: for measurements.
    pub(crate) fn start_durable() -> Result<Self> {
        Self::start_with(&DURABLE)
    }

    fn start_with(settings: &[&str]) -> Result<Self> {
        let programs = find_or_install()?;
        let directory = tempfile::Builder::new().prefix("tahona-postgres-").tempdir()?;
        let home = directory.path();
        if system::is_root() {
            process::run_quietly(Command::new("chown").arg("postgres").arg(home))?;
        }
        let data = home.join("data");
        let mut initdb = unprivileged(&programs.join("initdb"), home);
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        process::run_quietly(initdb.arg("--pgdata").arg(&data))?;

        let port = system::free_port()?;
        let mut command = unprivileged(&programs.join("postgres"), home);
        command
            .arg("-D")
            .arg(&data)
            .arg("-p")
            .arg(port.to_string())
            .arg("-k")
            .arg(home);
        for setting in settings
            .iter()
            .copied()
            .chain([MAX_CONNECTIONS, "listen_addresses=127.0.0.1"])
        {
            command.args(["-c", setting]);
        }
        let log = project::path("target/test-logs/postgres.log");
        // SIGINT is PostgreSQL's fast shutdown: open sessions are ended.
        let mut server = Server::start("PostgreSQL", &mut command, Signal::SIGINT, &log)?;
        let ready = programs.join("pg_isready");
        server.wait_until(Duration::from_secs(30), || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
                && process::run_quietly(Command::new(&ready).args([
                    "-h",
                    "127.0.0.1",
                    "-p",
                    &port.to_string(),
                ]))
                .is_ok()
        })?;
        Ok(Self {
            _server: server,
            directory,
            programs,
            port,
        })
    }

    /// The address of a database of this server.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Creates an empty database and returns its address.
    pub(crate) fn create_database(&self, name: &str) -> Result<String> {
        let mut command = Command::new(self.programs.join("createdb"));
        command.arg("-h").arg(self.directory.path());
        command.args(["-p", &self.port.to_string(), "-U", "postgres", name]);
        process::run_quietly(&mut command)?;
        Ok(self.url(name))
    }
}

/// The server refuses to run as root: then it runs as the user `postgres`.
fn unprivileged(program: &Path, home: &Path) -> Command {
    let mut command = if system::is_root() {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(home).env("HOME", home).env_remove("PGDATA");
    command
}

fn find_or_install() -> Result<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    system::install(&["postgresql"], "the PostgreSQL server (initdb, postgres)")?;
    find().context("PostgreSQL was installed, but initdb is nowhere to be found")
}

/// The directory with `initdb`: Debian's, newest version first, or any on `PATH`.
fn find() -> Option<PathBuf> {
    let complete = |directory: &PathBuf| {
        ["initdb", "postgres", "createdb", "pg_isready"]
            .iter()
            .all(|program| directory.join(program).is_file())
    };
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<_> = versions
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .collect();
    versions.sort();
    let newest = versions
        .into_iter()
        .rev()
        .map(|(_, programs)| programs)
        .find(complete);
    newest.or_else(|| {
        system::find("initdb")?
            .parent()
            .map(Path::to_owned)
            .filter(complete)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_and_nothing_of_it_stays() {
        let server = Postgres::start().unwrap();
        let url = server.create_database("example").unwrap();
        let mut psql = Command::new(server.programs.join("psql"));
        let answer = process::output(psql.args([url.as_str(), "-Atc", "show max_connections"])).unwrap();
        assert_eq!(answer.trim(), "300");
        let (port, home) = (server.port, server.directory.path().to_owned());
        drop(server);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!home.exists());
    }
}
