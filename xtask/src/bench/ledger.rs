//! The ledger: how fast messages are priced and booked, how fast a month is
//! proved from the message log, and how long a month's statement takes in the
//! database. Pricing is compared with one statement that sums the same rows.

use super::engine::Engine;
use super::stats::round;
use crate::project;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::process::Command;
use std::time::Instant;

/// The months that messages of the last days fall into.
const DAYS: &str = "28";

/// Measures messages per second on both databases.
pub(crate) fn measure(messages: u64) -> Result<Value> {
    Engine::each(json!({ "unit": "messages/s" }), |engine| on(engine, messages))
}

fn on(engine: &Engine, messages: u64) -> Result<Value> {
    // The demo's data have to be there before messages can belong to its bakeries.
    drop(engine.demo()?);
    eprintln!("{}: loading {messages} messages", engine.name);
    engine.data(&["load", "--messages", &messages.to_string(), "--days", DAYS])?;
    let due = engine.data(&["due"])?["messages"].as_f64().context("no count")?;
    eprintln!("{}: pricing {due} delivered messages", engine.name);
    // The first run prices what waits and then proves; the second only proves.
    let (both, proof) = (recompute(engine)?, recompute(engine)?);
    let aggregate = engine.data(&["aggregate"])?;
    let figure = |key: &str| aggregate[key].as_f64().context("no figure");
    let summed = figure("messages")? / figure("seconds")?;
    let proved = due / proof;
    Ok(json!({
        "messages": messages,
        "delivered": due,
        "booked": round(due / (both - proof).max(f64::EPSILON)),
        "proved_with_every_line": round(proved),
        "plain_aggregate": round(summed),
        "aggregate_to_proved": round(summed / proved),
        "statement": engine.data(&["statement"])?,
    }))
}

/// Prices what waits and proves every month; answers how long that took.
fn recompute(engine: &Engine) -> Result<f64> {
    let begun = Instant::now();
    let mut command = Command::new(project::server(true));
    command.args(["billing", "recompute", "--database-url", engine.url()]);
    command
        .arg("--secret-key-file")
        .arg(engine.data_file("secret.key"));
    let output = command.env("TAHONA_LOG", "warn").output()?;
    ensure!(
        output.status.success(),
        "the ledger does not hold: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(begun.elapsed().as_secs_f64())
}
