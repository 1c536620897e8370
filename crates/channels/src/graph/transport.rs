//! One exchange with the Graph API, and the patience around it.

use std::time::{Duration, Instant};

use reqwest::{
    Method, Response,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tracing::{Instrument, debug, info_span, warn};
use url::Url;

use super::{
    ApiError, ErrorClass, GraphConfig, GraphError, Jitter, NodeId, Pause, UploadSession, UsageMeter,
    upload::Part,
};
use crate::mac;

/// Meta's usage header (SPEC components.headers).
const USAGE: &str = "x-business-use-case-usage";

/// What stands in logs and errors where a secret was.
const REDACTED: &str = "[secret]";

/// One call, before a token is put to it.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// The node that the call is about; `None` for `debug_token`.
    pub(super) node: Option<NodeId>,
    /// What follows the node, or the whole path without one.
    pub(super) edge: Option<&'static str>,
    pub(super) query: Vec<(&'static str, String)>,
    /// JSON text.
    pub(super) body: Option<String>,
    /// The upload that the call is about.
    pub(super) upload: Option<&'a UploadSession>,
    /// A part of a file, in place of `body`.
    pub(super) part: Option<Part>,
    /// Secrets in `query` or `body`, which an answer may echo.
    pub(super) secrets: Vec<&'a SecretString>,
}

impl<'a> Call<'a> {
    pub(super) fn new(method: Method, node: impl Into<Option<NodeId>>, edge: Option<&'static str>) -> Self {
        Self {
            method,
            node: node.into(),
            edge,
            query: Vec::new(),
            body: None,
            upload: None,
            part: None,
            secrets: Vec::new(),
        }
    }

    pub(super) fn get(node: NodeId, edge: Option<&'static str>) -> Self {
        Self::new(Method::GET, node, edge)
    }

    pub(super) fn on_upload(method: Method, upload: &'a UploadSession) -> Self {
        Self {
            upload: Some(upload),
            ..Self::new(method, None, None)
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn secret(mut self, secret: &'a SecretString) -> Self {
        self.secrets.push(secret);
        self
    }

    /// For logs: no version, no query.
    fn path(&self) -> String {
        let upload = self.upload.map(|_| "upload");
        let parts = [self.node.as_ref().map(NodeId::as_str), self.edge, upload];
        parts
            .into_iter()
            .flatten()
            .fold(String::new(), |path, part| path + "/" + part)
    }
}

/// A call that failed, and whether anything of it may have left this machine.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) error: GraphError,
    /// False only when no connection was opened.
    pub(super) left: bool,
}

impl From<GraphError> for Failed {
    fn from(error: GraphError) -> Self {
        Self { error, left: true }
    }
}

impl From<Failed> for GraphError {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

/// Everything that calls share.
#[derive(Debug)]
pub(super) struct Transport {
    pub(super) config: GraphConfig,
    pub(super) http: reqwest::Client,
    pub(super) meter: UsageMeter,
    pub(super) jitter: Jitter,
    pub(super) pause: Pause,
    /// From when on nothing is asked any more; `None` where nobody waits.
    pub(super) until: Option<Instant>,
}

impl Transport {
    /// Makes a call that changes nothing, patiently: passing trouble is tried
    /// again with exponential backoff and full jitter, a wait that the other
    /// side asked for is respected, and a used-up hour is left alone.
    pub(super) async fn read(&self, token: &SecretString, call: &Call<'_>) -> Result<Value, GraphError> {
        let mut attempt = 1;
        loop {
            if let Some(hold) = call.node.as_ref().and_then(|node| self.meter.hold(node)) {
                if hold > self.config.max_wait || !self.outlasts(hold) {
                    return Err(GraphError::Throttled { retry_after: hold });
                }
                self.pause.wait(hold).await;
            }
            if !self.outlasts(Duration::ZERO) {
                return Err(GraphError::OutOfTime);
            }
            let error = match self.exchange(token, call, attempt).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed.error,
            };
            if attempt >= self.config.max_read_attempts || !error.retryable() {
                return Err(error);
            }
            let wait = match (error.retry_after(), error.class()) {
                (Some(asked), _) if asked > self.config.max_wait => return Err(error),
                (Some(asked), _) => asked.max(self.backoff(attempt)),
                // Without a stated wait, another call would only use up more.
                (None, ErrorClass::RateLimited) => return Err(error),
                (None, _) => self.backoff(attempt),
            };
            // What went wrong says more than that there is no time to try again.
            if !self.outlasts(wait) {
                return Err(error);
            }
            self.pause.wait(wait).await;
            attempt += 1;
        }
    }

    /// Makes a call that changes something, exactly once: without an answer
    /// nobody knows whether it happened.
    pub(super) async fn write(&self, token: &SecretString, call: &Call<'_>) -> Result<Value, Failed> {
        if !self.outlasts(Duration::ZERO) {
            return Err(Failed {
                error: GraphError::OutOfTime,
                left: false,
            });
        }
        self.exchange(token, call, 1).await
    }

    /// How much time is left; `None` where nobody waits.
    fn left(&self) -> Option<Duration> {
        self.until
            .map(|end| end.saturating_duration_since(Instant::now()))
    }

    /// Whether there is still time for a call after waiting so long.
    fn outlasts(&self, wait: Duration) -> bool {
        self.left().is_none_or(|left| left > wait)
    }

    fn backoff(&self, attempt: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempt.saturating_sub(1));
        self.jitter.part_of(
            self.config
                .backoff_base
                .saturating_mul(factor)
                .min(self.config.backoff_cap),
        )
    }

    async fn exchange(&self, token: &SecretString, call: &Call<'_>, attempt: u32) -> Result<Value, Failed> {
        let started = Instant::now();
        let span = info_span!("graph", method = %call.method, call = call.edge.unwrap_or("node"), attempt);
        let result = self.send(token, call).instrument(span).await;
        let (path, millis) = (call.path(), started.elapsed().as_millis());
        let outcome = match result.as_ref().map_err(|failed| &failed.error) {
            Ok(_) => "ok",
            Err(GraphError::Api(_)) => "refused",
            Err(GraphError::Timeout) => "timeout",
            Err(_) => "failed",
        };
        metrics::histogram!(
            "tahona_graph_call_seconds",
            "call" => call.edge.unwrap_or("node"), "outcome" => outcome
        )
        .record(started.elapsed().as_secs_f64());
        match result.as_ref().map_err(|failed| &failed.error) {
            Ok(_) => debug!(method = %call.method, path, millis, attempt, "graph call"),
            Err(GraphError::Api(error)) => warn!(
                method = %call.method, path, millis, attempt,
                status = error.http_status,
                code = error.code,
                subcode = error.subcode,
                fbtrace_id = error.fbtrace_id,
                "graph call refused"
            ),
            Err(error) => warn!(method = %call.method, path, millis, attempt, %error, "graph call failed"),
        }
        result
    }

    async fn send(&self, token: &SecretString, call: &Call<'_>) -> Result<Value, Failed> {
        let mut request = self
            .http
            .request(call.method.clone(), self.url(call))
            .query(&call.query);
        // Uploads know the older word only.
        request = match call.upload {
            None => request.bearer_auth(token.expose_secret()),
            Some(_) => request.header(AUTHORIZATION, oauth(token)?),
        };
        if let Some(secret) = &self.config.app_secret {
            let proof = mac::hex(
                secret.expose_secret().as_bytes(),
                token.expose_secret().as_bytes(),
            );
            request = request.query(&[("appsecret_proof", proof)]);
        }
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        if let Some(part) = &call.part {
            request = request
                .header("file_offset", part.offset)
                .header(CONTENT_TYPE, "application/octet-stream")
                .body(part.bytes.clone());
        }
        if let Some(left) = self.left() {
            request = request.timeout(left.min(self.config.time_outs.total));
        }
        let response = request.send().await.map_err(|error| Failed {
            left: !(error.is_connect() || error.is_builder()),
            error: network(error),
        })?;
        let http_status = response.status().as_u16();
        let asked = self.waits(call.node.as_ref(), response.headers());
        let text = self.text(response).await?;
        let secrets = call
            .secrets
            .iter()
            .copied()
            .chain([token])
            .chain(self.config.app_secret.as_ref());
        Ok(understand(http_status, &without(text, secrets), asked)?)
    }

    fn url(&self, call: &Call<'_>) -> Url {
        let mut url = self.config.base_url.clone();
        // Err only for addresses such as `mailto:`, which `GraphClient::new` refuses.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&self.config.api_version);
            path.extend(call.node.as_ref().map(NodeId::as_str))
                .extend(call.edge)
                .extend(call.upload.map(UploadSession::segment));
        }
        if let Some(signature) = call.upload.and_then(UploadSession::signature) {
            url.query_pairs_mut().append_pair("sig", signature);
        }
        url
    }

    /// The wait that the headers ask for; the meter learns on the way.
    fn waits(&self, node: Option<&NodeId>, headers: &HeaderMap) -> Option<Duration> {
        let usage = headers.get(USAGE).and_then(|v| v.to_str().ok());
        let regain = usage.and_then(|header| self.meter.note(node, header));
        // The form with a date is not used by APIs of this kind and is passed over.
        let seconds = headers
            .get(RETRY_AFTER)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.trim().parse().ok());
        regain.max(seconds.map(Duration::from_secs))
    }

    async fn text(&self, mut response: Response) -> Result<String, GraphError> {
        let limit = self.config.max_answer_bytes;
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(network)? {
            if bytes.len() + chunk.len() > limit {
                return Err(GraphError::TooLarge { limit });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// `OAuth` and the token, hidden in debug output as a bearer token is.
fn oauth(token: &SecretString) -> Result<HeaderValue, Failed> {
    let mut value =
        HeaderValue::try_from(format!("OAuth {}", token.expose_secret())).map_err(|_| Failed {
            error: GraphError::Unreachable {
                reason: "the token cannot be sent".to_owned(),
            },
            left: false,
        })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Meta echoes malformed tokens in its messages; they must not travel on.
fn without<'a>(mut text: String, secrets: impl Iterator<Item = &'a SecretString>) -> String {
    for secret in secrets
        .map(ExposeSecret::expose_secret)
        .filter(|secret| !secret.is_empty())
    {
        if text.contains(secret) {
            text = text.replace(secret, REDACTED);
        }
    }
    text
}

/// Tells answers from errors.
fn understand(http_status: u16, text: &str, asked: Option<Duration>) -> Result<Value, GraphError> {
    let bad = |reason: &str| GraphError::BadAnswer {
        http_status,
        reason: reason.to_owned(),
    };
    let good = (200..300).contains(&http_status);
    let Ok(answer) = serde_json::from_str::<Value>(text) else {
        return Err(bad("not JSON"));
    };
    if answer.get("error").is_some() {
        let mut error = ApiError::read(http_status, answer).ok_or_else(|| bad("an error without a code"))?;
        error.retry_after = asked;
        return Err(GraphError::Api(Box::new(error)));
    }
    if good {
        Ok(answer)
    } else {
        Err(bad("no reason given"))
    }
}

/// Network trouble, without the address: its query may hold a token.
fn network(error: reqwest::Error) -> GraphError {
    if error.is_timeout() {
        return GraphError::Timeout;
    }
    let error = error.without_url();
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        reason = format!("{reason}: {cause}");
        source = cause.source();
    }
    GraphError::Unreachable { reason }
}
