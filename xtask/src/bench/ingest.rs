//! Signed deliveries, taken in and processed, against three floors of the same
//! run: the signature check alone, the same with a group-committed insert of the
//! raw body, and a bare loop that dedupes, upserts and moves statuses.

use super::engine::{Engine, finished};
use super::stats::round;
use crate::http::Connection;
use anyhow::{Context as _, Result, ensure};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The demo's app secret.
const SECRET: &str = "demo-app-secret";
/// A delivery has 1 to this many messages with three reports on each: 4 to 20 events.
const MESSAGES_MAX: usize = 5;
/// Deliveries of a burst.
const BURST: usize = 8_000;
/// Every so many deliveries are the one before once more, as Meta repeats them.
const REPEATED: usize = 20;
/// Connections at the same time.
const CONCURRENCY: usize = 64;
/// How long half the pace is held.
const STEADY: Duration = Duration::from_secs(10);

/// Measures events per second on both databases.
pub(crate) fn measure() -> Result<Value> {
    let about = json!({
        "events_per_delivery": format!("4 to {}", MESSAGES_MAX * 4),
        "repeated": format!("one of {REPEATED}"), "deliveries": BURST, "concurrency": CONCURRENCY,
    });
    Engine::each(about, on)
}

fn on(engine: &Engine) -> Result<Value> {
    let (floor, floor_url) = engine.webhook_floor(SECRET)?;
    let batch = Batch::new(0, BURST);
    let per_second = |took: Duration| round(batch.events() / took.as_secs_f64());
    let signature = per_second(send(&floor_url, "/floor/signature", &batch, None)?.took);
    let insert = per_second(send(&floor_url, "/floor/insert", &batch, None)?.took);
    drop(floor);

    let demo = engine.demo()?;
    engine.data(&["expect", "--messages", &(BURST * MESSAGES_MAX * 4).to_string()])?;
    let bare = engine.data(&["bare", "--events", &(batch.messages * 4).to_string()])?;
    let bare = as_f64(batch.messages * 4) / bare["seconds"].as_f64().context("no seconds")?;

    let begun = Instant::now();
    let burst = send(&demo.url, "/api/v1/whatsapp/webhook", &batch, None)?;
    engine.data(&["drain", "--deliveries", &BURST.to_string()])?;
    let worked_off = begun.elapsed().as_secs_f64();
    engine.data(&["priced"])?;
    let with_ledger = begun.elapsed().as_secs_f64();
    let processed = batch.events() / worked_off;

    // Half of that pace for a while: how long does an event wait, and an answer?
    let pace = as_f64(BURST) / worked_off / 2.0;
    let count = (pace * STEADY.as_secs_f64()).clamp(10.0, as_f64(BURST * 3));
    let count = format!("{count:.0}").parse::<usize>()?;
    let more = Batch::new(batch.messages, count);
    let watch = engine.data_in_background(&["drain", "--deliveries", &(BURST + count).to_string()])?;
    let steady = send(&demo.url, "/api/v1/whatsapp/webhook", &more, Some(pace))?;
    let lag = finished(watch)?;
    drop(demo);
    let acknowledged = per_second(burst.took);
    Ok(json!({
        "unit": "events/s",
        "floor_signature": signature,
        "floor_insert": insert,
        "floor_bare_loop": round(bare),
        "burst_acknowledged": acknowledged,
        "burst_processed": round(processed),
        "burst_processed_and_priced": round(batch.events() / with_ledger),
        "ledger_percent": round((with_ledger - worked_off) / worked_off * 100.0),
        "acknowledged_to_insert": round(acknowledged / insert),
        "processed_to_bare_loop": round(processed / bare),
        "steady": {
            "events_per_second": round(more.events() / steady.took.as_secs_f64()),
            "answer_ms_p50": steady.percentile(50),
            "answer_ms_p99": steady.percentile(99),
            "worst_wait_ms": lag["worst_wait_ms"],
        },
    }))
}

/// Deliveries as Meta batches them. Their reports are about the messages that
/// `bench_data expect` has made.
struct Batch {
    deliveries: Vec<Delivery>,
    /// Messages that customers wrote; as many of ours are reported on.
    messages: usize,
    /// Of those that are sent again.
    repeated: usize,
}

impl Batch {
    fn new(first: usize, count: usize) -> Self {
        let now = super::stats::unix_millis() / 1_000;
        let mut batch = Self {
            deliveries: Vec::with_capacity(count),
            messages: 0,
            repeated: 0,
        };
        let mut last = 0..0;
        for n in 1..=count {
            if n % REPEATED == 0 {
                batch.repeated += last.len();
            } else {
                let from = first + batch.messages;
                last = from..from + 1 + n % MESSAGES_MAX;
                batch.messages += last.len();
            }
            batch.deliveries.push(delivery(last.clone(), now));
        }
        batch
    }

    /// Repetitions count: they have to be read to be known as such.
    fn events(&self) -> f64 {
        as_f64((self.messages + self.repeated) * 4)
    }
}

/// A request body with its signature.
struct Delivery {
    body: String,
    signature: String,
}

/// How a number of deliveries were answered.
struct Sent {
    took: Duration,
    answers_ms: Vec<f64>,
}

impl Sent {
    fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.answers_ms.clone();
        sorted.sort_by(f64::total_cmp);
        let place = sorted.len().saturating_sub(1) * percent / 100;
        round(sorted.get(place).copied().unwrap_or_default())
    }
}

/// Sends every delivery once, as fast as answers come or at a pace per second.
fn send(url: &str, path: &str, batch: &Batch, pace: Option<f64>) -> Result<Sent> {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let results: Vec<Result<Vec<f64>>> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CONCURRENCY)
            .map(|_| scope.spawn(|| client(url, path, &batch.deliveries, &next, pace, start)))
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err(anyhow::anyhow!("panicked"))))
            .collect()
    });
    let took = start.elapsed();
    let mut answers_ms = Vec::with_capacity(batch.deliveries.len());
    for result in results {
        answers_ms.extend(result.with_context(|| format!("{url}{path}"))?);
    }
    Ok(Sent { took, answers_ms })
}

fn client(
    url: &str,
    path: &str,
    deliveries: &[Delivery],
    next: &AtomicUsize,
    pace: Option<f64>,
    start: Instant,
) -> Result<Vec<f64>> {
    let mut connection = Connection::open(url)?;
    let mut answers = Vec::new();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(delivery) = deliveries.get(place) else {
            return Ok(answers);
        };
        if let Some(pace) = pace {
            let due = start + Duration::from_secs_f64(as_f64(place) / pace);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
        let headers = [
            ("content-type", "application/json"),
            ("x-hub-signature-256", delivery.signature.as_str()),
        ];
        let request = connection.request("POST", path, &headers, &delivery.body);
        let sent = Instant::now();
        let answer = connection.send(&request)?;
        ensure!(answer.status == 200, "answered {}", answer.status);
        answers.push(sent.elapsed().as_secs_f64() * 1_000.0);
    }
}

fn delivery(about: Range<usize>, now: u64) -> Delivery {
    let mut messages = Vec::new();
    let mut statuses = Vec::new();
    let mut contacts = Vec::new();
    for i in about {
        let customer = format!("346001{:05}", i % 2_000);
        contacts.push(json!({ "profile": { "name": format!("Cliente {}", i % 2_000) }, "wa_id": customer }));
        messages.push(json!({
            "from": customer, "id": format!("wamid.IN{i}"), "timestamp": now.to_string(), "type": "text",
            "text": { "body": "Hola, ¿a qué hora abrís mañana?" },
        }));
        for status in ["sent", "delivered", "read"] {
            statuses.push(json!({
                "id": format!("wamid.BENCH{i}"), "status": status, "timestamp": now.to_string(),
                "recipient_id": customer,
                "pricing": { "billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility" },
            }));
        }
    }
    let metadata = json!({ "display_phone_number": "34612345001", "phone_number_id": "123456789012345" });
    let value = |key: &str, rows: Value| {
        let mut value = json!({ "messaging_product": "whatsapp", "metadata": metadata });
        if let Some(value) = value.as_object_mut() {
            value.insert(key.to_owned(), rows);
        }
        json!({ "field": "messages", "value": value })
    };
    let mut inbound = value("messages", Value::Array(messages));
    inbound["value"]["contacts"] = Value::Array(contacts);
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "987654321098765", "changes": [inbound, value("statuses", Value::Array(statuses))] }],
    })
    .to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())
        .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    mac.update(body.as_bytes());
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    Delivery { body, signature }
}

/// Counts are far below the limit of exact whole numbers.
fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
