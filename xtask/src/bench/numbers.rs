//! The numbers page of a signed-in administrator with 500 numbers, against two
//! floors of the same run: the same view rendered from constants, and a static
//! answer of the same size. The floors are served by `examples/floor.rs`.

use super::load::{Target, compare};
use super::stats::round;
use super::{demo, sign_in};
use crate::http::Connection;
use crate::process::Server;
use crate::{cargo, project, system};
use anyhow::{Result, ensure};
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;

/// Numbers in the demo's pool.
const NUMBERS: &str = "500";
/// The page, and how many numbers it shows.
const PAGE: &str = "/app/admin/whatsapp/numbers?size=50";
const ROWS: usize = 50;
/// Connections at the same time.
const CONCURRENCY: usize = 8;

/// Builds the program that serves the floors.
pub(crate) fn build_floor() -> Result<()> {
    cargo::run(
        &["build", "--release", "--package", "tahona", "--example", "floor"],
        &[],
    )
}

/// Measures requests per second.
pub(crate) fn measure() -> Result<Value> {
    let data = tempfile::Builder::new().prefix("tahona-bench-").tempdir()?;
    let binary = project::server(true);
    let demo = demo(&binary, data.path(), &["--numbers", NUMBERS], "numbers").start()?;
    let cookie = sign_in::sign_in(&demo.url)?;
    let page = Connection::open(&demo.url)?.get(PAGE, &[("cookie", &cookie), ("accept", "text/html")])?;
    ensure!(page.status == 200, "the page answered {}", page.status);
    let rows = page.text().matches("<tr").count();
    ensure!(rows >= ROWS, "the page shows {rows} rows, not {ROWS}");

    let bytes = page.body.len();
    let floor = start_floor(bytes)?;
    let page = Target {
        name: "page",
        url: demo.url.clone(),
        path: PAGE.to_owned(),
        cookie: Some(cookie),
    };
    let on_floor = |name, path: &str| Target {
        name,
        url: floor.1.clone(),
        path: path.to_owned(),
        cookie: None,
    };
    let targets = [
        page,
        on_floor("view_from_constants", "/floor/view"),
        on_floor("static", "/floor/static"),
    ];
    let rates = compare(&targets, CONCURRENCY)?;

    let mut result = json!({ "path": PAGE, "bytes": bytes, "concurrency": CONCURRENCY, "numbers": 500 });
    if let (Some(result), [page, view, fixed]) = (result.as_object_mut(), rates.as_slice()) {
        for (target, rate) in targets.iter().zip(&rates) {
            result.insert(target.name.to_owned(), rate.json("requests/s"));
        }
        result.insert("page_to_view".to_owned(), json!(round(page.median / view.median)));
        result.insert(
            "page_to_static".to_owned(),
            json!(round(page.median / fixed.median)),
        );
    }
    Ok(result)
}

/// Starts the floors with a static answer of this size. Returns the address.
fn start_floor(bytes: usize) -> Result<(Server, String)> {
    let mut command = Command::new(project::path("target/release/examples/floor"));
    command
        .arg("--addr")
        .arg(format!("127.0.0.1:{}", system::free_port()?));
    command.arg("--static-bytes").arg(bytes.to_string());
    let log = project::path("target/bench-logs/floor.log");
    let mut server = Server::start("examples/floor", &mut command, Signal::SIGTERM, &log)?;
    let url = server.facts(&["url:"], Duration::from_secs(30))?.concat();
    Ok((server, url))
}
