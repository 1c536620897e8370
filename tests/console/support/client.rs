//! A browser (or a program) without a socket: it keeps cookies and sends what
//! it is told to.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, Response, header},
};
use serde_json::Value;
use tower::ServiceExt;

/// See the module.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) router: Router,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Client {
    pub(crate) fn new(router: Router) -> Self {
        let accept = ("accept".to_owned(), "text/html".to_owned());
        Self {
            router,
            headers: BTreeMap::from([accept]),
            cookies: BTreeMap::new(),
        }
    }

    /// The same client, sending this header from now on.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, Body::empty()).await
    }

    /// Sends a form.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.post_raw(path, form).await
    }

    /// Sends a form as it is written.
    pub(crate) async fn post_raw(&mut self, path: &str, form: impl Into<Body>) -> Answer {
        self.send(
            "POST",
            path,
            Some("application/x-www-form-urlencoded"),
            form.into(),
        )
        .await
    }

    /// Sends JSON.
    pub(crate) async fn json(&mut self, method: &str, path: &str, value: &Value) -> Answer {
        self.send(
            method,
            path,
            Some("application/json"),
            Body::from(value.to_string()),
        )
        .await
    }

    /// Sends anything.
    pub(crate) async fn send(&mut self, method: &str, path: &str, kind: Option<&str>, body: Body) -> Answer {
        let response = self.open(method, path, kind, body).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Sends anything and leaves the answer's body unread.
    pub(crate) async fn open(
        &mut self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: Body,
    ) -> Response<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "tahona.test");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let mut request = request.body(body).unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all(header::SET_COOKIE) {
            let (pair, rules) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rules.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }
}

impl Answer {
    /// Where it leads; empty when nowhere.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// A header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Checks that this is a problem with this status and code.
    pub(crate) fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.body
        );
        let problem = self.value();
        assert_eq!(self.status, status, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["code"], code, "{problem}");
        assert!(
            problem["detail"].as_str().is_some_and(|words| !words.is_empty()),
            "{problem}"
        );
        assert!(!self.header("x-request-id").is_empty());
    }
}
