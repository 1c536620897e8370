//! What can go wrong in the store.

/// Result of everything in this crate.
pub type StoreResult<T> = Result<T, StoreError>;

/// An error of the store. Never shown to people as it is.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A uniqueness or exclusion rule of the schema refused the change.
    #[error("a uniqueness rule refused the change: {0}")]
    Conflict(String),
    /// Another transaction was in the way; trying again may work.
    #[error("another transaction was in the way")]
    Busy,
    /// The database cannot be reached or did not answer in time.
    #[error("the database is away: {0}")]
    Away(String),
    /// A stored value that this version cannot read.
    #[error("{table}.{column} holds a value that cannot be read: {value}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The value, or the part of it that may be shown.
        value: String,
    },
    /// The database was written by a newer version.
    #[error("the database has migration {found}, this binary knows up to {known}: use the newer binary")]
    Newer {
        /// Highest migration in the database.
        found: i64,
        /// Highest migration in the binary.
        known: i64,
    },
    /// The database was written by an older version.
    #[error("the database has migration {found}, this binary needs {known}: run `tahona migrate`")]
    Older {
        /// Highest migration in the database.
        found: i64,
        /// Highest migration in the binary.
        known: i64,
    },
    /// There is no such file.
    #[error("there is none; `tahona migrate` makes one")]
    Missing,
    /// The database is there, but never was a console's.
    #[error("it holds no console; is DATABASE_URL right?")]
    NoConsole,
    /// `DATABASE_URL` is not one that this product can use.
    #[error("DATABASE_URL {0}")]
    BadUrl(String),
    /// A text holds `U+0000`, which PostgreSQL cannot keep. What people and
    /// programs send may hold it, so this is about their input.
    #[error("a text holds U+0000")]
    Nul,
    /// Anything else that the driver reports.
    #[error(transparent)]
    Driver(sqlx::Error),
    /// A migration failed.
    #[error("migrating the database: {0}")]
    Migrate(#[source] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) => {
                let code = db.code().unwrap_or_default();
                // 23P01: exclusion_violation of PostgreSQL; the trigger in
                // SQLite raises its own name, for want of such a code.
                if db.is_unique_violation()
                    || code == "23P01"
                    || db.message().contains("assignments_no_overlap")
                {
                    return Self::Conflict(db.message().to_owned());
                }
                if code == "22021" {
                    return Self::Nul;
                }
                // SQLITE_BUSY with its extensions; serialization_failure,
                // deadlock_detected and lock_not_available of PostgreSQL.
                if matches!(
                    code.as_ref(),
                    "5" | "261" | "517" | "773" | "40001" | "40P01" | "55P03"
                ) {
                    return Self::Busy;
                }
                // Connection exceptions, shutdown, start-up and a database that
                // is gone, of PostgreSQL.
                if code.starts_with("08") || code.starts_with("57P") || code == "3D000" {
                    return Self::Away(db.message().to_owned());
                }
                Self::Driver(error)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Tls(_) => Self::Away(error.to_string()),
            _ => Self::Driver(error),
        }
    }
}
