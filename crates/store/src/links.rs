//! Invitations and password resets. Only the SHA-256 of a link's token is kept.

use domain::{
    ids::{LinkId, UserId},
    time::Millis,
};
use sqlx::FromRow;

use crate::{
    db::Tx,
    error::{StoreError, StoreResult},
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// First password of a new person.
    Invite,
    /// New password of a known person.
    Reset,
}

impl Kind {
    /// The word used in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Reset => "reset",
        }
    }
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Id.
    pub id: LinkId,
    /// What it is for.
    pub kind: Kind,
    /// Whom it is for.
    pub user_id: UserId,
    /// Until when it works.
    pub expires_at: Millis,
    /// When it was used.
    pub used_at: Option<Millis>,
    /// When it was withdrawn.
    pub revoked_at: Option<Millis>,
}

impl Link {
    /// Whether it can be used at `now`.
    #[must_use]
    pub fn works(&self, now: Millis) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && self.expires_at > now
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    user_id: String,
    expires_at: i64,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for Link {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let corrupt = |column, value: &str| StoreError::Corrupt {
            table: "links",
            column,
            value: value.to_owned(),
        };
        Ok(Self {
            kind: match row.kind.as_str() {
                "invite" => Kind::Invite,
                "reset" => Kind::Reset,
                other => return Err(corrupt("kind", other)),
            },
            id: LinkId::parse(&row.id).map_err(|_| corrupt("id", &row.id))?,
            user_id: UserId::parse(&row.user_id).map_err(|_| corrupt("user_id", &row.user_id))?,
            expires_at: Millis(row.expires_at),
            used_at: row.used_at.map(Millis),
            revoked_at: row.revoked_at.map(Millis),
        })
    }
}

/// A link to be stored.
#[derive(Debug, Clone)]
pub struct NewLink<'a> {
    /// Id.
    pub id: &'a LinkId,
    /// What it is for.
    pub kind: Kind,
    /// SHA-256 of its token, hex.
    pub token_hash: &'a str,
    /// Whom it is for.
    pub user_id: &'a UserId,
    /// Who made it; `None` for the server itself.
    pub created_by: Option<&'a str>,
    /// When.
    pub created_at: Millis,
    /// Until when it works.
    pub expires_at: Millis,
}

/// Stores a link.
pub async fn insert(tx: &mut Tx, new: &NewLink<'_>) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO links (id, kind, token_hash, user_id, created_by, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id.as_str())
        .bind(new.kind.key())
        .bind(new.token_hash)
        .bind(new.user_id.as_str())
        .bind(new.created_by)
        .bind(new.created_at.0)
        .bind(new.expires_at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The link with this token, usable or not.
pub async fn by_token_hash(tx: &mut Tx, token_hash: &str) -> StoreResult<Option<Link>> {
    let row: Option<Row> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, kind, user_id, expires_at, used_at, revoked_at FROM links WHERE token_hash = $1",
        )
        .bind(token_hash)
        .fetch_optional(c)
        .await
    })?;
    row.map(Link::try_from).transpose()
}

/// The link with this id, usable or not.
pub async fn by_id(tx: &mut Tx, id: &LinkId) -> StoreResult<Option<Link>> {
    let row: Option<Row> = on!(tx, |c| {
        sqlx::query_as("SELECT id, kind, user_id, expires_at, used_at, revoked_at FROM links WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(c)
            .await
    })?;
    row.map(Link::try_from).transpose()
}

/// Every link that can be used at `now`, oldest first.
pub async fn open(tx: &mut Tx, now: Millis) -> StoreResult<Vec<Link>> {
    let rows: Vec<Row> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, kind, user_id, expires_at, used_at, revoked_at FROM links
             WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > $1
             ORDER BY created_at, id",
        )
        .bind(now.0)
        .fetch_all(c)
        .await
    })?;
    rows.into_iter().map(Link::try_from).collect()
}

/// Uses a link up. Answers `false` when it was used, withdrawn or too old: of
/// two who try at the same time, one gets `true`.
pub async fn use_up(tx: &mut Tx, id: &LinkId, now: Millis) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE links SET used_at = $2
             WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2",
        )
        .bind(id.as_str())
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// Withdraws a link. Answers `false` when it was used or withdrawn before.
pub async fn revoke(tx: &mut Tx, id: &LinkId, now: Millis) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE links SET revoked_at = $2 WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL",
        )
        .bind(id.as_str())
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// Withdraws all open links of a person; answers how many.
pub async fn revoke_for_user(tx: &mut Tx, user: &UserId, now: Millis) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE links SET revoked_at = $2 WHERE user_id = $1 AND used_at IS NULL AND revoked_at IS NULL",
        )
        .bind(user.as_str())
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?)
}

/// Removes links that ended before `before`; answers how many.
pub async fn sweep(tx: &mut Tx, before: Millis) -> StoreResult<u64> {
    Ok(on!(tx, |c| {
        sqlx::query("DELETE FROM links WHERE expires_at < $1")
            .bind(before.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
