//! The databases that data are measured on, and the programs that fill them.

use super::demo;
use crate::demo::RunningDemo;
use crate::process::Server;
use crate::test::postgres::Postgres;
use crate::{cargo, project, system};
use anyhow::{Context as _, Result, ensure};
use nix::sys::signal::Signal;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A database of its own for one measurement, every commit on disk.
pub(crate) struct Engine {
    /// `sqlite` or `postgres`.
    pub(crate) name: &'static str,
    data: TempDir,
    postgres: Option<Postgres>,
    url: String,
}

/// Builds the programs in `examples/` that load data and serve floors.
pub(crate) fn build_programs() -> Result<()> {
    cargo::run(
        &[
            "build",
            "--release",
            "--package",
            "store",
            "--example",
            "bench_data",
        ],
        &[],
    )?;
    cargo::run(
        &[
            "build",
            "--release",
            "--package",
            "tahona",
            "--example",
            "webhook_floor",
        ],
        &[],
    )
}

impl Engine {
    /// Adds to `result` what is measured on SQLite in a file, then on PostgreSQL.
    pub(crate) fn each(mut result: Value, measured: impl Fn(&Self) -> Result<Value>) -> Result<Value> {
        for engine in [Self::sqlite()?, Self::postgres()?] {
            let figures = measured(&engine).with_context(|| engine.name)?;
            if let Some(result) = result.as_object_mut() {
                result.insert(engine.name.to_owned(), figures);
            }
        }
        Ok(result)
    }

    fn sqlite() -> Result<Self> {
        let data = tempfile::Builder::new().prefix("tahona-bench-").tempdir()?;
        let url = format!("sqlite://{}?mode=rwc", data.path().join("bench.db").display());
        Ok(Self {
            name: "sqlite",
            data,
            postgres: None,
            url,
        })
    }

    fn postgres() -> Result<Self> {
        let postgres = Postgres::start_durable()?;
        let url = postgres.create_database("tahona")?;
        Ok(Self {
            name: "postgres",
            data: tempfile::Builder::new().prefix("tahona-bench-").tempdir()?,
            postgres: Some(postgres),
            url,
        })
    }

    /// Starts the console on this database.
    pub(crate) fn demo(&self) -> Result<RunningDemo> {
        let binary = project::server(true);
        let mut demo = demo(&binary, self.data.path(), &[], self.name);
        demo.database_url = Some(&self.url);
        demo.start()
    }

    /// Address of the database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A file that the console keeps beside the database.
    pub(crate) fn data_file(&self, name: &str) -> PathBuf {
        self.data.path().join(name)
    }

    /// Runs a task of `bench_data` to its end.
    pub(crate) fn data(&self, arguments: &[&str]) -> Result<Value> {
        finished(self.data_in_background(arguments)?)
    }

    /// Starts a task of `bench_data`.
    pub(crate) fn data_in_background(&self, arguments: &[&str]) -> Result<Child> {
        Command::new(project::path("target/release/examples/bench_data"))
            .args(["--database-url", &self.url])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .context("bench_data does not start")
    }

    /// Starts the floors of ingestion on another database of this engine.
    pub(crate) fn webhook_floor(&self, secret: &str) -> Result<(Server, String)> {
        let url = match &self.postgres {
            Some(postgres) => postgres.create_database("floor")?,
            None => format!("sqlite://{}", self.data.path().join("floor.db").display()),
        };
        let mut command = Command::new(project::path("target/release/examples/webhook_floor"));
        command
            .arg("--addr")
            .arg(format!("127.0.0.1:{}", system::free_port()?))
            .args(["--database-url", &url, "--secret", secret]);
        let log = project::path("target/bench-logs/webhook_floor.log");
        let mut server = Server::start("examples/webhook_floor", &mut command, Signal::SIGTERM, &log)?;
        let address = server.facts(&["url:"], Duration::from_secs(30))?.concat();
        Ok((server, address))
    }
}

/// What a task printed when it ended.
pub(crate) fn finished(task: Child) -> Result<Value> {
    let output = task.wait_with_output()?;
    ensure!(output.status.success(), "bench_data failed: {}", output.status);
    Ok(serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}
