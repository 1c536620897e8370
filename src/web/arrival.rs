//! What is known of a request before anybody looks at its content.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use app::request::{LANG_COOKIE, THEME_COOKIE};
use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, Request, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{lang::Lang, time::Millis};
use service::people::sign_in::Origin;

use crate::{config::network, state::AppState};

/// Longest `User-Agent` that is kept, in characters.
const USER_AGENT_MAX: usize = 300;

/// A request as it came in. An extension of every request.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Id of the request: in the answer's `x-request-id`, in logs, on error pages, in the audit log.
    pub id: String,
    /// Nonce of this answer's Content-Security-Policy.
    pub nonce: String,
    /// When it arrived.
    pub now: Millis,
    /// The same by the clock that limits are measured with.
    pub started: Instant,
    /// Who is at the other end of the connection.
    pub peer: Option<SocketAddr>,
    /// The client's address, behind trusted proxies.
    pub ip: Option<String>,
    /// The client's `User-Agent`.
    pub user_agent: Option<String>,
    /// The language of the cookie or the browser; a person's own choice comes before it.
    pub lang: Lang,
    /// The theme of the cookie.
    pub theme: Option<String>,
    /// Whether the session could not be read or written.
    session_lost: Arc<AtomicBool>,
}

impl Arrival {
    /// Looks at a request.
    #[must_use]
    pub fn of<B>(state: &AppState, request: &Request<B>) -> Self {
        let started = Instant::now();
        let svc = &state.services;
        let now = svc.clock.now();
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0);
        let headers = request.headers();
        let forwarded: Vec<&str> = all(headers, &HeaderName::from_static("x-forwarded-for")).collect();
        let ip =
            peer.map(|peer| network::client(peer.ip(), &forwarded, &state.web.trusted_proxies).to_string());
        let user_agent = headers.get(header::USER_AGENT).map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .chars()
                .filter(|c| !c.is_control())
                .take(USER_AGENT_MAX)
                .collect()
        });
        let accepted = || all(headers, &header::ACCEPT_LANGUAGE).find_map(Lang::from_accept_language);
        Self {
            id: svc.random.uuid(now),
            nonce: URL_SAFE_NO_PAD.encode(svc.random.bytes::<16>()),
            now,
            started,
            peer,
            ip,
            user_agent,
            lang: cookie(headers, LANG_COOKIE)
                .and_then(|tag| Lang::parse(&tag))
                .or_else(accepted)
                .unwrap_or_default(),
            session_lost: Arc::default(),
            theme: cookie(headers, THEME_COOKIE).filter(|theme| matches!(theme.as_str(), "light" | "dark")),
        }
    }

    /// Remembers that the database did not answer about the session. The
    /// session layer answers 500 then, when it is a 503.
    pub(crate) fn lose_session(&self) {
        self.session_lost.store(true, Ordering::Relaxed);
    }

    /// See [`Self::lose_session`].
    pub(super) fn session_lost(&self) -> bool {
        self.session_lost.load(Ordering::Relaxed)
    }

    /// Where the request comes from, for use cases.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin {
            ip: self.ip.clone(),
            user_agent: self.user_agent.clone(),
            request_id: Some(self.id.clone()),
        }
    }
}

tokio::task_local! {
    /// The request that this task answers; for the session store, which is
    /// handed nothing but a session's id.
    static CURRENT: Arrival;
}

/// Runs `answering` with `arrival` as the current one.
pub(super) async fn during<F: Future>(arrival: Arrival, answering: F) -> F::Output {
    CURRENT.scope(arrival, answering).await
}

/// The request that is being answered by this task.
#[must_use]
pub fn current() -> Option<Arrival> {
    CURRENT.try_with(Clone::clone).ok()
}

/// The readable values of a header that may come several times.
fn all<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    all(headers, &header::COOKIE)
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then(|| value.trim_matches('"').to_owned()))
}
