//! From configuration to a console that serves.

use std::{net::SocketAddr, path::Path, time::SystemTime};

use domain::{clock::Clock, time::Millis};
use secrecy::ExposeSecret;
use service::{
    Inner, ServiceError, Services, Settings,
    accounts::{
        GraphAccess,
        bootstrap::{self, Bootstrap},
    },
    demo,
    events::Events,
    people::mail::Mailer,
    random::Random,
    vault::{Vault, VaultError},
};
use store::{Db, StoreError, migrate};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    config::{Config, ConfigError},
    http::metrics,
    jobs, router, serve,
    state::{AppState, WebSettings},
};

/// Why a console does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database.
    #[error("the database at {address}: {source}")]
    Database {
        /// Where, without a password.
        address: String,
        /// Why.
        source: StoreError,
    },
    /// The demo is asked to work on somebody else's database.
    #[error(
        "the database at {0} is a real console's, and the demo writes into its own only; \
         name another one with --database-url, or none"
    )]
    NotTheDemos(String),
    /// The keys that seal secrets.
    #[error(transparent)]
    Keys(#[from] VaultError),
    /// The mail server's settings.
    #[error("TAHONA_SMTP_URL: {0}")]
    Mail(String),
    /// The variables of the first WABA.
    #[error("{variable}: {why}")]
    FirstAccount {
        /// Which.
        variable: &'static str,
        /// Why.
        why: String,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// Which.
        addr: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// A use case refused.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// Anything of the operating system's.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Traces.
    #[error("OTEL_EXPORTER_OTLP_ENDPOINT: {0}")]
    Traces(String),
    /// The figures.
    #[error("the figures of /metrics: {0}")]
    Figures(String),
}

/// The time of day.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the time comes from"
)]
pub fn system_clock() -> Clock {
    Clock::from_fn(|| {
        let since = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// What differs between a real console and the demo.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mode {
    /// Whether this is `tahona demo`.
    pub demo: bool,
}

/// Opens the database and brings it up to date.
pub async fn database(config: &Config) -> Result<Db, StartError> {
    let failed = |source| StartError::Database {
        address: config.database_for_people(),
        source,
    };
    let db = Db::open(config.database_url.expose_secret())
        .await
        .map_err(failed)?;
    migrate::run(&db).await.map_err(failed)?;
    Ok(db)
}

/// Opens a database that has to be there, as it is: for commands that must not
/// make one of a mistyped address.
pub async fn existing_database(config: &Config) -> Result<Db, StartError> {
    let failed = |source| StartError::Database {
        address: config.database_for_people(),
        source,
    };
    let db = Db::open_existing(config.database_url.expose_secret())
        .await
        .map_err(failed)?;
    migrate::check(&db).await.map_err(failed)?;
    Ok(db)
}

/// Refuses a database that the demo has not begun and somebody has used, before
/// anything is written into it, be it a newer schema.
pub async fn only_the_demos(config: &Config) -> Result<(), StartError> {
    let failed = |source| StartError::Database {
        address: config.database_for_people(),
        source,
    };
    let db = match Db::open_existing(config.database_url.expose_secret()).await {
        Ok(db) => db,
        Err(StoreError::Missing) => return Ok(()),
        Err(source) => return Err(failed(source)),
    };
    let found = match migrate::check(&db).await {
        // What nobody has made a console of yet is anybody's.
        Err(StoreError::NoConsole | StoreError::Older { found: 0, .. }) => Ok(true),
        Ok(()) | Err(StoreError::Older { .. }) => may_demo(&db).await,
        Err(source) => Err(failed(source)),
    };
    db.close().await;
    if found? {
        Ok(())
    } else {
        Err(StartError::NotTheDemos(config.database_for_people()))
    }
}

async fn may_demo(db: &Db) -> Result<bool, StartError> {
    let mut tx = db.read().await.map_err(ServiceError::from)?;
    Ok(demo::may_use(&mut tx).await?)
}

/// The keys of the configuration; makes the key file where there is none.
pub fn vault(config: &Config) -> Result<Vault, StartError> {
    if let Some(keys) = &config.secret_key {
        return Ok(Vault::from_text(keys.expose_secret())?);
    }
    let path: &Path = &config.secret_key_file;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    if Vault::create_if_missing(path)? {
        tracing::info!(path = %path.display(), "a new key file was made; keep a copy: without it stored tokens cannot be read");
    }
    Ok(Vault::from_file(path)?)
}

/// The use cases of a console that is reached at `base_url`.
pub async fn services(config: &Config, base_url: Url, mode: Mode) -> Result<Services, StartError> {
    let vault = vault(config)?;
    let mailer = match &config.smtp {
        Some((url, from)) => Some(
            Mailer::connect(url.expose_secret(), from)
                .map_err(|error| StartError::Mail(error.to_string()))?,
        ),
        None => None,
    };
    let db = database(config).await?;
    Ok(put_together(config, base_url, mode, (db, vault, mailer)))
}

/// The use cases for a command that proves what is in a database: it has to be
/// there, no key file is made or needed, and nobody is written to.
pub async fn services_for_proof(config: &Config) -> Result<Services, StartError> {
    let db = existing_database(config).await?;
    let parts = (db, Vault::without_keys(), None);
    let base_url = config.base_url_at(config.addr);
    Ok(put_together(config, base_url, Mode::default(), parts))
}

fn put_together(
    config: &Config,
    base_url: Url,
    mode: Mode,
    (db, vault, mailer): (Db, Vault, Option<Mailer>),
) -> Services {
    Services::new(Inner {
        db,
        clock: system_clock(),
        random: Random::from_system(),
        vault,
        graph: GraphAccess::new(config.graph_base_url.clone(), config.api_version.clone()),
        settings: Settings {
            base_url,
            whatsapp_enabled: config.whatsapp_enabled,
            time_zone: config.time_zone.clone(),
            require_second_factor: !mode.demo,
            webhook_verify_token: config.verify_token.clone(),
            demo: mode.demo,
        },
        events: Events::default(),
        mailer,
    })
}

/// Connects the first WABA from the `WHATSAPP_*` variables, if there is none yet.
pub async fn first_account(config: &Config, services: &Services) -> Result<(), StartError> {
    match bootstrap::run(services, &config.bootstrap).await? {
        Bootstrap::Nothing => {}
        Bootstrap::AlreadyConnected => {
            tracing::info!("a WABA is connected; the WHATSAPP_* variables are not read");
        }
        Bootstrap::Connected { problems } => {
            tracing::info!("the WABA of the WHATSAPP_* variables is connected");
            for problem in problems {
                tracing::warn!(problem, "not read from Meta yet; the next sync tries again");
            }
        }
        Bootstrap::Refused { variable, why } => return Err(StartError::FirstAccount { variable, why }),
    }
    Ok(())
}

/// Binds the address of the configuration.
pub async fn listen(addr: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(addr)
        .await
        .map_err(|source| StartError::Listen { addr, source })
}

/// Serves until somebody asks to stop; jobs run beside it.
pub async fn serve(
    config: &Config,
    services: Services,
    listener: TcpListener,
    stop: CancellationToken,
) -> Result<(), StartError> {
    metrics::install().map_err(|error| StartError::Figures(error.to_string()))?;
    let web = WebSettings {
        base_url: services.settings.base_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        time_zone: config.time_zone.clone(),
        metrics_token: config.metrics_token.clone(),
    };
    let state = AppState::new(services.clone(), web, stop.clone());
    let webhooks = state.webhooks.clone();
    let jobs = jobs::start(&services, config.sync_every, &stop);
    let served = serve::run(listener, router::build(state), stop.clone()).await;
    // Also when serving has failed: nothing may go on by itself.
    stop.cancel();
    jobs.wait().await;
    webhooks.finished().await;
    services.db.close().await;
    served.map_err(StartError::from)
}

/// Cancelled on SIGTERM and SIGINT; a second one ends the process at once.
pub fn stop_on_signals() -> std::io::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        for turn in 0.. {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
            if turn > 0 {
                std::process::exit(130);
            }
            tracing::info!("stopping; requests under way are finished first");
            asked.cancel();
        }
    });
    Ok(stop)
}
