//! How instances that share a PostgreSQL database tell each other that
//! something has changed, and how they notice while they cannot.

use sqlx::{FromRow, postgres::PgListener};

use crate::{
    db::{Db, Tx},
    error::StoreResult,
};

/// The channel of `LISTEN` and `NOTIFY`; databases have channels of their own.
const CHANNEL: &str = "tahona_changes";

/// Tells every instance that listens, this one included. Does nothing on
/// SQLite, which serves one process. At most 8,000 bytes arrive.
pub async fn tell(db: &Db, words: &str) -> StoreResult<()> {
    if let Db::Postgres(pool) = db {
        sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(words)
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// A connection on which other instances are heard. Keeps one connection of
/// the pool until it is dropped.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    /// Starts to listen; `None` on SQLite.
    pub async fn open(db: &Db) -> StoreResult<Option<Self>> {
        let Db::Postgres(pool) = db else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Self(listener)))
    }

    /// Waits for what an instance tells; `None` when the connection was lost,
    /// and with it whatever was told meanwhile.
    pub async fn next(&mut self) -> StoreResult<Option<String>> {
        let heard = self.0.try_recv().await?;
        Ok(heard.map(|heard| heard.payload().to_owned()))
    }
}

/// Where the growing tables end; they differ when something has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Marks {
    /// Position of the last audit row.
    pub audit: i64,
    /// Id of the newest message.
    pub message: Option<i64>,
    /// Id of the newest event.
    pub event: Option<i64>,
}

/// Reads them.
pub async fn marks(tx: &mut Tx) -> StoreResult<Marks> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT (SELECT seq FROM audit_head WHERE id = 1) AS audit,
                    (SELECT MAX(id) FROM messages) AS message,
                    (SELECT MAX(id) FROM webhook_events) AS event",
        )
        .fetch_one(c)
        .await
    })?)
}
