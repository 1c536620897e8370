//! The one place that builds an HTTP client for partners, so that no call is
//! without time-outs and no redirect carries a token to another host. Traces
//! have a client of their own, in the server's `telemetry`.

use std::time::Duration;

use reqwest::redirect::Policy;

/// How long a client waits.
#[derive(Debug, Clone, Copy)]
pub struct TimeOuts {
    /// For the connection, TLS included.
    pub connect: Duration,
    /// For the whole exchange, from the first byte sent to the last one read.
    pub total: Duration,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(15),
        }
    }
}

/// The client could not be built; in practice, no trusted roots were found.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be set up: {0}")]
pub struct BuildError(#[from] reqwest::Error);

/// How this product names itself to the servers it calls.
///
/// Matches the pattern that Meta documents for `User-Agent`
/// (`name/major.minor.patch`, SPEC components.parameters.UserAgent).
pub const USER_AGENT: &str = concat!("tahona/", env!("CARGO_PKG_VERSION"));

/// Builds a pooled client without redirects.
///
/// # Errors
/// When the TLS set-up of this machine is unusable.
pub fn client(time_outs: TimeOuts) -> Result<reqwest::Client, BuildError> {
    // Err means that somebody installed a provider before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(time_outs.connect)
        .timeout(time_outs.total)
        .redirect(Policy::none())
        .referer(false)
        .pool_idle_timeout(Duration::from_mins(1))
        .pool_max_idle_per_host(8)
        .build()?)
}
