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
                match trouble(&code) {
                    Some(Trouble::Busy) => Self::Busy,
                    Some(Trouble::Away) => Self::Away(db.message().to_owned()),
                    None => Self::Driver(error),
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_) => Self::Away(error.to_string()),
            _ => Self::Driver(error),
        }
    }
}

/// What passes without anybody changing what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Somebody else was in the way.
    Busy,
    /// The database has no room, no time, or is not there.
    Away,
}

/// Tells the database's own trouble from a fault of what was asked. Whoever
/// takes the first for the second gives up on something that is all right.
fn trouble(code: &str) -> Option<Trouble> {
    // PostgreSQL's codes have five characters; those of SQLite are numbers of at
    // most four digits, of which the lowest byte says what it is about.
    if code.len() == 5 {
        return match code {
            // serialization_failure, deadlock_detected and lock_not_available.
            "40001" | "40P01" | "55P03" => Some(Trouble::Busy),
            // A database that is gone, or takes no connections; statement_timeout; a
            // standby or a server that was made read-only; a transaction that was
            // idle for too long.
            "3D000" | "55000" | "57014" | "25006" | "25P03" => Some(Trouble::Away),
            // Connections, a server that lets us in no longer, shutdown and start-up,
            // no room or memory, and what the machine below has refused.
            _ => ["08", "28", "57P", "53", "58"]
                .iter()
                .any(|class| code.starts_with(class))
                .then_some(Trouble::Away),
        };
    }
    match code.parse::<u32>().ok()? & 0xFF {
        // SQLITE_BUSY.
        5 => Some(Trouble::Busy),
        // SQLITE_NOMEM, READONLY (a disk that was made so), IOERR, FULL, CANTOPEN.
        7 | 8 | 10 | 13 | 14 => Some(Trouble::Away),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, trouble};

    #[test]
    fn a_database_in_trouble_is_no_fault_of_what_was_asked() {
        let busy = ["5", "261", "517", "773", "40001", "40P01", "55P03"];
        for code in busy {
            assert_eq!(trouble(code), Some(Trouble::Busy), "{code}");
        }
        let away = [
            "7", "8", "10", "266", "778", "8458", "13", "14", "3D000", "08006", "28000", "28P01", "55000",
            "57P01", "57014", "25006", "25P03", "53100", "53200", "53300", "58030", "58P01",
        ];
        for code in away {
            assert_eq!(trouble(code), Some(Trouble::Away), "{code}");
        }
    }

    #[test]
    fn what_was_asked_wrongly_stays_wrong() {
        // An error in the text, a rule of the schema, a type, an odd code and none.
        for code in [
            "1", "19", "787", "2067", "20", "42601", "23502", "22P02", "54000", "XX000", "?", "",
        ] {
            assert_eq!(trouble(code), None, "{code}");
        }
    }
}
