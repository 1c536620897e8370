//! Connections and transactions on either database.
//!
//! SQLite has one writer: its own pool of one connection, opened with
//! `BEGIN IMMEDIATE`, so that writers queue instead of failing half-way.
//! Readers have their own connections and see the last committed state.
//! `synchronous=FULL` because an answer that says "stored" must survive a
//! power cut (promise 1 of the product).

mod connect;

use std::{
    ops::{Deref, DerefMut},
    time::Instant,
};

use sqlx::{Database, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::error::StoreResult;

/// Which database is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in a file beside the binary.
    Sqlite,
    /// PostgreSQL, which several instances may share.
    Postgres,
}

/// An open database. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Db {
    /// SQLite with its one writer and its readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        readers: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// A transaction on either database. Rolls back unless [`Tx::commit`] is called.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Open<Sqlite>),
    /// On PostgreSQL.
    Postgres(Open<Postgres>),
}

/// An open transaction; dereferences to its connection.
#[derive(Debug)]
pub struct Open<E: Database> {
    tx: Transaction<'static, E>,
    _watch: Stopwatch,
}

impl<E: Database> Open<E> {
    const fn new(tx: Transaction<'static, E>, watch: Stopwatch) -> Self {
        Self { tx, _watch: watch }
    }
}

impl<E: Database> Deref for Open<E> {
    type Target = E::Connection;
    fn deref(&self) -> &E::Connection {
        &self.tx
    }
}

impl<E: Database> DerefMut for Open<E> {
    fn deref_mut(&mut self) -> &mut E::Connection {
        &mut self.tx
    }
}

/// Notes how long a transaction was open, from its begin to its end.
#[derive(Debug)]
struct Stopwatch {
    begun: Instant,
    mode: &'static str,
}

impl Stopwatch {
    /// Begins with a transaction for which a connection was asked at `asked`.
    fn start(asked: Instant, mode: &'static str) -> Self {
        let begun = Instant::now();
        metrics::histogram!("tahona_db_begin_seconds", "mode" => mode)
            .record(begun.duration_since(asked).as_secs_f64());
        Self { begun, mode }
    }
}

impl Drop for Stopwatch {
    fn drop(&mut self) {
        metrics::histogram!("tahona_db_transaction_seconds", "mode" => self.mode)
            .record(self.begun.elapsed().as_secs_f64());
    }
}

/// Runs one sqlx expression on whichever connection a [`Tx`] holds:
/// `on!(tx, |c| sqlx::query(SQL).bind(id).execute(c).await)`.
///
/// The expression is compiled twice, once for each driver, from one text.
#[macro_export]
macro_rules! on {
    ($tx:expr, |$c:ident| $query:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $query
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $query
            }
        }
    };
}

impl Db {
    /// Which database this is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Starts a transaction that only reads.
    pub async fn read(&self) -> StoreResult<Tx> {
        let asked = Instant::now();
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                let begun = readers.begin().await?;
                Tx::Sqlite(Open::new(begun, Stopwatch::start(asked, "read")))
            }
            Self::Postgres(pool) => {
                let begun = pool.begin().await?;
                Tx::Postgres(Open::new(begun, Stopwatch::start(asked, "read")))
            }
        })
    }

    /// Starts a transaction that may write.
    pub async fn write(&self) -> StoreResult<Tx> {
        let asked = Instant::now();
        Ok(match self {
            Self::Sqlite { writer, .. } => {
                let begun = writer.begin_with("BEGIN IMMEDIATE").await?;
                Tx::Sqlite(Open::new(begun, Stopwatch::start(asked, "write")))
            }
            Self::Postgres(pool) => {
                let begun = pool.begin().await?;
                Tx::Postgres(Open::new(begun, Stopwatch::start(asked, "write")))
            }
        })
    }

    /// Asks the database for an answer; used by `/readyz`.
    pub async fn ping(&self) -> StoreResult<()> {
        let mut tx = self.read().await?;
        on!(&mut tx, |c| sqlx::query("SELECT 1").execute(c).await.map(|_| ()))?;
        Ok(())
    }

    /// Closes all connections, waiting for those in use.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything that is read in this transaction come from one instant,
    /// as a proof needs it. To be asked before anything is read. SQLite's
    /// readers see that anyway.
    pub async fn hold_still(&mut self) -> StoreResult<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .execute(&mut **tx)
                .await?;
            // A proof reads for longer than a page does.
            sqlx::query("SET LOCAL statement_timeout = '10min'")
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Makes the changes last.
    pub async fn commit(self) -> StoreResult<()> {
        let begun = Instant::now();
        match self {
            Self::Sqlite(Open { tx, _watch }) => tx.commit().await?,
            Self::Postgres(Open { tx, _watch }) => tx.commit().await?,
        }
        metrics::histogram!("tahona_db_commit_seconds").record(begun.elapsed().as_secs_f64());
        Ok(())
    }

    /// Which database this transaction runs on.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(..) => Engine::Sqlite,
            Self::Postgres(..) => Engine::Postgres,
        }
    }
}
