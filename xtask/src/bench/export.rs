//! The whole log of a signed-in administrator as a file, and the memory that
//! takes, against the database's own dump of the same rows in the same run.

use super::engine::Engine;
use super::machine;
use super::sign_in;
use super::stats::round;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Everything that is kept.
const FILES: [(&str, &str); 2] = [
    ("csv", "/app/admin/whatsapp/messages/export.csv?day=all"),
    ("jsonl", "/app/admin/whatsapp/messages/export.jsonl?day=all"),
];
/// No byte within this time is an error.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Measures rows per second on both databases.
pub(crate) fn measure(messages: u64) -> Result<Value> {
    Engine::each(json!({ "unit": "rows/s" }), |engine| on(engine, messages))
}

fn on(engine: &Engine, messages: u64) -> Result<Value> {
    // The demo's data have to be there before messages can belong to its bakeries.
    drop(engine.demo()?);
    eprintln!("{}: loading {messages} messages", engine.name);
    engine.data(&["load", "--messages", &messages.to_string(), "--days", "300"])?;
    let demo = engine.demo()?;
    let cookie = sign_in::sign_in(&demo.url)?;
    let process = format!("/proc/{}", demo.server.id());
    let dump = engine.data(&["dump"])?;
    let floor = rate(
        dump["rows"].as_u64().context("no rows")?,
        dump["seconds"].as_f64().context("no seconds")?,
    )?;
    let mut result = json!({ "messages": messages, "own_dump": floor });
    for (name, path) in FILES {
        let before = kib(&process, "VmRSS")?;
        // The highest value counts from here on.
        std::fs::write(format!("{process}/clear_refs"), "5")?;
        let begun = Instant::now();
        let file = download(&demo.url, path, &cookie)?;
        let seconds = begun.elapsed().as_secs_f64();
        ensure!(
            file.rows >= messages,
            "{path} has {} rows of {messages}",
            file.rows
        );
        let rows = rate(file.rows, seconds)?;
        result[name] = json!({
            "rows_per_second": rows,
            "to_own_dump": round(rows / floor),
            "bytes": file.bytes,
            "seconds": round(seconds),
            "memory_kib_before": before,
            "memory_kib_peak": kib(&process, "VmHWM")?,
        });
    }
    Ok(result)
}

fn rate(rows: u64, seconds: f64) -> Result<f64> {
    Ok(round(f64::from(u32::try_from(rows)?) / seconds))
}

fn kib(process: &str, key: &str) -> Result<u64> {
    let status = format!("{process}/status");
    let value = machine::field(&status, key).with_context(|| format!("{status} has no {key}"))?;
    Ok(value.trim_end_matches(" kB").trim().parse()?)
}

/// What came.
struct File {
    rows: u64,
    bytes: u64,
}

/// Reads a file to its end without keeping it. In the old version of the
/// protocol an answer ends with its connection and has no frames in between.
fn download(url: &str, path: &str, cookie: &str) -> Result<File> {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).with_context(|| format!("cannot connect to {host}"))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nhost: {host}\r\ncookie: {cookie}\r\n\r\n"
    )?;
    let mut head = Vec::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut file = File { rows: 0, bytes: 0 };
    let mut in_body = false;
    loop {
        let n = stream.read(&mut buffer)?;
        let piece = buffer.get(..n).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        if in_body {
            count(&mut file, piece)?;
            continue;
        }
        head.extend_from_slice(piece);
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            ensure!(
                head.starts_with(b"HTTP/1.0 200") || head.starts_with(b"HTTP/1.1 200"),
                "{path} answered {}",
                String::from_utf8_lossy(head.get(..end).unwrap_or_default())
            );
            count(&mut file, head.get(end + 4..).unwrap_or_default())?;
            in_body = true;
        }
    }
    Ok(file)
}

fn count(file: &mut File, piece: &[u8]) -> Result<()> {
    file.bytes += u64::try_from(piece.len())?;
    // The last piece of a split stands behind the last line break.
    file.rows += u64::try_from(piece.split(|byte| *byte == b'\n').count().saturating_sub(1))?;
    Ok(())
}
