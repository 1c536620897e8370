//! From the start of the process to the first 200 of `/readyz`, with the demo's
//! data already there.

use super::demo;
use super::stats::Summary;
use crate::process::Server;
use crate::{http, project, system};
use anyhow::{Context as _, Result, ensure};
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const RUNS: usize = 20;
const LIMIT: Duration = Duration::from_mins(1);

/// Measures milliseconds.
pub(crate) fn measure() -> Result<Value> {
    let data = tempfile::Builder::new().prefix("tahona-bench-").tempdir()?;
    let binary = project::server(true);
    let demo = demo(&binary, data.path(), &[], "start");
    drop(demo.start().context("the first start, which creates the data")?);

    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let port = system::free_port()?;
        let url = format!("http://127.0.0.1:{port}");
        let mut command = demo.command(port);
        let start = Instant::now();
        let mut server = Server::start("tahona demo", &mut command, Signal::SIGTERM, &demo.log)?;
        while !http::is_ok(&url, "/readyz") {
            ensure!(
                server.ended()?.is_none(),
                "the server ended; see {}",
                demo.log.display()
            );
            ensure!(start.elapsed() < LIMIT, "not ready after {} s", LIMIT.as_secs());
            std::thread::sleep(Duration::from_millis(1));
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let summary = Summary::of(times).context("no runs")?;
    Ok(json!({ "ready_after": summary.json("ms") }))
}
