//! `tahona demo` as a server that the other commands start and stop.

use crate::process::Server;
use crate::{http, system};
use anyhow::Result;
use nix::sys::signal::Signal;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long a demo may take until it answers: it creates its data first.
const PATIENCE: Duration = Duration::from_mins(2);

/// How to start a demo.
pub(crate) struct Demo<'a> {
    /// The server binary.
    pub(crate) binary: &'a Path,
    /// Where it keeps its state.
    pub(crate) data: &'a Path,
    /// Another database than the SQLite file in `data`.
    pub(crate) database_url: Option<&'a str>,
    /// Further arguments.
    pub(crate) arguments: &'a [&'a str],
    /// Where its output goes.
    pub(crate) log: PathBuf,
}

/// A demo that answers.
pub(crate) struct RunningDemo {
    /// Address of the console.
    pub(crate) url: String,
    /// Address of the emulated Graph API.
    pub(crate) sandbox: String,
    /// The process; it ends when this is dropped.
    pub(crate) server: Server,
}

impl Demo<'_> {
    /// The command, listening on this port of the loopback interface.
    pub(crate) fn command(&self, port: u16) -> Command {
        let mut command = Command::new(self.binary);
        command
            .arg("demo")
            .arg("--data")
            .arg(self.data)
            .arg("--addr")
            .arg(format!("127.0.0.1:{port}"));
        command.args(self.arguments);
        match self.database_url {
            Some(url) => command.env("DATABASE_URL", url),
            None => command.env_remove("DATABASE_URL"),
        };
        for inherited in ["TAHONA_ADDR", "TAHONA_BASE_URL", "GRAPH_BASE_URL"] {
            command.env_remove(inherited);
        }
        command
    }

    /// Starts the demo and waits until it is ready.
    pub(crate) fn start(&self) -> Result<RunningDemo> {
        let mut command = self.command(system::free_port()?);
        let mut server = Server::start("tahona demo", &mut command, Signal::SIGTERM, &self.log)?;
        let facts = server.facts(&["url:", "sandbox:"], PATIENCE)?;
        let [url, sandbox] = <[String; 2]>::try_from(facts).unwrap_or_default();
        server.wait_until(PATIENCE, || http::is_ok(&url, "/readyz"))?;
        Ok(RunningDemo { url, sandbox, server })
    }
}
