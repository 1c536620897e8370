//! The people of a bakery.

use domain::time::Millis;
use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult};

/// A person who belongs to a bakery.
#[derive(Debug, Clone, FromRow)]
pub struct OwnerRecord {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role.
    pub role: String,
    /// `invited`, `active` or `disabled`.
    pub status: String,
    /// When the second factor was confirmed.
    pub totp_confirmed_at: Option<i64>,
    /// Last sign-in.
    pub last_sign_in_at: Option<i64>,
    /// An open link.
    pub link_id: Option<String>,
    /// Its end.
    pub link_expires_at: Option<i64>,
}

/// People of a bakery by name.
pub async fn owners(tx: &mut Tx, id: &str, now: Millis) -> StoreResult<Vec<OwnerRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT u.id, u.name, u.email, u.role, u.status, u.totp_confirmed_at, u.last_sign_in_at,
                    l.id AS link_id, l.expires_at AS link_expires_at
             FROM user_tenants ut JOIN users u ON u.id = ut.user_id
             LEFT JOIN links l ON l.id = (SELECT MAX(x.id) FROM links x WHERE x.user_id = u.id
                 AND x.used_at IS NULL AND x.revoked_at IS NULL AND x.expires_at > $2)
             WHERE ut.tenant_id = $1
             ORDER BY u.name_search, u.id",
        )
        .bind(id)
        .bind(now.0)
        .fetch_all(c)
        .await
    })?)
}

/// The bakeries that the people of a bakery belong to: person, bakery, name.
pub async fn of_owners(tx: &mut Tx, id: &str) -> StoreResult<Vec<(String, String, String)>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT ut.user_id, t.id, t.name FROM user_tenants ut JOIN tenants t ON t.id = ut.tenant_id
             WHERE ut.user_id IN (SELECT x.user_id FROM user_tenants x WHERE x.tenant_id = $1)
             ORDER BY t.name_search",
        )
        .bind(id)
        .fetch_all(c)
        .await
    })?)
}
