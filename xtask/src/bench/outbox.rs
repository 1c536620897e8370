//! Fair turns: ten bakeries send through one number, one of them has a long
//! queue, and the others send a single message now and then. How long do these
//! wait until they leave? The number's own pace is the measure.

use super::engine::Engine;
use super::stats::round;
use anyhow::Result;
use serde_json::{Value, json};

/// Messages per second of an ordinary number (`domain::message::pacing`).
const PACE: f64 = 80.0;

/// Measures milliseconds on both databases.
pub(crate) fn measure(queued: u64) -> Result<Value> {
    let interval = 1_000.0 / PACE;
    let about = json!({ "queued": queued, "bakeries": 10, "pacing_interval_ms": round(interval) });
    Engine::each(about, |engine| {
        let mut figures = on(engine, queued)?;
        for key in ["p50", "p95", "worst"] {
            let waited = figures[format!("wait_ms_{key}")].as_f64().unwrap_or(f64::NAN);
            figures[format!("intervals_{key}")] = json!(round(waited / interval));
        }
        Ok(figures)
    })
}

fn on(engine: &Engine, queued: u64) -> Result<Value> {
    let demo = engine.demo()?;
    let figures = engine.data(&["fair", "--queued", &queued.to_string()])?;
    drop(demo);
    Ok(figures)
}
