//! Bringing a database to the shape that this binary knows.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, PgPool, SqlSafeStr as _,
    migrate::{MigrateError, Migration, Migrator},
};

use crate::{
    db::{Db, Engine},
    error::{StoreError, StoreResult},
};

/// Migrations that read the same on both databases.
static COMMON: Migrator = sqlx::migrate!("../../migrations");
/// Migrations that only SQLite understands; numbered in the same row.
static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
/// Migrations that only PostgreSQL understands; numbered in the same row.
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

fn migrator(engine: Engine) -> Migrator {
    let own = match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    let all = COMMON.iter().chain(own.iter()).cloned();
    Migrator::with_migrations(match engine {
        Engine::Sqlite => all.map(by_row_id).collect(),
        Engine::Postgres => all.collect(),
    })
}

/// SQLite keeps rows by a number of its own; only a key that is called INTEGER
/// is that number. A BIGINT key would cost a second tree for each table, and
/// those of messages and events are the largest there are. The checksum stays
/// that of the file.
fn by_row_id(migration: Migration) -> Migration {
    let text = migration
        .sql
        .as_str()
        .replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY");
    Migration {
        sql: AssertSqlSafe(text).into_sql_str(),
        ..migration
    }
}

/// Applies what is missing. Several processes may call this at once: on
/// PostgreSQL an advisory lock lets one of them work, on SQLite a lock on a
/// file beside the database does.
pub async fn run(db: &Db) -> StoreResult<()> {
    let migrator = migrator(db.engine());
    let known = newest(&migrator);
    let outcome = match db {
        Db::Sqlite { writer, .. } => {
            let _turn = SqliteTurn::take(writer).await?;
            migrator.run(writer).await
        }
        Db::Postgres(pool) => on_postgres(&migrator, pool).await,
    };
    outcome.map_err(|error| match error {
        MigrateError::VersionMissing(found) => StoreError::Newer { found, known },
        MigrateError::Execute(error) => StoreError::from(error),
        other => StoreError::Migrate(other),
    })
}

/// On a connection of its own and without time limits: a migration of a large
/// table, and waiting for another instance's, take as long as they take.
async fn on_postgres(migrator: &Migrator, pool: &PgPool) -> Result<(), MigrateError> {
    let mut connection = pool.acquire().await.map_err(MigrateError::Execute)?.detach();
    for setting in ["SET statement_timeout = 0", "SET lock_timeout = 0"] {
        sqlx::query(setting)
            .execute(&mut connection)
            .await
            .map_err(MigrateError::Execute)?;
    }
    migrator.run(&mut connection).await
}

/// Whether a database is a console's and of this version. Changes nothing.
///
/// # Errors
/// [`StoreError::NoConsole`], [`StoreError::Older`] or [`StoreError::Newer`]
/// when it is not.
pub async fn check(db: &Db) -> StoreResult<()> {
    let known = newest(&migrator(db.engine()));
    let mut tx = db.read().await?;
    let found: Result<i64, sqlx::Error> = on!(&mut tx, |c| {
        sqlx::query_scalar("SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations")
            .fetch_one(c)
            .await
    });
    match found {
        Ok(found) if found > known => Err(StoreError::Newer { found, known }),
        Ok(found) if found < known => Err(StoreError::Older { found, known }),
        Ok(_) => Ok(()),
        // There is no such table, as PostgreSQL and SQLite put it.
        Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("42P01" | "1")) => {
            Err(StoreError::NoConsole)
        }
        Err(other) => Err(other.into()),
    }
}

fn newest(migrator: &Migrator) -> i64 {
    migrator.iter().map(|m| m.version).max().unwrap_or(0)
}

/// The names of the migrations of an engine, in order; for `tahona migrate`.
#[must_use]
pub fn names(engine: Engine) -> Vec<(i64, Cow<'static, str>)> {
    migrator(engine)
        .iter()
        .map(|m| (m.version, m.description.clone()))
        .collect()
}

/// An advisory lock on `<database>.migrate-lock`, let go when dropped.
struct SqliteTurn {
    _file: Option<std::fs::File>,
}

impl SqliteTurn {
    async fn take(pool: &sqlx::SqlitePool) -> StoreResult<Self> {
        let path = pool
            .connect_options()
            .get_filename()
            .with_extension("migrate-lock");
        if pool.connect_options().get_filename().as_os_str() == ":memory:" {
            return Ok(Self { _file: None });
        }
        let locked = tokio::task::spawn_blocking(move || {
            let file = std::fs::OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(path)?;
            file.lock()?;
            Ok::<_, std::io::Error>(file)
        })
        .await
        .map_err(|e| StoreError::Away(e.to_string()))?
        .map_err(|e| StoreError::Away(format!("the lock file beside the database: {e}")))?;
        Ok(Self { _file: Some(locked) })
    }
}
