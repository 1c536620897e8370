//! A running emulator and plain calls to it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, http::HeaderMap, http::StatusCode, routing::post};
use domain::{clock::ManualClock, time::Millis};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, Response};
use sandbox::{Behaviour, RunningSandbox, Sandbox, SandboxConfig, State};
use serde_json::{Value, json};

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
        let config = SandboxConfig {
            behaviour: Behaviour::instant(),
            ..SandboxConfig::demo()
        };
        let sandbox = Sandbox::new(config, time.clock()).unwrap();
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

/// A template message with the right values.
pub(crate) fn po_notification() -> Value {
    template("po_notification", "es", &["Harinas Urbano", "PO-1", "10,00"])
}

/// A template message.
pub(crate) fn template(name: &str, language: &str, values: &[&str]) -> Value {
    let values: Vec<Value> = values
        .iter()
        .map(|text| json!({"type": "text", "text": text}))
        .collect();
    json!({"type": "template", "template": {
        "name": name, "language": {"code": language},
        "components": [{"type": "body", "parameters": values}],
    }})
}

impl World {
    /// Sends `content` from the first number; status and body.
    pub(crate) async fn message(&self, to: &str, content: Value) -> (u16, Value) {
        let mut body = json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": to});
        body.as_object_mut()
            .unwrap()
            .extend(content.as_object().unwrap().clone());
        self.call(Method::POST, "/v25.0/123456789012345/messages", Some(body))
            .await
    }

    /// Lets callbacks go to a console of its own.
    pub(crate) async fn console(&self) -> Console {
        let console = Console::start().await;
        self.state().behaviour_mut().callback_url = Some(console.url.clone());
        console
    }
}

/// What a console got: whether the signature fits, and the body.
type Got = Arc<Mutex<Vec<(bool, Value)>>>;

/// A console that writes down what it is told, and refuses on request.
pub(crate) struct Console {
    url: String,
    got: Got,
    refusals: Arc<Mutex<u32>>,
}

impl Console {
    async fn start() -> Self {
        let (got, refusals) = (Got::default(), Arc::new(Mutex::new(0)));
        let (into, refuse) = (Arc::clone(&got), Arc::clone(&refusals));
        let answer = move |headers: HeaderMap, body: Bytes| async move {
            let mut left = refuse.lock().unwrap();
            if *left > 0 {
                *left -= 1;
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            let mut mac = Hmac::<sha2::Sha256>::new_from_slice(sandbox::APP_SECRET.as_bytes()).unwrap();
            mac.update(&body);
            let wanted = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
            let fits = headers
                .get("x-hub-signature-256")
                .is_some_and(|have| *have == wanted);
            into.lock()
                .unwrap()
                .push((fits, serde_json::from_slice(&body).unwrap()));
            StatusCode::OK
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().route("/hook", post(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, got, refusals }
    }

    /// Refuses the next `times` callbacks.
    pub(crate) fn refuse(&self, times: u32) {
        *self.refusals.lock().unwrap() = times;
    }

    /// Every body that came.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        let got = self.got.lock().unwrap();
        assert!(got.iter().all(|(fits, _)| *fits), "a signature does not fit");
        got.iter().map(|(_, body)| body.clone()).collect()
    }

    /// Every `value` that came.
    pub(crate) fn values(&self) -> Vec<Value> {
        let bodies = self.bodies();
        let entries = bodies.iter().flat_map(|body| body["entry"].as_array().unwrap());
        let changes = entries.flat_map(|entry| entry["changes"].as_array().unwrap());
        changes.map(|change| change["value"].clone()).collect()
    }

    /// Every status report that came: id, status and itself.
    pub(crate) fn statuses(&self) -> Vec<(String, Value)> {
        let values = self.values();
        let reports = values
            .iter()
            .filter_map(|value| value["statuses"].as_array())
            .flatten();
        reports
            .map(|report| (report["status"].as_str().unwrap().to_owned(), report.clone()))
            .collect()
    }
}
