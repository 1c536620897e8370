//! What every handler can reach.

use std::{sync::Arc, time::Duration};

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use secrecy::SecretString;
use serde_json::Value;
use service::Services;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{api::limit::KeyLimits, config::Network, jobs::webhooks::Webhooks};

/// The state of the router. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The use cases.
    pub services: Services,
    /// Settings of the web side.
    pub web: Arc<WebSettings>,
    /// Cancelled when the process is asked to stop; open streams end then.
    pub stop: CancellationToken,
    /// How fast each API key may ask.
    pub key_limits: Arc<KeyLimits>,
    /// Description of the API, made from the code.
    pub openapi: Arc<Value>,
    /// What Leptos wants to know.
    pub leptos: LeptosOptions,
    /// Where webhooks are taken in.
    pub webhooks: Webhooks,
    /// Tells numbered events of this process from those of another one.
    pub events_mark: Arc<str>,
    /// How long requests may take.
    pub limits: Limits,
}

/// How long requests may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until the answer begins; of a file, once it has arrived.
    pub answer: Duration,
    /// For a file to arrive: sixteen megabytes over a slow line take minutes.
    pub receive: Duration,
    /// For asking Meta while somebody waits for a page. Shorter than `answer`:
    /// what Meta has not said by then is still written down and shown.
    pub asking: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(30),
            receive: Duration::from_mins(5),
            asking: Duration::from_secs(20),
        }
    }
}

/// Settings of the web side.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// Where browsers reach the console.
    pub base_url: Url,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// IANA name of the time zone in which times are shown.
    pub time_zone: String,
    /// Bearer token for `/metrics`.
    pub metrics_token: Option<SecretString>,
}

impl WebSettings {
    /// Whether browsers come over TLS, which decides on cookies and HSTS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

impl AppState {
    /// The last change so far, as an event stream names it.
    #[must_use]
    pub fn last_event(&self) -> String {
        format!("{}-{}", self.events_mark, self.services.events.now())
    }

    /// The state of a console with these use cases. Must be called inside the
    /// runtime: what takes webhooks in starts at once.
    #[must_use]
    pub fn new(services: Services, web: WebSettings, stop: CancellationToken) -> Self {
        Self {
            webhooks: Webhooks::open(&services, &stop),
            events_mark: services.random.uuid(services.clock.now()).into(),
            services,
            web: Arc::new(web),
            stop,
            key_limits: Arc::new(KeyLimits::default()),
            openapi: Arc::new(crate::api::openapi::document()),
            leptos: LeptosOptions::builder().output_name("tahona").build(),
            limits: Limits::default(),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
