//! Customers, one record for each bakery that they deal with.

mod ensure;

use domain::{tenant::search_key, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::StoreResult,
};

pub use ensure::{ensure, ensure_said};

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Contact {
    /// Id.
    pub id: i64,
    /// Short id of the bakery.
    pub tenant: i64,
    /// See `domain::contact::match_key`.
    pub match_key: Option<String>,
    /// E.164 as it is dialled.
    pub phone: Option<String>,
    /// As Meta names it.
    pub wa_id: Option<String>,
    /// Business-scoped user id.
    pub user_id: Option<String>,
    /// As the customer calls themselves.
    pub name: String,
    /// User name.
    pub username: Option<String>,
}

/// Who a message is from or for, as far as that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Identity {
    /// Short id of the bakery.
    pub tenant: i64,
    /// See `domain::contact::match_key`.
    pub match_key: Option<String>,
    /// E.164 as it is dialled.
    pub phone: Option<String>,
    /// As Meta names it.
    pub wa_id: Option<String>,
    /// Business-scoped user id.
    pub user_id: Option<String>,
    /// As the customer calls themselves; empty when not said.
    pub name: String,
    /// User name.
    pub username: Option<String>,
}

impl Identity {
    /// Name and username, as searches compare them.
    fn name_search(name: &str, username: Option<&str>) -> String {
        search_key(&format!("{name} {}", username.unwrap_or_default()))
            .trim()
            .to_owned()
    }

    /// Last four digits of the phone, by which support finds people.
    fn tail(&self) -> &str {
        let digits = self
            .phone
            .as_deref()
            .or(self.wa_id.as_deref())
            .unwrap_or_default();
        digits.get(digits.len().saturating_sub(4)..).unwrap_or_default()
    }
}

const COLUMNS: &str =
    "id, tenant, match_key, phone, wa_id, user_id, name, username, name_at, username_at, wa_id_at";

/// A customer, with the times of what they said about themselves.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
struct Known {
    #[sqlx(flatten)]
    contact: Contact,
    name_at: i64,
    username_at: i64,
    wa_id_at: i64,
}

/// Finds the contact of an identity: by user id first, because a phone may
/// change hands, then by phone. Follows merges.
pub async fn find(tx: &mut Tx, who: &Identity) -> StoreResult<Option<Contact>> {
    Ok(known(tx, who).await?.map(|known| known.contact))
}

async fn known(tx: &mut Tx, who: &Identity) -> StoreResult<Option<Known>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM contacts
         WHERE id = (
             SELECT COALESCE(merged_into, id) FROM contacts
             WHERE tenant = $1 AND ((CAST($2 AS TEXT) IS NOT NULL AND user_id = $2)
                                 OR (CAST($3 AS TEXT) IS NOT NULL AND match_key = $3))
             ORDER BY CASE WHEN user_id = $2 THEN 0 ELSE 1 END LIMIT 1
         )"
    );
    Ok(on!(tx, |c| {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(who.tenant)
            .bind(&who.user_id)
            .bind(&who.match_key)
            .fetch_optional(c)
            .await
    })?)
}

/// Notes when customers last wrote to a number: (number, contact, when). An
/// older message never closes a window.
pub async fn note_inbound(tx: &mut Tx, rows: &[(i64, i64, Millis)]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "INSERT INTO windows (number, contact, last_inbound_at) VALUES {}
             ON CONFLICT (number, contact) DO UPDATE
             SET last_inbound_at = CASE WHEN excluded.last_inbound_at > windows.last_inbound_at
                                        THEN excluded.last_inbound_at ELSE windows.last_inbound_at END",
            placeholders(piece.len(), 3)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (number, contact, at) in piece {
                query = query.bind(*number).bind(*contact).bind(at.0);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// When this customer, or a record that was merged into theirs, last wrote to
/// this number.
pub async fn last_inbound(tx: &mut Tx, number: i64, contact: i64) -> StoreResult<Option<Millis>> {
    let at: Option<i64> = on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT MAX(last_inbound_at) FROM windows
             WHERE number = $1 AND contact IN (SELECT id FROM contacts WHERE id = $2 OR merged_into = $2)",
        )
        .bind(number)
        .bind(contact)
        .fetch_one(c)
        .await
    })?;
    Ok(at.map(Millis))
}
