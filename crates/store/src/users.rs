//! People: who they are, how they sign in, which bakeries they belong to.

mod bakeries;

pub use bakeries::{memberships, set_tenants, tenants_of};

use domain::{
    ids::UserId,
    lang::Lang,
    person::{Email, Role},
    time::Millis,
};
use sqlx::FromRow;

use crate::{
    db::Tx,
    error::{StoreError, StoreResult},
    like,
};

/// State of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Has not used the invitation yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in.
    Disabled,
}

impl Status {
    /// The word used in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Invited, Self::Active, Self::Disabled]
            .into_iter()
            .find(|s| s.key() == key)
    }
}

/// A person. `Debug` leaves the hash and the sealed secret out.
#[derive(Clone)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Address used to sign in.
    pub email: Email,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// State.
    pub status: Status,
    /// PHC string; `None` until the invitation is used.
    pub password_hash: Option<String>,
    /// When it was last set.
    pub password_changed_at: Option<Millis>,
    /// Sealed secret of the second factor, confirmed or being set up.
    pub totp_secret: Option<String>,
    /// When the second factor was confirmed.
    pub totp_confirmed_at: Option<Millis>,
    /// Chosen language.
    pub lang: Option<Lang>,
    /// Chosen theme, `light` or `dark`.
    pub theme: Option<String>,
    /// Last sign-in.
    pub last_sign_in_at: Option<Millis>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("role", &self.role)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl User {
    /// Whether a second factor is confirmed.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        self.totp_confirmed_at.is_some() && self.totp_secret.is_some()
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    email: String,
    name: String,
    role: String,
    status: String,
    password_hash: Option<String>,
    password_changed_at: Option<i64>,
    totp_secret: Option<String>,
    totp_confirmed_at: Option<i64>,
    lang: Option<String>,
    theme: Option<String>,
    last_sign_in_at: Option<i64>,
}

impl TryFrom<Row> for User {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let corrupt = |column, value: &str| StoreError::Corrupt {
            table: "users",
            column,
            value: value.to_owned(),
        };
        Ok(Self {
            role: Role::from_key(&row.role).ok_or_else(|| corrupt("role", &row.role))?,
            status: Status::from_key(&row.status).ok_or_else(|| corrupt("status", &row.status))?,
            email: Email::parse(&row.email).map_err(|_| corrupt("email", &row.id))?,
            id: UserId::parse(&row.id).map_err(|_| corrupt("id", &row.id))?,
            name: row.name,
            password_hash: row.password_hash,
            password_changed_at: row.password_changed_at.map(Millis),
            totp_secret: row.totp_secret,
            totp_confirmed_at: row.totp_confirmed_at.map(Millis),
            // A choice that this version does not know falls back to the browser's.
            lang: row.lang.as_deref().and_then(Lang::parse),
            theme: row.theme,
            last_sign_in_at: row.last_sign_in_at.map(Millis),
        })
    }
}

macro_rules! columns {
    () => {
        "id, email, name, role, status, password_hash, password_changed_at, totp_secret, totp_confirmed_at, lang, \
         theme, last_sign_in_at"
    };
}

/// A person to be stored.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Id.
    pub id: UserId,
    /// Address.
    pub email: Email,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// State.
    pub status: Status,
    /// When.
    pub at: Millis,
}

/// Adds a person without a password. A known address is a
/// [`StoreError::Conflict`].
pub async fn insert(tx: &mut Tx, new: &NewUser) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO users (id, email, name, name_search, role, status, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        )
        .bind(new.id.as_str())
        .bind(new.email.as_str())
        .bind(&new.name)
        .bind(domain::tenant::search_key(&new.name))
        .bind(new.role.key())
        .bind(new.status.key())
        .bind(new.at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The person with this id.
pub async fn by_id(tx: &mut Tx, id: &UserId) -> StoreResult<Option<User>> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM users WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(id.as_str())
        .fetch_optional(c)
        .await)?;
    row.map(User::try_from).transpose()
}

/// The person with this address.
pub async fn by_email(tx: &mut Tx, email: &Email) -> StoreResult<Option<User>> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM users WHERE email = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(email.as_str())
        .fetch_optional(c)
        .await)?;
    row.map(User::try_from).transpose()
}

/// The person as they are now, held until the end of the transaction: what is
/// decided by this row stays true until the commit, on both databases.
pub async fn hold(tx: &mut Tx, id: &UserId) -> StoreResult<Option<User>> {
    const SQL: &str = concat!(
        "UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING ",
        columns!()
    );
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(id.as_str())
        .fetch_optional(c)
        .await)?;
    row.map(User::try_from).transpose()
}

/// Everybody whose name or address contains `text`, of one role or all, by name.
pub async fn list(tx: &mut Tx, text: Option<&str>, role: Option<Role>) -> StoreResult<Vec<User>> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM users
         WHERE (CAST($1 AS TEXT) IS NULL OR name_search LIKE $1 ESCAPE '\\' OR email LIKE $1 ESCAPE '\\')
           AND (CAST($2 AS TEXT) IS NULL OR role = $2)
         ORDER BY name_search, id"
    );
    let text = text.map(|text| like::holding(&domain::tenant::search_key(text)));
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(SQL)
        .bind(&text)
        .bind(role.map(Role::key))
        .fetch_all(c)
        .await)?;
    rows.into_iter().map(User::try_from).collect()
}

/// How many people are admins and can sign in.
///
/// Ask after [`crate::audit::append`]: it makes writers queue, so this counts
/// what every other finished change left, and two admins who remove each other
/// at the same time do not both succeed.
pub async fn active_admins(tx: &mut Tx) -> StoreResult<i64> {
    const SQL: &str =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM users WHERE role = 'platform_admin' AND status = 'active'";
    Ok(on!(tx, |c| sqlx::query_scalar(SQL).fetch_one(c).await)?)
}

/// Changes name and role.
pub async fn set_identity(tx: &mut Tx, id: &UserId, name: &str, role: Role, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE users SET name = $2, name_search = $3, role = $4, updated_at = $5 WHERE id = $1")
            .bind(id.as_str())
            .bind(name)
            .bind(domain::tenant::search_key(name))
            .bind(role.key())
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Changes the state.
pub async fn set_status(tx: &mut Tx, id: &UserId, status: Status, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE users SET status = $2, updated_at = $3 WHERE id = $1")
            .bind(id.as_str())
            .bind(status.key())
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Sets a new password.
pub async fn set_password(tx: &mut Tx, id: &UserId, phc: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE users SET password_hash = $2, password_changed_at = $3, updated_at = $3 WHERE id = $1",
        )
        .bind(id.as_str())
        .bind(phc)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Stores the same password hashed anew; it does not count as changed.
pub async fn rehash_password(tx: &mut Tx, id: &UserId, phc: &str) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
            .bind(id.as_str())
            .bind(phc)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Remembers a sign-in.
pub async fn signed_in(tx: &mut Tx, id: &UserId, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE users SET last_sign_in_at = $2 WHERE id = $1")
            .bind(id.as_str())
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Remembers the chosen language and theme.
pub async fn set_preferences(
    tx: &mut Tx,
    id: &UserId,
    lang: Option<Lang>,
    theme: Option<&str>,
    at: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE users SET lang = $2, theme = $3, updated_at = $4 WHERE id = $1")
            .bind(id.as_str())
            .bind(lang.map(Lang::tag))
            .bind(theme)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
