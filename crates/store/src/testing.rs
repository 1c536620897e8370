//! Throw-away databases, so that every test runs on both engines.
//!
//! PostgreSQL is taken from `TAHONA_TEST_POSTGRES_URL`, which
//! `cargo xtask test` sets; without it the tests fail rather than pass unrun.

mod dice;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use url::Url;

use crate::{
    db::{Db, Engine},
    migrate,
};

pub use self::dice::Dice;

/// A migrated database that disappears with this value.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its `DATABASE_URL`.
    pub url: String,
    _keep: Keep,
}

#[derive(Debug)]
enum Keep {
    Folder { _folder: TempDir },
    Database { admin: String, name: String },
}

impl TestDb {
    /// Makes and migrates a database.
    ///
    /// # Panics
    /// When PostgreSQL is wanted and `TAHONA_TEST_POSTGRES_URL` is not set, or
    /// when the database cannot be made: a test cannot go on without it.
    #[expect(
        clippy::expect_used,
        reason = "test support: a test without its database must fail"
    )]
    pub async fn new(engine: Engine) -> Self {
        let made = Self::empty(engine).await;
        migrate::run(&made.db)
            .await
            .expect("migrations apply to an empty database");
        made
    }

    /// Makes a database without any table.
    ///
    /// # Panics
    /// As [`Self::new`].
    #[expect(
        clippy::expect_used,
        reason = "test support: a test without its database must fail"
    )]
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let url = format!("sqlite://{}", folder.path().join("test.db").display());
                let db = Db::open(&url).await.expect("SQLite opens");
                Self {
                    db,
                    url,
                    _keep: Keep::Folder { _folder: folder },
                }
            }
            Engine::Postgres => {
                let admin = std::env::var("TAHONA_TEST_POSTGRES_URL").expect(
                    "TAHONA_TEST_POSTGRES_URL names a PostgreSQL server; `cargo xtask test` starts one",
                );
                let name = format!("t_{}", uuid::Uuid::now_v7().simple());
                let mut connection = PgConnection::connect(&admin).await.expect("PostgreSQL answers");
                sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
                    .execute(&mut connection)
                    .await
                    .expect("a database can be made");
                let mut url = Url::parse(&admin).expect("a PostgreSQL address");
                url.set_path(&name);
                let db = Db::open(url.as_str()).await.expect("PostgreSQL opens");
                Self {
                    db,
                    url: url.into(),
                    _keep: Keep::Database { admin, name },
                }
            }
        }
    }

    /// Changes rows behind everybody's back.
    ///
    /// # Panics
    /// When the database refuses: a test that has not changed them cannot go on.
    #[expect(
        clippy::expect_used,
        reason = "test support: a test without its rows must fail"
    )]
    pub async fn sql(&self, statement: &'static str) {
        let mut tx = self.db.write().await.expect("a transaction begins");
        on!(&mut tx, |c| sqlx::query(statement).execute(c).await.map(|_| ())).expect("the statement runs");
        tx.commit().await.expect("the transaction ends");
    }

    /// The steps by which SQLite would answer a query, so that a test notices
    /// when it no longer uses an index.
    ///
    /// # Panics
    /// When the query is not one.
    #[expect(
        clippy::expect_used,
        reason = "test support: a test without its plan must fail"
    )]
    pub async fn plan(&self, sql: &str) -> Vec<String> {
        let mut tx = self.db.read().await.expect("the database opens");
        let steps: Vec<(i64, i64, i64, String)> = on!(&mut tx, |c| {
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
                .fetch_all(c)
                .await
        })
        .expect("SQLite has a plan");
        steps.into_iter().map(|(_, _, _, step)| step).collect()
    }
}

impl Drop for Keep {
    fn drop(&mut self) {
        let Self::Database { admin, name } = self else {
            return;
        };
        let (admin, statement) = (
            admin.clone(),
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        );
        // Dropping needs a runtime of its own: this one is busy ending.
        let done = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let mut connection = PgConnection::connect(&admin)
                    .await
                    .map_err(std::io::Error::other)?;
                sqlx::query(AssertSqlSafe(statement))
                    .execute(&mut connection)
                    .await
                    .map_err(std::io::Error::other)?;
                Ok::<(), std::io::Error>(())
            })
        });
        if !matches!(done.join(), Ok(Ok(()))) {
            tracing::warn!("a test database was left behind");
        }
    }
}
