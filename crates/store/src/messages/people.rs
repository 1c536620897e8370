//! Who messages are from, for and through: customers, bakeries and numbers, as
//! the log looks for them and names them.

use sqlx::{AssertSqlSafe, FromRow};

use super::{
    detail::span,
    log::Reach,
    wheres::{Value, Wheres, bind_all},
};
use crate::{db::Tx, error::StoreResult};

/// A customer, as a record shows them.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of contacts, named as in the migration")]
pub struct Customer {
    pub id: i64,
    pub tenant: i64,
    pub phone: Option<String>,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub name: String,
    pub username: Option<String>,
    pub created_at: i64,
}

/// A customer within reach; who was merged into another is that other.
pub async fn customer(tx: &mut Tx, reach: Reach, id: i64) -> StoreResult<Option<Customer>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT id, tenant, phone, wa_id, user_id, name, username, created_at FROM contacts
             WHERE id = (SELECT COALESCE(merged_into, id) FROM contacts WHERE id = $1) AND tenant BETWEEN $2 AND $3",
        )
        .bind(id)
        .bind(span(reach).0)
        .bind(span(reach).1)
        .fetch_optional(c)
        .await
    })?)
}

/// A customer's id and those that were merged into it.
pub async fn merged(tx: &mut Tx, id: i64) -> StoreResult<Vec<i64>> {
    let mut ids: Vec<i64> = on!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM contacts WHERE merged_into = $1 ORDER BY id")
            .bind(id)
            .fetch_all(c)
            .await
    })?;
    ids.insert(0, id);
    Ok(ids)
}

/// Customers whose phone ends in these digits (three at least), newest first.
pub async fn by_last_digits(tx: &mut Tx, reach: Reach, digits: &str, limit: i64) -> StoreResult<Vec<i64>> {
    let tail = digits.get(digits.len().saturating_sub(4)..).unwrap_or(digits);
    // The index knows four digits; with three, ten of its entries are meant.
    let tails: Vec<Value> = match tail.len() {
        4 => vec![Value::Text(tail.to_owned())],
        3 => (0..10).map(|d| Value::Text(format!("{d}{tail}"))).collect(),
        _ => return Ok(Vec::new()),
    };
    let mut wheres = Wheres::default();
    wheres.and_in("tail IN", tails);
    if let Reach::Tenant(no) = reach {
        wheres.and("tenant =", Value::Int(no));
    }
    if digits.len() > 4 {
        let ends = format!("%{digits}");
        let (a, b) = (
            wheres.next(Value::Text(ends.clone())),
            wheres.next(Value::Text(ends)),
        );
        wheres
            .sql
            .extend([" AND (phone LIKE ", &a, " OR wa_id LIKE ", &b, ")"]);
    }
    let limit = wheres.next(Value::Int(limit));
    let sql = format!(
        "SELECT id FROM contacts WHERE 1 = 1{} ORDER BY id DESC LIMIT {limit}",
        wheres.sql
    );
    Ok(on!(tx, |c| bind_all!(
        sqlx::query_scalar(AssertSqlSafe(sql)),
        &wheres.values
    )
    .fetch_all(c)
    .await)?)
}

/// Customers with Meta's user id.
pub async fn by_user_id(tx: &mut Tx, reach: Reach, user_id: &str) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM contacts WHERE user_id = $1 AND tenant BETWEEN $2 AND $3")
            .bind(user_id)
            .bind(span(reach).0)
            .bind(span(reach).1)
            .fetch_all(c)
            .await
    })?)
}

/// A short id with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Named {
    /// Short id.
    pub no: i64,
    /// Our id.
    pub id: String,
    /// Name of the bakery, or the number as Meta writes it.
    pub name: String,
    /// The number in E.164.
    pub e164: Option<String>,
    /// Meta's id of the number.
    pub phone_number_id: Option<String>,
}

/// Bakeries that have messages, by name.
pub async fn tenants(tx: &mut Tx, reach: Reach) -> StoreResult<Vec<Named>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.no, t.id, t.name, CAST(NULL AS TEXT) AS e164,
                    CAST(NULL AS TEXT) AS phone_number_id
             FROM short_ids s JOIN tenants t ON t.id = s.id
             WHERE s.kind = 'tenant' AND s.no BETWEEN $1 AND $2 ORDER BY t.name_search",
        )
        .bind(span(reach).0)
        .bind(span(reach).1)
        .fetch_all(c)
        .await
    })?)
}

/// Numbers that have messages, by number.
pub async fn numbers(tx: &mut Tx) -> StoreResult<Vec<Named>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.no, n.id, n.display AS name, n.e164, n.phone_number_id
             FROM short_ids s JOIN numbers n ON n.id = s.id
             WHERE s.kind = 'number' ORDER BY n.e164, n.display",
        )
        .fetch_all(c)
        .await
    })?)
}
