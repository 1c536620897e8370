//! The way to Meta, and what Meta's refusals mean to a use case.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use channels::graph::{ErrorClass, GraphClient, GraphConfig, GraphError, Jitter};
use domain::clock::Clock;
use secrecy::SecretString;

use crate::{
    Services,
    error::{ServiceError, ServiceResult, Upstream},
};

/// How to reach Meta: base address, version, and the connections once made.
#[derive(Debug, Clone)]
pub struct GraphAccess {
    /// `GRAPH_BASE_URL`.
    pub base_url: url::Url,
    /// `WHATSAPP_API_VERSION`.
    pub api_version: String,
    /// Made on first use and shared, so that connections and the meter of the
    /// hour's calls outlive one use case.
    client: Arc<OnceLock<GraphClient>>,
    /// How long one call may take; the client's own limit when absent.
    patience: Option<Duration>,
}

impl GraphAccess {
    /// Access to the API at `base_url` in `api_version`.
    #[must_use]
    pub fn new(base_url: url::Url, api_version: String) -> Self {
        Self {
            base_url,
            api_version,
            client: Arc::default(),
            patience: None,
        }
    }

    /// The same with so much time for each call.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self {
            client: Arc::default(),
            patience: Some(patience),
            ..self
        }
    }

    /// The client that all use cases share.
    fn client(&self, clock: &Clock) -> ServiceResult<&GraphClient> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let mut config = GraphConfig {
            api_version: self.api_version.clone(),
            ..GraphConfig::new(self.base_url.clone())
        };
        if let Some(patience) = self.patience {
            config.time_outs.total = patience;
        }
        let made = GraphClient::new(config, clock.clone(), Jitter::random())
            .map_err(|error| ServiceError::Internal(error.to_string()))?;
        Ok(self.client.get_or_init(|| made))
    }
}

impl Services {
    /// A client for tokens of the app that `app_secret` belongs to. It asks no
    /// longer than whoever waits for these use cases.
    pub(crate) fn graph_client(&self, app_secret: Option<SecretString>) -> ServiceResult<GraphClient> {
        let client = self.graph.client(&self.clock)?.for_app(app_secret);
        Ok(match self.ask_until {
            Some(end) => client.until(end),
            None => client,
        })
    }
}

impl From<&GraphError> for Upstream {
    fn from(error: &GraphError) -> Self {
        let class = match error.class() {
            ErrorClass::Token => "token",
            ErrorClass::Permission => "permission",
            ErrorClass::WrongId => "wrong_id",
            ErrorClass::RateLimited => "rate_limited",
            ErrorClass::Transient => "transient",
            ErrorClass::Rejected => "rejected",
            ErrorClass::Unreachable => "unreachable",
        };
        let Some(api) = error.api() else {
            return Self {
                class,
                code: None,
                message: error.to_string(),
                trace: None,
            };
        };
        // What Meta wrote for people is better than what it wrote for developers.
        let message = api
            .user_msg
            .as_ref()
            .or(api.details.as_ref())
            .unwrap_or(&api.message)
            .clone();
        Self {
            class,
            code: Some(api.code),
            message,
            trace: api.fbtrace_id.clone(),
        }
    }
}

impl From<GraphError> for ServiceError {
    fn from(error: GraphError) -> Self {
        Self::Upstream(Upstream::from(&error))
    }
}
