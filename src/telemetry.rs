//! Logs, and traces where somebody collects them.
//!
//! Traces travel as OTLP over HTTP (protobuf), a few seconds' worth at a time,
//! from a thread of their own; a collector that is away costs traces and
//! nothing else. Spans name routes and kinds of calls, never people.

use std::time::Duration;

use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tokio::runtime::Handle;
use tracing::{Level, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer, filter::Targets, fmt, layer::SubscriberExt, registry::LookupSpan,
    util::SubscriberInitExt,
};
use url::Url;

use crate::start::StartError;

/// Where traces are taken, below the address of the collector.
const PATH: &str = "v1/traces";
/// How long the collector may take.
const TIME_OUT: Duration = Duration::from_secs(5);
/// The name under which a collector shows this product.
const SERVICE: &str = "tahona";
/// Whose spans are sent.
const OURS: [&str; 5] = ["tahona", "service", "store", "channels", "app"];

/// Starts to log to standard error, and to trace. `filter` is as in `RUST_LOG`;
/// `,json` at its end asks for JSON lines. A second call, as in tests, keeps
/// the first.
pub fn start(filter: &str, colours: bool, traces: Option<&Traces>) {
    let (filter, json) = filter
        .strip_suffix(",json")
        .map_or((filter, false), |filter| (filter, true));
    let logs = fmt::layer().with_writer(std::io::stderr).with_ansi(colours);
    let logs = if json { logs.json().boxed() } else { logs.boxed() };
    let logs = logs.with_filter(EnvFilter::builder().parse_lossy(filter));
    let _ = tracing_subscriber::registry()
        .with(logs)
        .with(traces.map(Traces::layer))
        .try_init();
}

/// Traces on their way to a collector.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Gets ready to send traces to the collector at this address. Must be
    /// called inside the runtime.
    pub fn to(collector: &Url) -> Result<Self, StartError> {
        let failed = |error: &dyn std::error::Error| StartError::Traces(error.to_string());
        // Err means that somebody installed a provider before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(TIME_OUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| failed(&error))?;
        let client = Client {
            http,
            runtime: Handle::current(),
        };
        let address = format!("{}/{PATH}", collector.as_str().trim_end_matches('/'));
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_http_client(client)
            .with_endpoint(address)
            .with_timeout(TIME_OUT)
            .build()
            .map_err(|error| failed(&error))?;
        let provider = SdkTracerProvider::builder()
            .with_resource(Resource::builder().with_service_name(SERVICE).build())
            .with_batch_exporter(exporter)
            .build();
        Ok(Self(provider))
    }

    fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        tracing_opentelemetry::layer()
            .with_location(false)
            .with_threads(false)
            .with_tracer(self.0.tracer(SERVICE))
            .with_filter(Targets::new().with_targets(OURS.map(|target| (target, Level::INFO))))
    }

    /// Sends what has been gathered and ends.
    pub async fn finish(self) {
        // It waits for its own thread, which waits for this runtime.
        let ended = tokio::task::spawn_blocking(move || self.0.shutdown()).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Sends through the runtime, because the thread that gathers has none.
#[derive(Debug)]
struct Client {
    http: reqwest::Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let http = self.http.clone();
        let sending = self.runtime.spawn(async move {
            let answer = http.execute(request.try_into()?).await?;
            let status = answer.status();
            let body = answer.bytes().await?;
            Ok::<_, reqwest::Error>((status, body))
        });
        let (status, body) = sending.await??;
        let mut response = Response::new(body);
        *response.status_mut() = status;
        Ok(response)
    }
}
