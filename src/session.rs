//! Sessions in our own table; see `docs/adr/0007`.
//!
//! The cookie holds a random id, the table its SHA-256. Who is signed in, from
//! where and with which browser are columns, so that people can see and end
//! their sessions. A session that was ended stays ended, whatever a request
//! that was still under way wants to write into it; and none begins with a
//! password that has changed meanwhile.

use app::request::{IP_KEY, RIGHT_KEY, USER_AGENT_KEY, USER_KEY};
use async_trait::async_trait;
use domain::{
    ids::{SessionRef, UserId},
    time::{HOUR, Millis},
};
use serde_json::Value;
use service::{
    Services,
    people::{
        sessions::{self, ABSOLUTE, IDLE},
        sign_in::RightPassword,
    },
};
use store::{
    StoreError, Tx,
    sessions::{self as rows, SessionRecord},
};
use time::OffsetDateTime;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{state::WebSettings, web::arrival};

/// A session before sign-in (a form to fill in again, a code that is awaited)
/// ends after this long.
const BEFORE_SIGN_IN: i64 = HOUR;

/// How a stored id looks; see [`sessions::hash_of`].
#[must_use]
pub fn hash_of(id: &Id) -> String {
    sessions::hash_of(&id.to_string())
}

/// Name of the cookie. `__Host-` lets browsers refuse one that was not set
/// over TLS by this very host.
#[must_use]
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-tahona" } else { "tahona" }
}

/// The layer that finds and keeps the session of each request.
#[must_use]
pub fn layer(services: Services, web: &WebSettings) -> SessionManagerLayer<DbSessions> {
    SessionManagerLayer::new(DbSessions::new(services))
        .with_name(cookie_name(web.https()))
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(web.https())
        // The cookie may outlive the session; the table decides when it is over.
        .with_expiry(Expiry::OnInactivity(time::Duration::milliseconds(ABSOLUTE)))
}

/// [`SessionStore`] over the table `sessions`.
#[derive(Debug, Clone)]
pub struct DbSessions {
    services: Services,
}

impl DbSessions {
    /// The sessions of these services' database.
    #[must_use]
    pub const fn new(services: Services) -> Self {
        Self { services }
    }

    /// Whether a session may begin: nobody is signed in with it, or the
    /// password is still the one that was given.
    async fn may_begin(&self, tx: &mut Tx, record: &Record) -> Result<bool> {
        if !record.data.contains_key(USER_KEY) {
            return Ok(true);
        }
        let right = record.data.get(RIGHT_KEY).cloned().unwrap_or_default();
        let Ok(right) = serde_json::from_value::<RightPassword>(right) else {
            return Ok(false);
        };
        right
            .still_right(tx)
            .await
            .map_err(|error| Error::Backend(error.to_string()))
    }

    fn row(&self, record: &Record, created_at: Millis, now: Millis) -> Result<SessionRecord> {
        let text = |key| record.data.get(key).and_then(Value::as_str).map(str::to_owned);
        let user_id = text(USER_KEY).map(|id| UserId::parse(&id)).transpose();
        let user_id = user_id.map_err(|error| Error::Encode(error.to_string()))?;
        let lasts = if user_id.is_some() {
            ABSOLUTE
        } else {
            BEFORE_SIGN_IN
        };
        Ok(SessionRecord {
            id_hash: hash_of(&record.id),
            session_ref: self.services.random.id::<SessionRef>(now),
            user_id,
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            created_at,
            last_seen_at: now,
            expires_at: created_at.plus(lasts),
            ip: text(IP_KEY),
            user_agent: text(USER_AGENT_KEY),
        })
    }

    /// Remembers that a session was used, at most once a minute.
    async fn touch(&self, found: &SessionRecord, now: Millis) -> std::result::Result<(), StoreError> {
        let (ip, user_agent) = arrival::current().map_or_else(
            || (found.ip.clone(), found.user_agent.clone()),
            |now| (now.ip, now.user_agent),
        );
        let mut tx = self.services.db.write().await?;
        rows::touch(&mut tx, &found.id_hash, now, ip.as_deref(), user_agent.as_deref()).await?;
        tx.commit().await
    }
}

#[async_trait]
impl SessionStore for DbSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let now = self.services.clock.now();
        loop {
            let row = self.row(record, now, now)?;
            let mut tx = self.services.db.write().await.map_err(backend)?;
            if !self.may_begin(&mut tx, record).await? {
                // The cookie leads nowhere, and so to the sign-in page.
                return Ok(());
            }
            match rows::create(&mut tx, &row).await {
                Ok(()) => return tx.commit().await.map_err(backend),
                Err(StoreError::Conflict(_)) => record.id = Id::default(),
                Err(error) => return Err(backend(error)),
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let now = self.services.clock.now();
        let mut tx = self.services.db.write().await.map_err(backend)?;
        let Some(before) = rows::load(&mut tx, &hash_of(&record.id), now, IDLE)
            .await
            .map_err(backend)?
        else {
            return Ok(());
        };
        rows::save(&mut tx, &self.row(record, before.created_at, now)?)
            .await
            .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.services.clock.now();
        let mut tx = self.services.db.read().await.map_err(backend)?;
        let found = rows::load(&mut tx, &hash_of(id), now, IDLE)
            .await
            .map_err(backend)?;
        drop(tx);
        let Some(found) = found else { return Ok(None) };
        if rows::touch_is_due(found.last_seen_at, now) {
            // Worth a line in the log, not a refused request.
            if let Err(error) = self.touch(&found, now).await {
                tracing::warn!(%error, "the last use of a session was not remembered");
            }
        }
        let data = serde_json::from_str(&found.data).map_err(|error| Error::Decode(error.to_string()))?;
        let ends = i128::from(found.expires_at.0) * 1_000_000;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(ends)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.services.db.write().await.map_err(backend)?;
        rows::delete(&mut tx, &hash_of(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

fn backend(error: StoreError) -> Error {
    if let Some(arrival) = arrival::current() {
        arrival.lose_session();
    }
    Error::Backend(error.to_string())
}
