//! Bakeries.

mod owners;
mod write;

pub use owners::*;
pub use write::*;

use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult, like};

/// A bakery as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TenantRecord {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// City, may be empty.
    pub city: String,
    /// The platform's own id of it.
    pub external_ref: Option<String>,
    /// `active` or `suspended`.
    pub status: String,
    /// The owner's switch.
    pub whatsapp_enabled: bool,
    /// When the switch was last flipped.
    pub switched_at: Option<i64>,
    /// Name of who did.
    pub switched_by: Option<String>,
    /// When it was created.
    pub created_at: i64,
}

/// A bakery with its number, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TenantListRecord {
    /// The bakery.
    #[sqlx(flatten)]
    pub tenant: TenantRecord,
    /// Start of the open assignment.
    pub since: Option<i64>,
    /// Our id of its number.
    pub number_id: Option<String>,
    /// Meta's id of its number.
    pub phone_number_id: Option<String>,
    /// Its number as Meta writes it.
    pub display: Option<String>,
    /// Its number in E.164.
    pub e164: Option<String>,
    /// Meta's status of its number.
    pub number_status: Option<String>,
    /// Owners who can sign in.
    pub owners: i64,
}

/// Which bakeries to list; every field that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub struct TenantFilter {
    /// Part of the search text (already a `search_key`).
    pub text: Option<String>,
    /// `active` or `suspended`.
    pub status: Option<&'static str>,
    /// With or without an own number.
    pub has_number: Option<bool>,
    /// Switch on or off.
    pub enabled: Option<bool>,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantOrder {
    /// By name.
    Name,
    /// By name, last first.
    NameDesc,
    /// Newest first.
    Newest,
}

/// How many bakeries share these properties; every count of a list is a sum of such cells.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct TenantCell {
    /// `active` or `suspended`.
    pub status: String,
    /// The owner's switch.
    pub whatsapp_enabled: bool,
    /// 1 with an own number, otherwise 0.
    pub has_number: i64,
    /// How many.
    pub count: i64,
}

macro_rules! columns {
    () => {
        "t.id, t.name, t.city, t.external_ref, t.status, t.whatsapp_enabled, t.switched_at, t.switched_by, t.created_at"
    };
}

macro_rules! listed {
    () => {
        concat!(
            "SELECT ",
            columns!(),
            ", o.from_at AS since, n.id AS number_id, n.phone_number_id, n.display, n.e164, n.status AS number_status,
               (SELECT CAST(COUNT(*) AS BIGINT) FROM user_tenants ut JOIN users u ON u.id = ut.user_id
                WHERE ut.tenant_id = t.id AND u.role = 'owner' AND u.status = 'active') AS owners
             FROM tenants t
             LEFT JOIN assignments o ON o.tenant_id = t.id AND o.to_at IS NULL
             LEFT JOIN numbers n ON n.id = o.number_id "
        )
    };
}

macro_rules! filtered {
    ($order:literal) => {
        concat!(
            listed!(),
            "WHERE ($1 IS NULL OR t.search LIKE $1 ESCAPE '\\')
               AND ($2 IS NULL OR t.status = $2)
               AND ($3 IS NULL OR (o.id IS NOT NULL) = $3)
               AND ($4 IS NULL OR t.whatsapp_enabled = $4)
             ORDER BY ",
            $order,
            " LIMIT $5 OFFSET $6"
        )
    };
}

/// One bakery.
pub async fn by_id(tx: &mut Tx, id: &str) -> StoreResult<Option<TenantRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!("SELECT ", columns!(), " FROM tenants t WHERE t.id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// One bakery as lists show it.
pub async fn listed(tx: &mut Tx, id: &str) -> StoreResult<Option<TenantListRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(listed!(), "WHERE t.id = $1"))
            .bind(id)
            .fetch_optional(c)
            .await
    })?)
}

/// A page of bakeries.
pub async fn list(
    tx: &mut Tx,
    filter: &TenantFilter,
    order: TenantOrder,
    limit: i64,
    offset: i64,
) -> StoreResult<Vec<TenantListRecord>> {
    let sql = match order {
        TenantOrder::Name => filtered!("t.name_search, t.id"),
        TenantOrder::NameDesc => filtered!("t.name_search DESC, t.id DESC"),
        TenantOrder::Newest => filtered!("t.created_at DESC, t.id DESC"),
    };
    let text = filter.text.as_deref().map(like::holding);
    Ok(on!(tx, |c| {
        sqlx::query_as(sql)
            .bind(&text)
            .bind(filter.status)
            .bind(filter.has_number)
            .bind(filter.enabled)
            .bind(limit)
            .bind(offset)
            .fetch_all(c)
            .await
    })?)
}

/// Counts of the bakeries that match the text, by everything that can be filtered.
pub async fn cells(tx: &mut Tx, text: Option<&str>) -> StoreResult<Vec<TenantCell>> {
    let text = text.map(like::holding);
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT t.status, t.whatsapp_enabled,
                    CAST(CASE WHEN o.id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_number,
                    CAST(COUNT(*) AS BIGINT) AS count
             FROM tenants t
             LEFT JOIN assignments o ON o.tenant_id = t.id AND o.to_at IS NULL
             WHERE ($1 IS NULL OR t.search LIKE $1 ESCAPE '\\')
             GROUP BY 1, 2, 3",
        )
        .bind(&text)
        .fetch_all(c)
        .await
    })?)
}

/// Bakeries in the order of creation after `(created_at, id)`, or only `only`.
pub async fn after(
    tx: &mut Tx,
    cursor: (i64, &str),
    only: Option<&str>,
    limit: i64,
) -> StoreResult<Vec<TenantListRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            listed!(),
            "WHERE (t.created_at, t.id) > ($1, $2) AND ($3 IS NULL OR t.id = $3) ORDER BY t.created_at, t.id LIMIT $4"
        ))
        .bind(cursor.0)
        .bind(cursor.1)
        .bind(only)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Ids of the bakeries that a text in full can mean: an id, an own id, or a name (as `search_key`).
pub async fn meant(tx: &mut Tx, text: &str, name_search: &str) -> StoreResult<Vec<String>> {
    Ok(on!(tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM tenants WHERE id = $1 OR external_ref = $1 OR name_search = $2 ORDER BY id",
        )
        .bind(text)
        .bind(name_search)
        .fetch_all(c)
        .await
    })?)
}

/// Active bakeries by name.
pub async fn active(tx: &mut Tx, limit: i64) -> StoreResult<Vec<TenantListRecord>> {
    let filter = TenantFilter {
        status: Some("active"),
        ..TenantFilter::default()
    };
    list(tx, &filter, TenantOrder::Name, limit, 0).await
}

/// The numbers of active bakeries whose switch is on.
pub async fn numbers_switched_on(tx: &mut Tx) -> StoreResult<Vec<String>> {
    let rows: Vec<(String,)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT o.number_id FROM tenants t JOIN assignments o ON o.tenant_id = t.id AND o.to_at IS NULL
             WHERE t.status = 'active' AND t.whatsapp_enabled",
        )
        .fetch_all(c)
        .await
    })?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Every bakery, for comparing an import with it.
pub async fn all(tx: &mut Tx) -> StoreResult<Vec<TenantRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!("SELECT ", columns!(), " FROM tenants t ORDER BY t.id"))
            .fetch_all(c)
            .await
    })?)
}
