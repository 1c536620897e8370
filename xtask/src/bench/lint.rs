//! How long the rules take for one template of the corpus. The browser runs the
//! same code compiled to WebAssembly.

use super::stats::Summary;
use crate::cargo;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

/// What typing leaves for it, in milliseconds.
const BUDGET: f64 = 1.0;

/// Builds and runs the example that measures.
pub(crate) fn measure() -> Result<Value> {
    let output = cargo::command()
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "domain",
            "--example",
            "lint_time",
        ])
        .output()?;
    ensure!(
        output.status.success(),
        "the measurement failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let micros: Vec<f64> = serde_json::from_slice(&output.stdout)?;
    let slowest = micros.iter().copied().fold(0.0, f64::max) / 1000.0;
    let millis =
        Summary::of(micros.iter().map(|micros| micros / 1000.0).collect()).context("nothing was measured")?;
    Ok(json!({
        "template": millis.json("ms"),
        "slowest_ms": super::stats::round(slowest),
        "budget_ms": BUDGET,
        "within_budget": millis.median <= BUDGET,
    }))
}
