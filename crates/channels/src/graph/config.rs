//! What a Graph client needs to know before its first call.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use secrecy::SecretString;
use url::Url;

use crate::http::TimeOuts;

/// Settings of a [`super::GraphClient`].
#[derive(Debug, Clone)]
pub struct GraphConfig {
    /// Where the API is; everything after its path is ours.
    pub base_url: Url,
    /// `v<major>.<minor>`. v25.0 works until 2028-07-29 (sources §1.1).
    pub api_version: String,
    /// Secret of the app that the tokens belong to. When known, every call
    /// carries an `appsecret_proof`.
    pub app_secret: Option<SecretString>,
    /// How often one read is tried at most, the first time included.
    pub max_read_attempts: u32,
    /// First step of the exponential backoff between attempts.
    pub backoff_base: Duration,
    /// Longest step of that backoff.
    pub backoff_cap: Duration,
    /// Longest wait inside one call that the other side asked for
    /// (`Retry-After`, usage header). A longer one is returned to the caller.
    pub max_wait: Duration,
    /// Time-outs of one attempt.
    pub time_outs: TimeOuts,
    /// Largest answer that is read, in bytes.
    pub max_answer_bytes: usize,
    /// Records asked for on one page; Meta allows 100 (SPEC).
    pub page_limit: u32,
    /// Pages followed before a list is refused as endless.
    pub max_pages: u32,
    /// The same for templates, of which an account may have 6,000 names, each in
    /// several languages (sources §1.2).
    pub max_template_pages: u32,
}

impl GraphConfig {
    /// The version used unless the operator names another one.
    pub const DEFAULT_VERSION: &str = "v25.0";

    /// Defaults for an API at `base_url`.
    #[must_use]
    pub fn new(base_url: Url) -> Self {
        Self {
            base_url,
            api_version: Self::DEFAULT_VERSION.to_owned(),
            app_secret: None,
            max_read_attempts: 3,
            backoff_base: Duration::from_millis(250),
            backoff_cap: Duration::from_secs(4),
            max_wait: Duration::from_secs(5),
            time_outs: TimeOuts::default(),
            max_answer_bytes: 4 * 1024 * 1024,
            page_limit: 100,
            max_pages: 100,
            max_template_pages: 1_000,
        }
    }
}

/// Where randomness comes from: a number from 0 up to, not including, 1.
#[derive(Clone)]
pub struct Jitter(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Jitter {
    /// Jitter from a function; tests pass a constant.
    pub fn from_fn(next: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(next))
    }

    /// Jitter from the thread's random generator, for the server.
    #[must_use]
    pub fn random() -> Self {
        Self::from_fn(rand::random::<f64>)
    }

    /// A random part of `longest` ("full jitter": anything from nothing to all).
    pub(super) fn part_of(&self, longest: Duration) -> Duration {
        longest.mul_f64((self.0)().clamp(0.0, 1.0))
    }
}

impl fmt::Debug for Jitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jitter")
    }
}

type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How waiting is done; tests write down the waits instead.
#[derive(Clone)]
pub struct Pause(Arc<dyn Fn(Duration) -> Sleep + Send + Sync>);

impl Pause {
    /// Real waiting.
    #[must_use]
    pub fn real() -> Self {
        Self(Arc::new(|time| Box::pin(tokio::time::sleep(time))))
    }

    /// No waiting; `note` learns how long it would have been.
    pub fn noted(note: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |time| {
            note(time);
            Box::pin(std::future::ready(()))
        }))
    }

    pub(super) async fn wait(&self, time: Duration) {
        if !time.is_zero() {
            (self.0)(time).await;
        }
    }
}

impl fmt::Debug for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pause")
    }
}
