//! The calls that the product makes.

use std::{sync::Arc, time::Instant};

use domain::{
    clock::Clock,
    ids::{PhoneNumberId, WabaId},
};
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tracing::warn;
use url::{Host, Url};

use super::{
    BadConfig, CallbackOverride, GraphConfig, GraphError, HealthStatus, Jitter, NodeId, Pause, PhoneNumber,
    SubscribedApp, TokenInfo, UsageMeter, Waba,
    fields::{is_version, phone_fields, waba_fields},
    read::Read,
    transport::{Call, Transport},
};

/// A client of the Graph API. Clones share connections and the usage meter.
///
/// Reads are tried again on passing trouble, changes never are. The token
/// travels in the `Authorization` header only.
#[derive(Debug, Clone)]
pub struct GraphClient {
    pub(super) transport: Arc<Transport>,
}

impl GraphClient {
    /// A client with real waits.
    ///
    /// # Errors
    /// When the address or the version cannot be used, or TLS is unusable here.
    pub fn new(config: GraphConfig, clock: Clock, jitter: Jitter) -> Result<Self, BadConfig> {
        Self::with_pause(config, clock, jitter, Pause::real())
    }

    /// A client that waits by `pause`.
    ///
    /// # Errors
    /// As [`GraphClient::new`].
    pub fn with_pause(
        config: GraphConfig,
        clock: Clock,
        jitter: Jitter,
        pause: Pause,
    ) -> Result<Self, BadConfig> {
        if !matches!(config.base_url.scheme(), "https" | "http") || !config.base_url.has_host() {
            return Err(BadConfig::BaseUrl);
        }
        if !is_version(&config.api_version) {
            return Err(BadConfig::Version);
        }
        if config.base_url.scheme() == "http" && !is_local(&config.base_url) {
            warn!(
                "access tokens will travel unencrypted: the Graph API address is http and not on this machine"
            );
        }
        let http = crate::http::client(config.time_outs)?;
        let meter = UsageMeter::new(clock);
        Ok(Self {
            transport: Arc::new(Transport {
                config,
                http,
                meter,
                jitter,
                pause,
                until: None,
            }),
        })
    }

    /// The same client for tokens of another app, or without a known secret.
    #[must_use]
    pub fn for_app(&self, app_secret: Option<SecretString>) -> Self {
        self.changed(app_secret, self.transport.until)
    }

    /// The same client for somebody who waits until `end`: a call that is under
    /// way then ends as [`GraphError::Timeout`], and later ones are not made
    /// ([`GraphError::OutOfTime`]).
    #[must_use]
    pub fn until(&self, end: Instant) -> Self {
        self.changed(self.transport.config.app_secret.clone(), Some(end))
    }

    fn changed(&self, app_secret: Option<SecretString>, until: Option<Instant>) -> Self {
        let Transport {
            config,
            http,
            meter,
            jitter,
            pause,
            ..
        } = &*self.transport;
        Self {
            transport: Arc::new(Transport {
                config: GraphConfig {
                    app_secret,
                    ..config.clone()
                },
                http: http.clone(),
                meter: meter.clone(),
                jitter: jitter.clone(),
                pause: pause.clone(),
                until,
            }),
        }
    }

    /// How much of each WABA's hourly calls is used up.
    #[must_use]
    pub fn usage(&self) -> &UsageMeter {
        &self.transport.meter
    }

    /// The settings in use.
    #[must_use]
    pub fn config(&self) -> &GraphConfig {
        &self.transport.config
    }

    /// A WABA with all its fields.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn waba(&self, token: &SecretString, waba: &WabaId) -> Result<Waba, GraphError> {
        let (raw, reduced) = self
            .with_fields(|core| self.node(token, NodeId::from(waba), waba_fields(core)))
            .await?;
        Waba::read(raw, reduced)
    }

    /// A phone number with all its fields.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn phone_number(
        &self,
        token: &SecretString,
        phone: &PhoneNumberId,
    ) -> Result<PhoneNumber, GraphError> {
        let version = &self.transport.config.api_version;
        let (raw, reduced) = self
            .with_fields(|core| self.node(token, NodeId::from(phone), phone_fields(version, core)))
            .await?;
        PhoneNumber::read(raw, reduced)
    }

    /// Every phone number of a WABA, in Meta's order.
    ///
    /// # Errors
    /// See [`GraphError`]. A list that is never complete is an error too, so
    /// that no number is taken for vanished when it merely was not listed.
    pub async fn phone_numbers(
        &self,
        token: &SecretString,
        waba: &WabaId,
    ) -> Result<Vec<PhoneNumber>, GraphError> {
        let config = &self.transport.config;
        let (records, reduced) = self
            .with_fields(|core| {
                let fields = phone_fields(&config.api_version, core);
                self.list(token, waba, "phone_numbers", Some(fields), config.max_pages)
            })
            .await?;
        records
            .into_iter()
            .map(|raw| PhoneNumber::read(raw, reduced))
            .collect()
    }

    /// What Meta knows about `inspected`. A system user's token may inspect itself.
    ///
    /// # Errors
    /// See [`GraphError`]. A token that is not valid is no error but an answer.
    pub async fn debug_token(
        &self,
        inspected: &SecretString,
        token: &SecretString,
    ) -> Result<TokenInfo, GraphError> {
        let call = Call::new(Method::GET, None, Some("debug_token"))
            .with("input_token", inspected.expose_secret())
            .secret(inspected);
        TokenInfo::read(self.transport.read(token, &call).await?)
    }

    /// Meta's own answer to "can this send?", for a WABA, a phone number or a template.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn health_status(
        &self,
        token: &SecretString,
        node: impl Into<NodeId>,
    ) -> Result<HealthStatus, GraphError> {
        let answer = self.node(token, node.into(), "health_status".to_owned()).await?;
        Read(&answer)
            .object("health_status")
            .map(HealthStatus::read)
            .ok_or_else(|| bad("no health_status"))
    }

    /// The apps that get a WABA's webhooks.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn subscribed_apps(
        &self,
        token: &SecretString,
        waba: &WabaId,
    ) -> Result<Vec<SubscribedApp>, GraphError> {
        let most = self.transport.config.max_pages;
        let records = self.list(token, waba, "subscribed_apps", None, most).await?;
        Ok(records.into_iter().map(SubscribedApp::read).collect())
    }

    /// Subscribes the token's app to a WABA's webhooks. Without an override
    /// they go to the app's own address, and an earlier override ends.
    ///
    /// # Errors
    /// See [`GraphError`]. After [`GraphError::Timeout`] read the list again.
    pub async fn subscribe_app(
        &self,
        token: &SecretString,
        waba: &WabaId,
        callback: Option<&CallbackOverride>,
    ) -> Result<(), GraphError> {
        let mut call = Call::new(Method::POST, NodeId::from(waba), Some("subscribed_apps"));
        if let Some(callback) = callback {
            let body = json!({
                "override_callback_uri": callback.callback_uri,
                "verify_token": callback.verify_token.expose_secret(),
            });
            call.body = Some(body.to_string());
            call = call.secret(&callback.verify_token);
        }
        self.change(token, &call).await
    }

    pub(super) async fn change(&self, token: &SecretString, call: &Call<'_>) -> Result<(), GraphError> {
        let answer = self.transport.write(token, call).await?;
        if Read(&answer).flag("success") == Some(true) {
            Ok(())
        } else {
            Err(bad("success was not confirmed"))
        }
    }

    pub(super) async fn node(
        &self,
        token: &SecretString,
        node: NodeId,
        fields: String,
    ) -> Result<Value, GraphError> {
        self.transport
            .read(token, &Call::get(node, None).with("fields", fields))
            .await
    }

    /// Reads with all fields and, when they are refused, with the
    /// long-standing ones; the flag says which it was.
    pub(super) async fn with_fields<T, F: Future<Output = Result<T, GraphError>>>(
        &self,
        read: impl Fn(bool) -> F,
    ) -> Result<(T, bool), GraphError> {
        match read(false).await {
            Err(error) if error.refuses_parameters() => Ok((read(true).await?, true)),
            other => Ok((other?, false)),
        }
    }
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

pub(super) fn bad(reason: &str) -> GraphError {
    GraphError::BadAnswer {
        http_status: 200,
        reason: reason.to_owned(),
    }
}
