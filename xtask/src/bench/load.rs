//! A load generator: a fixed number of connections, each sending its next
//! request when the last one is answered, for a bounded time and count.

use super::stats::Summary;
use crate::http::Connection;
use anyhow::{Context as _, Result, ensure};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Length of one round.
const ROUND: Duration = Duration::from_secs(3);
/// Length of the first, uncounted round.
const WARM_UP: Duration = Duration::from_secs(1);
/// Rounds per target. They alternate between the targets, so that a slow
/// minute of the machine touches all of them.
const ROUNDS: usize = 7;
/// No round sends more requests than this.
const MOST: u32 = 400_000;

/// What is asked for.
pub(crate) struct Target {
    /// Name in the result.
    pub(crate) name: &'static str,
    /// Address of the server.
    pub(crate) url: String,
    /// Path with query.
    pub(crate) path: String,
    /// Value of the cookie header, when one is needed.
    pub(crate) cookie: Option<String>,
}

/// Requests per second of each target, in the order given.
pub(crate) fn compare(targets: &[Target], concurrency: usize) -> Result<Vec<Summary>> {
    for target in targets {
        round(target, concurrency, WARM_UP)?;
    }
    let mut rates = vec![Vec::new(); targets.len()];
    for _ in 0..ROUNDS {
        for (target, rates) in targets.iter().zip(&mut rates) {
            rates.push(round(target, concurrency, ROUND)?);
        }
    }
    rates
        .into_iter()
        .map(|rates| Summary::of(rates).context("no rounds"))
        .collect()
}

/// One round; an answer other than 200 fails it.
fn round(target: &Target, concurrency: usize, length: Duration) -> Result<f64> {
    let sent = AtomicU32::new(0);
    let start = Instant::now();
    let results: Vec<Result<u32>> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..concurrency)
            .map(|_| scope.spawn(|| client(target, &sent, start + length)))
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err(anyhow::anyhow!("panicked"))))
            .collect()
    });
    let elapsed = start.elapsed().as_secs_f64();
    let mut answered = 0;
    for result in results {
        answered += result.with_context(|| format!("{}{}", target.url, target.path))?;
    }
    Ok(f64::from(answered) / elapsed)
}

fn client(target: &Target, sent: &AtomicU32, until: Instant) -> Result<u32> {
    let mut connection = Connection::open(&target.url)?;
    let mut headers = vec![("accept", "text/html")];
    headers.extend(target.cookie.as_deref().map(|cookie| ("cookie", cookie)));
    let request = connection.request("GET", &target.path, &headers, "");
    let mut answered = 0;
    while Instant::now() < until && sent.fetch_add(1, Ordering::Relaxed) < MOST {
        let answer = connection.send(&request)?;
        ensure!(answer.status == 200, "answered {}", answer.status);
        answered += 1;
    }
    Ok(answered)
}
