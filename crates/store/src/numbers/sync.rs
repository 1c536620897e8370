//! What a sync writes about numbers.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// What Meta says about a number.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NumberUpstream {
    /// Our id.
    pub id: String,
    /// The WABA that lists it.
    pub account_id: String,
    /// Meta's id.
    pub phone_number_id: String,
    /// As Meta writes it.
    pub display: String,
    /// In E.164.
    pub e164: Option<String>,
    /// Name that customers see.
    pub verified_name: String,
    /// Name asked for.
    pub new_name: Option<String>,
    /// Review of the name.
    pub name_status: String,
    /// Status.
    pub status: String,
    /// Quality.
    pub quality: String,
    /// Proof by code.
    pub code_verification: String,
    /// Messaging limit.
    pub messaging_limit: Option<String>,
    /// Throughput.
    pub throughput: Option<String>,
    /// `CLOUD_API`, …
    pub platform_type: Option<String>,
    /// `LIVE` or `SANDBOX`.
    pub account_mode: Option<String>,
    /// The whole answer.
    pub raw: Option<String>,
    /// Last sync that listed it.
    pub seen_at: i64,
    /// Since when Meta no longer lists it.
    pub vanished_at: Option<i64>,
}

macro_rules! upstream {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, phone_number_id, display, e164, verified_name, new_name, name_status, status, quality,
                    code_verification, messaging_limit, throughput, platform_type, account_mode, raw, seen_at, vanished_at
             FROM numbers ",
            $rest
        )
    };
}

/// The numbers of a WABA in the order of our ids.
pub async fn of_account(tx: &mut Tx, account: &str) -> StoreResult<Vec<NumberUpstream>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(upstream!("WHERE account_id = $1 ORDER BY id"))
            .bind(account)
            .fetch_all(c)
            .await
    })?)
}

/// A number by Meta's id, whichever WABA lists it.
pub async fn by_phone_number_id(tx: &mut Tx, id: &str) -> StoreResult<Option<NumberUpstream>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(upstream!("WHERE phone_number_id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// Adds a number that was seen for the first time, or writes what Meta says
/// now. Its id stays, and so does what only we know.
pub async fn save(tx: &mut Tx, number: &NumberUpstream, search: &str, now: Millis) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "INSERT INTO numbers (id, account_id, phone_number_id, display, e164, search, verified_name, new_name,
                                  name_status, status, quality, code_verification, messaging_limit, throughput,
                                  platform_type, account_mode, raw, first_seen_at, seen_at, vanished_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, NULL, $18)
             ON CONFLICT (phone_number_id) DO UPDATE SET
                 account_id = excluded.account_id, display = excluded.display, e164 = excluded.e164,
                 search = excluded.search, verified_name = excluded.verified_name, new_name = excluded.new_name,
                 name_status = excluded.name_status, status = excluded.status, quality = excluded.quality,
                 code_verification = excluded.code_verification, messaging_limit = excluded.messaging_limit,
                 throughput = excluded.throughput, platform_type = excluded.platform_type,
                 account_mode = excluded.account_mode, raw = excluded.raw, seen_at = excluded.seen_at,
                 vanished_at = NULL, updated_at = excluded.updated_at",
        )
        .bind(&number.id)
        .bind(&number.account_id)
        .bind(&number.phone_number_id)
        .bind(&number.display)
        .bind(&number.e164)
        .bind(search)
        .bind(&number.verified_name)
        .bind(&number.new_name)
        .bind(&number.name_status)
        .bind(&number.status)
        .bind(&number.quality)
        .bind(&number.code_verification)
        .bind(&number.messaging_limit)
        .bind(&number.throughput)
        .bind(&number.platform_type)
        .bind(&number.account_mode)
        .bind(&number.raw)
        .bind(now.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Marks a number that a complete list no longer holds; `false` when it already was.
pub async fn mark_vanished(tx: &mut Tx, id: &str, now: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE numbers SET vanished_at = $2, updated_at = $2 WHERE id = $1 AND vanished_at IS NULL",
        )
        .bind(id)
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0)
    })?)
}

/// Which of these numbers other connected WABAs list as well: number as
/// written, name of the WABA.
pub async fn listed_elsewhere(
    tx: &mut Tx,
    e164: &str,
    except_waba: &str,
) -> StoreResult<Option<(String, String)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT n.display, a.name FROM numbers n JOIN accounts a ON a.id = n.account_id
             WHERE n.e164 = $1 AND a.waba_id <> $2 AND n.vanished_at IS NULL AND a.disconnected_at IS NULL
             ORDER BY n.id LIMIT 1",
        )
        .bind(e164)
        .bind(except_waba)
        .fetch_optional(c)
        .await
    })?)
}
