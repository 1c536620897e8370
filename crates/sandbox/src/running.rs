//! Starting and stopping.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::Router;
use domain::clock::Clock;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{SandboxConfig, State, graph, operator};

/// An emulator. Clones share their contents.
#[derive(Debug, Clone)]
pub struct Sandbox {
    state: Arc<Mutex<State>>,
    /// Calls callback addresses.
    pub(crate) http: reqwest::Client,
    /// Held while callbacks are being posted.
    pub(crate) courier: Arc<tokio::sync::Mutex<()>>,
}

impl Sandbox {
    /// A sandbox with the contents of `config`.
    ///
    /// # Errors
    /// When an HTTP client cannot be set up on this machine.
    pub fn new(config: SandboxConfig, clock: Clock) -> io::Result<Self> {
        // Err means that somebody installed a provider before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent("facebookplatform/1.0 (+http://developers.facebook.com)")
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(io::Error::other)?;
        Ok(Self {
            state: Arc::new(Mutex::new(State::new(config, clock))),
            http,
            courier: Arc::default(),
        })
    }

    /// The contents, locked until the guard is dropped.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // Each change is made as a whole, so that even after a panic in a test
        // the contents are usable.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The Graph API and the operator API.
    pub fn router(&self) -> Router {
        Router::new()
            .nest("/_sandbox", operator::router())
            .fallback(graph::answer_call)
            .with_state(self.clone())
    }

    /// Serves on `addr` (port 0: a free one) until told to stop.
    ///
    /// # Errors
    /// When the address cannot be bound, or is not a loopback one and
    /// [`SandboxConfig::allow_remote`] is not set.
    pub async fn spawn(&self, addr: SocketAddr) -> io::Result<RunningSandbox> {
        if !addr.ip().is_loopback() && !self.state().config.allow_remote {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox has no passwords and is bound to loopback addresses only",
            ));
        }
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        let stop = CancellationToken::new();
        let (router, stopped) = (self.router(), stop.clone());
        tokio::spawn(self.clone().keep_posting(stop.clone()));
        let task = tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(stopped.cancelled_owned())
                .await
        });
        Ok(RunningSandbox {
            sandbox: self.clone(),
            addr,
            base_url: format!("http://{addr}"),
            stop,
            task,
        })
    }
}

/// A sandbox that serves. Stops accepting calls when dropped.
#[derive(Debug)]
pub struct RunningSandbox {
    /// The sandbox, for its contents.
    pub sandbox: Sandbox,
    /// Where it listens.
    pub addr: SocketAddr,
    /// `http://` and the address: the value for `GRAPH_BASE_URL`.
    pub base_url: String,
    stop: CancellationToken,
    task: JoinHandle<io::Result<()>>,
}

impl RunningSandbox {
    /// Stops accepting calls, lets those under way finish and waits for that.
    ///
    /// # Errors
    /// When serving had failed.
    pub async fn shutdown(mut self) -> io::Result<()> {
        self.stop.cancel();
        (&mut self.task).await.map_err(io::Error::other)?
    }
}

impl Drop for RunningSandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Serves a sandbox until `shutdown` is done; what `tahona sandbox` runs.
///
/// `ready` learns the address as soon as calls are accepted.
///
/// # Errors
/// As [`Sandbox::new`] and [`Sandbox::spawn`].
pub async fn serve(
    addr: SocketAddr,
    config: SandboxConfig,
    clock: Clock,
    ready: impl FnOnce(&RunningSandbox),
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let running = Sandbox::new(config, clock)?.spawn(addr).await?;
    ready(&running);
    shutdown.await;
    running.shutdown().await
}
