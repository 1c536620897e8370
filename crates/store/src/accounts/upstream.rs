//! What a sync writes about a WABA. Each part has its own function, so that
//! what could be read is kept when something else could not.

use domain::time::Millis;

use crate::{db::Tx, error::StoreResult};

/// What Meta says about a WABA.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "columns of accounts, described in the migration")]
pub struct AccountUpstream {
    pub name: String,
    pub portfolio_id: Option<String>,
    pub portfolio_name: Option<String>,
    pub currency: Option<String>,
    pub timezone_id: Option<String>,
    pub country: Option<String>,
    pub auth_international: Option<String>,
    pub namespace: Option<String>,
    pub review_status: Option<String>,
    pub business_verification: Option<String>,
    pub ownership: Option<String>,
    pub status: Option<String>,
    pub raw: String,
}

/// Writes what Meta says about a WABA.
pub async fn save_upstream(tx: &mut Tx, id: &str, waba: &AccountUpstream, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE accounts SET name = $2, portfolio_id = $3, portfolio_name = $4, currency = $5, timezone_id = $6,
                    country = $7, namespace = $8, review_status = $9, business_verification = $10, ownership = $11,
                    status = $12, raw = $13, updated_at = $14, auth_international = $15
             WHERE id = $1",
        )
        .bind(id)
        .bind(&waba.name)
        .bind(&waba.portfolio_id)
        .bind(&waba.portfolio_name)
        .bind(&waba.currency)
        .bind(&waba.timezone_id)
        .bind(&waba.country)
        .bind(&waba.namespace)
        .bind(&waba.review_status)
        .bind(&waba.business_verification)
        .bind(&waba.ownership)
        .bind(&waba.status)
        .bind(&waba.raw)
        .bind(at.0)
        .bind(&waba.auth_international)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Writes the portfolio's messaging limit, which its numbers report.
pub async fn save_messaging_limit(tx: &mut Tx, id: &str, limit: Option<&str>) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET messaging_limit = $2 WHERE id = $1")
            .bind(id)
            .bind(limit)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// What `debug_token` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// The app.
    pub app_id: Option<String>,
    /// Its name.
    pub app_name: Option<String>,
    /// JSON array.
    pub scopes: String,
    /// When it ends; `None`: never.
    pub expires_at: Option<i64>,
}

/// Writes the state of the token.
pub async fn save_token_state(
    tx: &mut Tx,
    id: &str,
    state: &TokenState,
    problem: Option<&str>,
    at: Millis,
) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE accounts SET app_id = $2, app_name = $3, scopes = $4, token_expires_at = $5, token_problem = $6,
                    token_checked_at = $7
             WHERE id = $1",
        )
        .bind(id)
        .bind(&state.app_id)
        .bind(&state.app_name)
        .bind(&state.scopes)
        .bind(state.expires_at)
        .bind(problem)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Writes only that Meta refuses the token.
pub async fn save_token_problem(tx: &mut Tx, id: &str, problem: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET token_problem = $2, token_checked_at = $3 WHERE id = $1")
            .bind(id)
            .bind(problem)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Writes where webhooks go.
pub async fn save_subscription(tx: &mut Tx, id: &str, json: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET subscription = $2, subscription_at = $3 WHERE id = $1")
            .bind(id)
            .bind(json)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Writes Meta's verdict on sending.
pub async fn save_health(tx: &mut Tx, id: &str, json: &str, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("UPDATE accounts SET health = $2, health_at = $3 WHERE id = $1")
            .bind(id)
            .bind(json)
            .bind(at.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Writes how a sync went: complete when `problems` is `None`.
pub async fn save_attempt(tx: &mut Tx, id: &str, problems: Option<&str>, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE accounts SET sync_attempt_at = $3, sync_problem = $2,
                    sync_ok_at = CASE WHEN $2 IS NULL THEN $3 ELSE sync_ok_at END
             WHERE id = $1",
        )
        .bind(id)
        .bind(problems)
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
