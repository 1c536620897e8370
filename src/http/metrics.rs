//! `GET /metrics`: figures for Prometheus.
//!
//! With `TAHONA_METRICS_TOKEN` whoever sends it as a bearer token may ask, from
//! anywhere. Without one only this machine may, and not through a proxy, so that
//! a forgotten setting publishes nothing.

use std::{fmt::Write, sync::OnceLock};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode, header},
    response::IntoResponse,
};
use domain::{
    message::id::MessageId,
    time::{Millis, SECOND},
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use secrecy::{ExposeSecret, SecretString};
use service::Services;
use store::{Db, StoreResult, outbox, webhooks::deliveries};
use subtle::ConstantTimeEq;

use super::problem::Problem;
use crate::{state::AppState, web::arrival::Arrival};

/// The figures of this process; the recorder is one for all of it.
static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Upper ends of the buckets for durations, in seconds.
const SECONDS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// What is counted elsewhere.
const COUNTERS: [(&str, &str); 7] = [
    (
        "tahona_webhook_deliveries_total",
        "Webhook deliveries that were stored and answered with 200",
    ),
    (
        "tahona_webhook_refusals_total",
        "Webhook deliveries that were refused, by reason",
    ),
    ("tahona_webhook_events_total", "Events that were new"),
    (
        "tahona_webhook_events_repeated_total",
        "Events that had come before",
    ),
    (
        "tahona_webhook_deliveries_dead_total",
        "Deliveries that could not be read",
    ),
    (
        "tahona_sends_total",
        "Messages handed to the partner, by outcome and its code",
    ),
    (
        "tahona_sign_in_failures_total",
        "Sign-ins that were refused, by step",
    ),
];

/// What is timed elsewhere.
const HISTOGRAMS: [(&str, &str); 6] = [
    (
        "tahona_webhook_lag_seconds",
        "From a delivery's arrival to its effect",
    ),
    (
        "tahona_outbox_wait_seconds",
        "From taking a message to handing it over",
    ),
    (
        "tahona_graph_call_seconds",
        "Calls of the Graph API, by kind and outcome",
    ),
    (
        "tahona_db_begin_seconds",
        "Waiting for a connection and the begin of a transaction",
    ),
    (
        "tahona_db_transaction_seconds",
        "From the begin of a transaction to its end",
    ),
    ("tahona_db_commit_seconds", "Committing"),
];

/// Starts to count. Calling it again changes nothing.
pub fn install() -> Result<(), BuildError> {
    if FIGURES.get().is_some() {
        return Ok(());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_ok() {
        metrics::describe_counter!("tahona_http_requests_total", "Requests answered");
        metrics::describe_histogram!("tahona_http_request_seconds", "Time until an answer begins");
        metrics::describe_gauge!("tahona_db_connections", "Connections to the database, by state");
        for (name, what) in COUNTERS {
            metrics::describe_counter!(name, what);
        }
        for (name, what) in HISTOGRAMS {
            metrics::describe_histogram!(name, what);
        }
        // Nobody else sets it: this runs once.
        let _ = FIGURES.set(handle);
    }
    Ok(())
}

/// Lets go of what histograms have gathered; run now and then.
pub fn upkeep() {
    if let Some(figures) = FIGURES.get() {
        figures.run_upkeep();
    }
}

/// See the module.
pub async fn show(State(state): State<AppState>, request: Request) -> Result<Response<Body>, Problem> {
    if !may_ask(state.web.metrics_token.as_ref(), &request) {
        return Err(Problem::of_status(StatusCode::FORBIDDEN, None));
    }
    let (open, idle) = connections(&state.services.db);
    metrics::gauge!("tahona_db_connections", "state" => "open").set(f64::from(open));
    metrics::gauge!("tahona_db_connections", "state" => "idle").set(f64::from(idle));
    let mut text = FIGURES.get().map(PrometheusHandle::render).unwrap_or_default();
    text.push_str(&now(&state.services).await);
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response())
}

/// Figures that are read when somebody asks, because every instance would
/// count them alike. Written here and not kept, so that a bakery whose queue is
/// empty disappears.
async fn now(services: &Services) -> String {
    let mut text = String::new();
    let queues = match queues(services).await {
        Ok(queues) => {
            line(
                &mut text,
                "tahona_db_up",
                "Whether the database answers",
                &[("", 1)],
            );
            queues
        }
        Err(error) => {
            tracing::debug!(%error, "the queues could not be counted");
            line(
                &mut text,
                "tahona_db_up",
                "Whether the database answers",
                &[("", 0)],
            );
            return text;
        }
    };
    let by_tenant = |of: fn(&Queue) -> i64| {
        let labelled = queues
            .outbox
            .iter()
            .map(|queue| (queue.tenant.as_str(), of(queue)));
        labelled.collect::<Vec<_>>()
    };
    line(
        &mut text,
        "tahona_outbox_messages",
        "Messages that wait to leave, by bakery",
        &by_tenant(|queue| queue.messages),
    );
    line(
        &mut text,
        "tahona_outbox_oldest_seconds",
        "Age of the oldest of them",
        &by_tenant(|queue| queue.age),
    );
    line(
        &mut text,
        "tahona_webhook_waiting",
        "Deliveries that are stored and not yet processed",
        &[("", queues.waiting)],
    );
    line(
        &mut text,
        "tahona_webhook_oldest_waiting_seconds",
        "Age of the oldest of them",
        &[("", queues.waiting_age)],
    );
    line(
        &mut text,
        "tahona_webhook_dead",
        "Deliveries that could not be read and wait for somebody",
        &[("", queues.dead)],
    );
    text
}

/// What waits, with ages in seconds.
struct Queues {
    outbox: Vec<Queue>,
    waiting: i64,
    waiting_age: i64,
    dead: i64,
}

/// What waits for one bakery.
struct Queue {
    tenant: String,
    messages: i64,
    age: i64,
}

async fn queues(services: &Services) -> StoreResult<Queues> {
    let now = services.clock.now();
    let age = |since: Millis| now.since(since).max(0) / SECOND;
    let mut tx = services.db.read().await?;
    let outbox = outbox::depth(&mut tx).await?;
    let webhooks = deliveries::summary(&mut tx).await?;
    Ok(Queues {
        outbox: outbox
            .into_iter()
            .map(|(tenant, messages, oldest)| Queue {
                tenant,
                messages,
                age: age(MessageId(oldest).at()),
            })
            .collect(),
        waiting: webhooks.waiting,
        waiting_age: webhooks.oldest_waiting_at.map_or(0, |at| age(Millis(at))),
        dead: webhooks.dead,
    })
}

/// Writes a gauge with a value for each bakery; `""` stands for none in particular.
fn line(text: &mut String, name: &str, help: &str, values: &[(&str, i64)]) {
    // Writing to text does not fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
    for (tenant, value) in values {
        let _ = match *tenant {
            "" => writeln!(text, "{name} {value}"),
            // Our ids hold nothing that would have to be escaped.
            tenant => writeln!(text, "{name}{{tenant=\"{tenant}\"}} {value}"),
        };
    }
    text.push('\n');
}

/// Connections that are open, and those of them that wait for work.
fn connections(db: &Db) -> (u32, u32) {
    let idle = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match db {
        Db::Sqlite { writer, readers } => (
            writer.size() + readers.size(),
            idle(writer.num_idle() + readers.num_idle()),
        ),
        Db::Postgres(pool) => (pool.size(), idle(pool.num_idle())),
    }
}

fn may_ask(token: Option<&SecretString>, request: &Request) -> bool {
    let headers = request.headers();
    let Some(token) = token else {
        let peer = request
            .extensions()
            .get::<Arrival>()
            .and_then(|arrival| arrival.peer);
        let direct = !headers.contains_key("x-forwarded-for") && !headers.contains_key("forwarded");
        return direct && peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    };
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    sent.is_some_and(|sent| bool::from(sent.as_bytes().ct_eq(token.expose_secret().as_bytes())))
}
