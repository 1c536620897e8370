//! A running emulator and plain calls to it.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{clock::ManualClock, time::Millis};
use reqwest::{Method, Response};
use sandbox::{RunningSandbox, Sandbox, SandboxConfig, State};
use serde_json::Value;

/// 2026-11-20T09:42:00Z
pub(crate) const NOW: Millis = Millis(1_795_167_720_000);

pub(crate) struct World {
    pub(crate) running: RunningSandbox,
    pub(crate) time: ManualClock,
    pub(crate) http: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        let time = ManualClock::at(NOW);
        let sandbox = Sandbox::new(SandboxConfig::demo(), time.clock()).unwrap();
        let running = sandbox.spawn("127.0.0.1:0".parse().unwrap()).await.unwrap();
        Self {
            running,
            time,
            http: reqwest::Client::builder().build().unwrap(),
        }
    }

    pub(crate) fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.running.sandbox.state()
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> Response {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.running.base_url));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    /// A call with the demo token; status and body.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.send(method, path, sandbox::TOKEN, body).await;
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// A read with the demo token that must succeed.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{body}");
        body
    }
}
