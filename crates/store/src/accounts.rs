//! Connected WhatsApp Business Accounts.

mod upstream;

pub use upstream::*;

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A WABA as it is stored; the columns are described in the migration.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of accounts, described in the migration")]
pub struct AccountRecord {
    pub id: String,
    pub waba_id: String,
    pub name: String,
    pub portfolio_id: Option<String>,
    pub portfolio_name: Option<String>,
    pub currency: Option<String>,
    pub timezone_id: Option<String>,
    pub country: Option<String>,
    pub auth_international: Option<String>,
    pub nonprofit: bool,
    pub namespace: Option<String>,
    pub review_status: Option<String>,
    pub business_verification: Option<String>,
    pub ownership: Option<String>,
    pub status: Option<String>,
    pub messaging_limit: Option<String>,
    pub raw: Option<String>,
    pub app_id: Option<String>,
    pub app_name: Option<String>,
    pub scopes: String,
    pub token: Option<String>,
    pub token_set_at: Option<i64>,
    pub token_expires_at: Option<i64>,
    pub token_checked_at: Option<i64>,
    pub token_problem: Option<String>,
    pub app_secret: Option<String>,
    pub subscription: Option<String>,
    pub subscription_at: Option<i64>,
    pub health: Option<String>,
    pub health_at: Option<i64>,
    pub sync_attempt_at: Option<i64>,
    pub sync_ok_at: Option<i64>,
    pub sync_problem: Option<String>,
    pub connected_at: i64,
    pub disconnected_at: Option<i64>,
    /// Numbers that Meta lists.
    pub numbers: i64,
    /// Of those, in use by bakeries.
    pub in_use: i64,
}

macro_rules! accounts {
    ($rest:literal) => {
        concat!(
            "SELECT id, waba_id, name, portfolio_id, portfolio_name, currency, timezone_id, country,
                    auth_international, nonprofit, namespace, review_status, business_verification, ownership,
                    status, messaging_limit, raw, app_id, app_name, scopes, token, token_set_at, token_expires_at,
                    token_checked_at, token_problem, app_secret, subscription, subscription_at, health, health_at,
                    sync_attempt_at, sync_ok_at, sync_problem, connected_at, disconnected_at,
                    (SELECT CAST(COUNT(*) AS BIGINT) FROM numbers n
                     WHERE n.account_id = accounts.id AND n.vanished_at IS NULL) AS numbers,
                    (SELECT CAST(COUNT(*) AS BIGINT) FROM numbers n JOIN assignments a ON a.number_id = n.id
                     WHERE n.account_id = accounts.id AND n.vanished_at IS NULL AND a.to_at IS NULL) AS in_use
             FROM accounts ",
            $rest
        )
    };
}

/// Every WABA by name, disconnected ones last.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<AccountRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(accounts!(
            "ORDER BY CASE WHEN disconnected_at IS NULL THEN 0 ELSE 1 END, name, id"
        ))
        .fetch_all(c)
        .await
    })?)
}

/// One WABA.
pub async fn by_id(tx: &mut Tx, id: &str) -> StoreResult<Option<AccountRecord>> {
    Ok(on!(tx, |c| sqlx::query_as(accounts!("WHERE id = $1"))
        .bind(id)
        .fetch_optional(c)
        .await)?)
}

/// One WABA by Meta's id.
pub async fn by_waba_id(tx: &mut Tx, waba_id: &str) -> StoreResult<Option<AccountRecord>> {
    Ok(on!(tx, |c| sqlx::query_as(accounts!("WHERE waba_id = $1"))
        .bind(waba_id)
        .fetch_optional(c)
        .await)?)
}

/// What a list of numbers needs to know of each WABA.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AccountBrief {
    /// Our id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Last complete sync.
    pub sync_ok_at: Option<i64>,
    /// What failed in the last attempt.
    pub sync_problem: Option<String>,
    /// When it was disconnected.
    pub disconnected_at: Option<i64>,
}

/// Every WABA in short, by name.
pub async fn briefs(tx: &mut Tx) -> StoreResult<Vec<AccountBrief>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, name, sync_ok_at, sync_problem, disconnected_at FROM accounts ORDER BY name, id",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Makes other transactions that change this WABA wait until this one ends;
/// `false` when there is no such WABA.
pub async fn lock(tx: &mut Tx, id: &str) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE accounts SET updated_at = updated_at WHERE id = $1")
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)
    })?)
}

/// Adds a WABA, or takes a disconnected one back. Answers `false` when it is
/// connected already.
pub async fn connect(
    tx: &mut Tx,
    id: &str,
    waba_id: &str,
    name: &str,
    token: &str,
    app_secret: Option<&str>,
    at: Millis,
) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO accounts (id, waba_id, name, token, token_set_at, app_secret, connected_at, updated_at)
             VALUES ($1, $2, $3, $4, $6, $5, $6, $6)
             ON CONFLICT (waba_id) DO UPDATE SET
                 name = excluded.name, token = excluded.token, token_set_at = excluded.token_set_at,
                 app_secret = excluded.app_secret, token_problem = NULL, token_checked_at = NULL,
                 token_expires_at = NULL, sync_problem = NULL, subscription = NULL, subscription_at = NULL,
                 health = NULL, health_at = NULL, disconnected_at = NULL, connected_at = excluded.connected_at,
                 updated_at = excluded.updated_at
             WHERE accounts.disconnected_at IS NOT NULL",
        )
        .bind(id)
        .bind(waba_id)
        .bind(name)
        .bind(token)
        .bind(app_secret)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Forgets the secrets of a WABA.
pub async fn disconnect(tx: &mut Tx, id: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE accounts SET token = NULL, app_secret = NULL, disconnected_at = $2, updated_at = $2 WHERE id = $1",
        )
        .bind(id)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Stores or removes the sealed app secret.
pub async fn set_app_secret(tx: &mut Tx, id: &str, sealed: Option<&str>, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET app_secret = $2, updated_at = $3 WHERE id = $1")
            .bind(id)
            .bind(sealed)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Says whether the account is of a government or a non-profit organisation.
pub async fn set_nonprofit(tx: &mut Tx, id: &str, nonprofit: bool, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET nonprofit = $2, updated_at = $3 WHERE id = $1")
            .bind(id)
            .bind(nonprofit)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Puts a new sealed token in the place of `old`; `false` when the token in
/// force is another one by now.
pub async fn swap_token(tx: &mut Tx, id: &str, old: &str, new: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE accounts SET token = $3, token_set_at = $4, token_problem = NULL, updated_at = $4
             WHERE id = $1 AND token = $2 AND disconnected_at IS NULL",
        )
        .bind(id)
        .bind(old)
        .bind(new)
        .bind(at.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}
