//! The message log of a signed-in administrator, 50 rows of one bakery with one
//! status, first page and a page deep in the past, while the log holds a million
//! messages and more. The floor is a static answer of the same size.

use super::engine::Engine;
use super::load::{Target, compare};
use super::sign_in;
use super::stats::{Summary, round};
use crate::http::Connection;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::Instant;

/// The page, without bakery.
const PAGE: &str = "/app/admin/whatsapp/messages?status=delivered&day=all&size=50";
/// How often a page is asked for, one after the other.
const RUNS: usize = 60;
/// Connections at the same time.
const CONCURRENCY: usize = 8;
/// Of a message id, below its milliseconds since 2020 (`domain::message::id`).
const ID_BITS: u32 = 22;

/// Measures milliseconds and requests per second on both databases.
pub(crate) fn measure(sizes: &[u64]) -> Result<Value> {
    let about = json!({ "rows": 50, "concurrency": CONCURRENCY });
    Engine::each(about, |engine| on(engine, sizes))
}

fn on(engine: &Engine, sizes: &[u64]) -> Result<Value> {
    // The demo's data have to be there before messages can belong to its bakeries.
    drop(engine.demo()?);
    let mut loaded = 0;
    let mut figures = Vec::new();
    for size in sizes {
        let more = size.saturating_sub(loaded).to_string();
        // Each load has its own days, so that no id comes twice.
        let days = if loaded == 0 { "300" } else { "3000" };
        eprintln!("{}: loading {more} messages", engine.name);
        let load = engine.data(&["load", "--messages", &more, "--days", days])?;
        loaded = *size;
        let mut entry = pages(engine)?;
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("messages".to_owned(), json!(size));
            entry.insert("load_seconds".to_owned(), load["seconds"].clone());
        }
        figures.push(entry);
    }
    Ok(Value::Array(figures))
}

fn pages(engine: &Engine) -> Result<Value> {
    let demo = engine.demo()?;
    let cookie = sign_in::sign_in(&demo.url)?;
    let headers = [("cookie", cookie.as_str()), ("accept", "text/html")];
    let mut connection = Connection::open(&demo.url)?;
    let all = connection.get("/app/admin/whatsapp/messages", &headers)?.text();
    let bakery = all
        .split_once("name=\"bakery\"")
        .and_then(|(_, choices)| between(choices, "<option value=\"0", &['"']))
        .map(|rest| format!("0{rest}"))
        .context("the log names no bakery")?;
    let first = format!("{PAGE}&bakery={bakery}");
    // Two hundred days ago, as the log's own link to older messages would say it.
    let now = super::stats::unix_millis();
    let past = (now.saturating_sub(1_577_836_800_000 + 200 * 86_400_000)) << ID_BITS;
    let deep = format!("{first}&before={past}");

    let mut result = json!({});
    let mut targets = Vec::new();
    for (name, path) in [("first", first), ("deep", deep)] {
        let page = connection.get(&path, &headers)?;
        ensure!(page.status == 200, "{path} answered {}", page.status);
        let rows = page
            .text()
            .matches("wamid.")
            .count()
            .max(page.text().matches("role=\"row\"").count());
        ensure!(rows >= 50, "{path} shows {rows} rows");
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let start = Instant::now();
            ensure!(
                connection.get(&path, &headers)?.status == 200,
                "an answer other than 200"
            );
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        let times = Summary::of(times).context("no runs")?;
        result[name] = json!({ "alone": times.json("ms"), "bytes": page.body.len() });
        targets.push(Target {
            name,
            url: demo.url.clone(),
            path,
            cookie: Some(cookie.clone()),
        });
    }
    let rates = compare(&targets, CONCURRENCY)?;
    for (target, rate) in targets.iter().zip(&rates) {
        result[target.name]["at_once"] = rate.json("requests/s");
    }
    if let [first, deep] = rates.as_slice() {
        result["deep_to_first"] = json!(round(deep.median / first.median));
    }
    Ok(result)
}

/// The text after the first `start`, up to one of these characters.
fn between(text: &str, start: &str, ends: &[char]) -> Option<String> {
    let rest = text.split_once(start)?.1;
    Some(rest.split(ends).next()?.to_owned()).filter(|found| !found.is_empty())
}
