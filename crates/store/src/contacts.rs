//! Customers, one record for each bakery that they deal with.

use domain::{message::id::MessageId, tenant::search_key, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders},
    db::Tx,
    error::{StoreError, StoreResult},
};

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

const COLUMNS: &str = "id, tenant, match_key, phone, wa_id, user_id, name, username";

/// Finds the contact of an identity: by user id first, because a phone may
/// change hands, then by phone. Follows merges.
pub async fn find(tx: &mut Tx, who: &Identity) -> StoreResult<Option<Contact>> {
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

/// What is new about a known customer and belongs to no other record of the
/// bakery: match key and user id. Two records of one person stay two until
/// somebody merges them, because a phone may have changed hands.
async fn not_taken(
    tx: &mut Tx,
    known: &Contact,
    who: &Identity,
) -> StoreResult<(Option<String>, Option<String>)> {
    let key = who.match_key.as_ref().filter(|_| known.match_key.is_none());
    let user = who.user_id.as_ref().filter(|_| known.user_id.is_none());
    if key.is_none() && user.is_none() {
        return Ok((None, None));
    }
    let others: Vec<(Option<String>, Option<String>)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT match_key, user_id FROM contacts
             WHERE tenant = $1 AND id <> $2
               AND (match_key = CAST($3 AS TEXT) OR user_id = CAST($4 AS TEXT))",
        )
        .bind(known.tenant)
        .bind(known.id)
        .bind(key)
        .bind(user)
        .fetch_all(c)
        .await
    })?;
    let (keys, users): (Vec<_>, Vec<_>) = others.into_iter().unzip();
    let free = |wanted: Option<&String>, taken: &[Option<String>]| {
        wanted
            .filter(|wanted| taken.iter().all(|other| other.as_ref() != Some(*wanted)))
            .cloned()
    };
    Ok((free(key, &keys), free(user, &users)))
}

/// Finds or makes the contact of an identity, and notes what is new about it.
/// Never overwrites a known user id or phone with another: that would hand one
/// person's history to the next. Another instance may be making the same one.
///
/// # Errors
/// [`StoreError::Busy`] when another instance was in the way.
pub async fn ensure(tx: &mut Tx, new_id: MessageId, who: &Identity, now: Millis) -> StoreResult<Contact> {
    if let Some(known) = find(tx, who).await? {
        return improve(tx, known, who, now).await;
    }
    if insert(tx, new_id, who, now).await? {
        return Ok(Contact {
            id: new_id.0,
            tenant: who.tenant,
            match_key: who.match_key.clone(),
            phone: who.phone.clone(),
            wa_id: who.wa_id.clone(),
            user_id: who.user_id.clone(),
            name: who.name.clone(),
            username: who.username.clone(),
        });
    }
    // It was made between the two looks. If it cannot be found even now, it has
    // our new id and nothing else in common.
    match find(tx, who).await? {
        Some(known) => improve(tx, known, who, now).await,
        None => Err(StoreError::Busy),
    }
}

/// Makes a contact; `false` when there is one.
async fn insert(tx: &mut Tx, new_id: MessageId, who: &Identity, now: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "INSERT INTO contacts (id, tenant, match_key, phone, wa_id, user_id, name, username, tail, created_at, updated_at,
                                   name_search)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11) ON CONFLICT DO NOTHING",
        )
        .bind(new_id.0)
        .bind(who.tenant)
        .bind(&who.match_key)
        .bind(&who.phone)
        .bind(&who.wa_id)
        .bind(&who.user_id)
        .bind(&who.name)
        .bind(&who.username)
        .bind(who.tail())
        .bind(now.0)
        .bind(Identity::name_search(&who.name, who.username.as_deref()))
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1)
    })?)
}

/// Notes what is new about a known contact.
async fn improve(tx: &mut Tx, known: Contact, who: &Identity, now: Millis) -> StoreResult<Contact> {
    let (match_key, user_id) = not_taken(tx, &known, who).await?;
    let better = Contact {
        match_key: known.match_key.clone().or(match_key),
        phone: known.phone.clone().or_else(|| who.phone.clone()),
        wa_id: who.wa_id.clone().or_else(|| known.wa_id.clone()),
        user_id: known.user_id.clone().or(user_id),
        name: if who.name.is_empty() {
            known.name.clone()
        } else {
            who.name.clone()
        },
        username: who.username.clone().or_else(|| known.username.clone()),
        ..known.clone()
    };
    if better == known {
        return Ok(known);
    }
    on!(tx, |c| {
        sqlx::query(
            "UPDATE contacts SET match_key = $2, phone = $3, wa_id = $4, user_id = $5, name = $6, username = $7,
                    tail = CASE WHEN $8 = '' THEN tail ELSE $8 END, updated_at = $9, name_search = $10
             WHERE id = $1",
        )
        .bind(better.id)
        .bind(&better.match_key)
        .bind(&better.phone)
        .bind(&better.wa_id)
        .bind(&better.user_id)
        .bind(&better.name)
        .bind(&better.username)
        .bind(who.tail())
        .bind(now.0)
        .bind(Identity::name_search(&better.name, better.username.as_deref()))
        .execute(c)
        .await
        .map(|_| ())
    })
    .map_err(|error| match StoreError::from(error) {
        // Another instance gave the phone or the user id to another record since we looked.
        StoreError::Conflict(_) => StoreError::Busy,
        other => other,
    })?;
    Ok(better)
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
