//! Opening a database.

use std::{
    future::{Ready, ready},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    Connection, SqliteConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::Db;
use crate::error::{StoreError, StoreResult};

/// How long a request waits for a connection before the database counts as away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a SQLite connection of another process may hold the write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

impl Db {
    /// Opens the database named by `url` (`sqlite://path` or `postgres://…`).
    /// PostgreSQL is not contacted yet: the process lives while it is away.
    pub async fn open(url: &str) -> StoreResult<Self> {
        Self::connect(url, true).await
    }

    /// As [`Self::open`], for a database that must be there: nothing is made.
    /// Whether it holds a console, [`crate::migrate::check`] tells.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such file.
    pub async fn open_existing(url: &str) -> StoreResult<Self> {
        Self::connect(url, false).await
    }

    async fn connect(url: &str, make: bool) -> StoreResult<Self> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url, make).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)
                .map_err(|e| StoreError::BadUrl(format!("is not a PostgreSQL address: {e}")))?
                .application_name("tahona")
                // A forgotten transaction must not hold the others up for ever.
                .options([
                    ("statement_timeout", "30s"),
                    ("lock_timeout", "10s"),
                    ("idle_in_transaction_session_timeout", "60s"),
                ]);
            let pool = PgPoolOptions::new()
                .after_release(|connection, _| Box::pin(idle(connection)))
                .max_connections(16)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .connect_lazy_with(options);
            Ok(Self::Postgres(pool))
        } else {
            Err(StoreError::BadUrl(
                "must start with sqlite:// or postgres://".into(),
            ))
        }
    }

    async fn open_sqlite(url: &str, make: bool) -> StoreResult<Self> {
        let mut options = SqliteConnectOptions::from_str(url)
            .map_err(|e| StoreError::BadUrl(format!("is not a SQLite address: {e}")))?
            .create_if_missing(make)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        if make {
            let folder = options.get_filename().parent();
            if let Some(folder) = folder.filter(|f| !f.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)
                    .map_err(|e| StoreError::BadUrl(format!("names a folder that cannot be made: {e}")))?;
            }
            // The file remembers it; another file than ours stays as it is.
            options = options.journal_mode(SqliteJournalMode::Wal);
        } else if !options.get_filename().is_file() {
            return Err(StoreError::Missing);
        }
        let writer = SqlitePoolOptions::new()
            .after_release(|connection, _| Box::pin(rolled_back(connection)))
            .max_connections(1)
            // A file does not hang up; what is wrong with it the next statement says.
            .test_before_acquire(false)
            .acquire_timeout(BUSY_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .after_release(|connection, _| Box::pin(rolled_back(connection)))
            .max_connections(4)
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.pragma("query_only", "ON").create_if_missing(false));
        Ok(Self::Sqlite { writer, readers })
    }
}

/// As [`idle`]. A transaction that was dropped is rolled back by the
/// connection's own thread; before that it would count as open, and a connection
/// that only needs a moment would be closed, with every statement it has
/// prepared.
async fn rolled_back(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    idle(connection).await
}

/// Whether a connection that comes back may be used again. When the disk is
/// full SQLite ends a transaction by itself; the connection then still counts
/// it as open and would refuse every later one.
fn idle<C: Connection>(connection: &C) -> Ready<Result<bool, sqlx::Error>> {
    ready(Ok(!connection.is_in_transaction()))
}
