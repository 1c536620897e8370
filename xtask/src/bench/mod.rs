//! `cargo xtask bench`: measurements as JSON lines on standard output, each with
//! the machine and the versions. Ratios to a floor of the same run travel
//! between machines; absolute figures do not. A measurement is not a test.

mod bundle;
mod engine;
mod export;
mod ingest;
mod ledger;
mod lint;
mod load;
mod log;
mod machine;
mod memory;
mod numbers;
mod outbox;
mod sign_in;
mod start;
mod stats;

use crate::demo::Demo;
use crate::front::Toolchain;
use crate::{build, front, project, site};
use anyhow::Result;
use clap::ValueEnum as _;
use serde_json::{Value, json};
use std::path::Path;

/// Options of `cargo xtask bench`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Measure only these
    #[arg(long, value_enum, num_args = 1..)]
    only: Vec<Item>,
    /// Measure what `cargo xtask build --release` left, without building
    #[arg(long)]
    no_build: bool,
    /// How many messages the log holds when it is measured, one run after the other
    #[arg(long, num_args = 1.., default_values_t = [1_000_000, 10_000_000])]
    messages: Vec<u64>,
    /// How many messages one bakery has queued while others send single ones
    #[arg(long, default_value_t = 100_000)]
    queued: u64,
}

impl Options {
    /// For what is measured at one size only.
    fn fewest(&self) -> u64 {
        self.messages.iter().copied().min().unwrap_or(1_000_000)
    }
}

/// A measurement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Item {
    /// Size of what a browser loads once
    Bundle,
    /// Answers per second of the numbers page
    Numbers,
    /// From start to ready
    Start,
    /// Memory of an idle server
    Memory,
    /// Time of the rules for one template
    Lint,
    /// Deliveries taken in and processed per second, on both databases
    Ingest,
    /// The message log among a million messages (and as many as --messages says), on both databases
    Log,
    /// The whole log as a file, against the database's own dump of the same rows, on both databases
    Export,
    /// How long a single message waits while another bakery has a long queue, on both databases
    Outbox,
    /// Messages priced, booked and proved per second, and a month's statement, on both databases
    Ledger,
}

impl Item {
    fn measure(self, options: &Options) -> Result<Value> {
        match self {
            Self::Bundle => bundle::measure(),
            Self::Numbers => numbers::measure(),
            Self::Start => start::measure(),
            Self::Memory => memory::measure(),
            Self::Lint => lint::measure(),
            Self::Ingest => ingest::measure(),
            Self::Log => log::measure(&options.messages),
            Self::Export => export::measure(options.fewest()),
            Self::Ledger => ledger::measure(options.fewest()),
            Self::Outbox => outbox::measure(options.queued),
        }
    }
}

/// Runs the command. Progress goes to standard error, results to standard output.
pub(crate) fn run(options: &Options) -> Result<()> {
    let wants = |item| options.only.is_empty() || options.only.contains(&item);
    let data = [Item::Ingest, Item::Log, Item::Export, Item::Outbox, Item::Ledger]
        .into_iter()
        .any(wants);
    let server = data || wants(Item::Numbers) || wants(Item::Start) || wants(Item::Memory);
    if !options.no_build {
        eprintln!("building the release");
        let (bundles, note) = front::build(Toolchain::find()?, true)?;
        eprintln!("browser side: {note}; {}", site::assemble(&bundles, true)?);
        if server {
            build::server(true)?;
        }
        if wants(Item::Numbers) {
            numbers::build_floor()?;
        }
        if data {
            engine::build_programs()?;
        }
    }
    let context = json!({ "machine": machine::describe(), "versions": machine::versions() });
    let mut failed = Vec::new();
    for item in Item::value_variants().iter().copied().filter(|item| wants(*item)) {
        let name = format!("{item:?}").to_lowercase();
        eprintln!("measuring: {name}");
        match item.measure(options) {
            Ok(result) => println!("{}", line(&name, &context, "result", result)),
            Err(error) => {
                println!("{}", line(&name, &context, "error", json!(format!("{error:#}"))));
                failed.push(name);
            }
        }
    }
    anyhow::ensure!(failed.is_empty(), "not measured: {}", failed.join(", "));
    Ok(())
}

fn line(name: &str, context: &Value, key: &str, result: Value) -> Value {
    let mut line = json!({ "bench": name, key: result });
    if let (Some(line), Some(context)) = (line.as_object_mut(), context.as_object()) {
        line.extend(context.clone());
    }
    line
}

/// A demo of the release build for a measurement.
fn demo<'a>(binary: &'a Path, data: &'a Path, arguments: &'a [&'a str], name: &str) -> Demo<'a> {
    let log = project::path(&format!("target/bench-logs/{name}.log"));
    Demo {
        binary,
        data,
        database_url: None,
        arguments,
        log,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_measurement_its_result_and_where_it_was_taken() {
        let context = json!({ "machine": { "cores": 2 } });
        let line = line("start", &context, "result", json!({ "ms": 3 }));
        assert_eq!(
            line,
            json!({ "bench": "start", "result": { "ms": 3 }, "machine": { "cores": 2 } })
        );
    }
}
