//! Memory of a server that has started and rests.

use super::{demo, machine};
use crate::project;
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::time::Duration;

/// Rest after the start: background jobs have had their first turn.
const REST: Duration = Duration::from_secs(5);

/// Measures the resident set, and its highest value since the start.
pub(crate) fn measure() -> Result<Value> {
    let data = tempfile::Builder::new().prefix("tahona-bench-").tempdir()?;
    let binary = project::server(true);
    let demo = demo(&binary, data.path(), &[], "memory").start()?;
    std::thread::sleep(REST);
    let status = format!("/proc/{}/status", demo.server.id());
    let kib = |key: &str| -> Result<u64> {
        let value = machine::field(&status, key).with_context(|| format!("{status} has no {key}"))?;
        Ok(value.trim_end_matches(" kB").trim().parse()?)
    };
    Ok(json!({ "idle_rss_kib": kib("VmRSS")?, "peak_rss_kib": kib("VmHWM")? }))
}
