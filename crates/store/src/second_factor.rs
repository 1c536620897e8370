//! Second factors: the sealed secret, the steps that were used, recovery codes.

use domain::{ids::UserId, time::Millis};

use crate::{db::Tx, error::StoreResult};

/// Stores a sealed secret that is being set up, in place of an unconfirmed
/// one. Answers `false` when a confirmed one is there.
pub async fn begin(tx: &mut Tx, user: &UserId, sealed: &str) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE users SET totp_secret = $2, totp_last_step = NULL WHERE id = $1 AND totp_confirmed_at IS NULL",
        )
        .bind(user.as_str())
        .bind(sealed)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// Confirms what [`begin`] stored; `step` is the time step of the first code,
/// which is used up by this.
pub async fn confirm(tx: &mut Tx, user: &UserId, step: i64, at: Millis) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE users SET totp_confirmed_at = $2, totp_last_step = $3, updated_at = $2
             WHERE id = $1 AND totp_secret IS NOT NULL AND totp_confirmed_at IS NULL",
        )
        .bind(user.as_str())
        .bind(at.0)
        .bind(step)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// Uses up a time step and all before it. Answers `false` when it was used
/// up already: each code works once (RFC 6238, section 5.2).
pub async fn use_step(tx: &mut Tx, user: &UserId, step: i64) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query(
            "UPDATE users SET totp_last_step = $2
             WHERE id = $1 AND totp_confirmed_at IS NOT NULL AND (totp_last_step IS NULL OR totp_last_step < $2)",
        )
        .bind(user.as_str())
        .bind(step)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// Removes the secret and the recovery codes.
pub async fn clear(tx: &mut Tx, user: &UserId, at: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE users SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL, updated_at = $2
             WHERE id = $1",
        )
        .bind(user.as_str())
        .bind(at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    replace_codes(tx, user, &[]).await
}

/// Replaces all recovery codes by these hashes.
pub async fn replace_codes(tx: &mut Tx, user: &UserId, hashes: &[String]) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1")
            .bind(user.as_str())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    for hash in hashes {
        on!(tx, |c| {
            sqlx::query("INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)")
                .bind(user.as_str())
                .bind(hash)
                .execute(c)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}

/// Uses up a recovery code. Answers `false` when there is none such, or it was used.
pub async fn use_code(tx: &mut Tx, user: &UserId, hash: &str, at: Millis) -> StoreResult<bool> {
    let changed = on!(tx, |c| {
        sqlx::query("UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL")
            .bind(user.as_str())
            .bind(hash)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed == 1)
}

/// How many recovery codes are unused.
pub async fn codes_left(tx: &mut Tx, user: &UserId) -> StoreResult<i64> {
    const SQL: &str =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL";
    Ok(on!(tx, |c| sqlx::query_scalar(SQL)
        .bind(user.as_str())
        .fetch_one(c)
        .await)?)
}
