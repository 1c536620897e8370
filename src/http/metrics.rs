//! `GET /metrics`: figures for Prometheus.
//!
//! With `TAHONA_METRICS_TOKEN` whoever sends it as a bearer token may ask, from
//! anywhere. Without one only this machine may, and not through a proxy, so that
//! a forgotten setting publishes nothing.

use std::sync::OnceLock;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode, header},
    response::IntoResponse,
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use secrecy::{ExposeSecret, SecretString};
use store::Db;
use subtle::ConstantTimeEq;

use super::problem::Problem;
use crate::{state::AppState, web::arrival::Arrival};

/// The figures of this process; the recorder is one for all of it.
static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Upper ends of the buckets for durations, in seconds.
const SECONDS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

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
    let text = FIGURES.get().map(PrometheusHandle::render).unwrap_or_default();
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response())
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
