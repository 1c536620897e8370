//! Memory of servers that have started and rest: of the demo, which has a
//! simulated Meta inside, and of a console alone with the demo's data.

use super::{demo, machine};
use crate::process::Server;
use crate::{http, project, system};
use anyhow::{Context as _, Result};
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Rest after the start: background jobs have had their first turn.
const REST: Duration = Duration::from_secs(5);
/// How long a console may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// Measures the resident sets, and their highest values since the start.
pub(crate) fn measure() -> Result<Value> {
    let data = tempfile::Builder::new().prefix("tahona-bench-").tempdir()?;
    let binary = project::server(true);
    let running = demo(&binary, data.path(), &[], "memory").start()?;
    std::thread::sleep(REST);
    let with_meta = resident(&running.server)?;
    drop(running);
    let console = console(&binary, data.path())?;
    std::thread::sleep(REST);
    Ok(json!({ "console": resident(&console)?, "demo_with_sandbox": with_meta }))
}

/// Starts a console over the demo's data.
fn console(binary: &Path, data: &Path) -> Result<Server> {
    let addr = format!("127.0.0.1:{}", system::free_port()?);
    let mut command = Command::new(binary);
    command
        .args(["serve", "--addr", &addr])
        .arg("--database-url")
        .arg(format!("sqlite://{}", data.join("tahona.db").display()))
        .arg("--secret-key-file")
        .arg(data.join("secret.key"));
    let log = project::path("target/bench-logs/memory-console.log");
    let mut server = Server::start("tahona serve", &mut command, Signal::SIGTERM, &log)?;
    let url = format!("http://{addr}");
    server.wait_until(PATIENCE, || http::is_ok(&url, "/readyz"))?;
    Ok(server)
}

fn resident(server: &Server) -> Result<Value> {
    let status = format!("/proc/{}/status", server.id());
    let kib = |key: &str| -> Result<u64> {
        let value = machine::field(&status, key).with_context(|| format!("{status} has no {key}"))?;
        Ok(value.trim_end_matches(" kB").trim().parse()?)
    };
    Ok(json!({ "idle_rss_kib": kib("VmRSS")?, "peak_rss_kib": kib("VmHWM")? }))
}
