//! Bakeries.

use domain::time::Millis;
use sqlx::{AssertSqlSafe, FromRow};

use crate::{audit::escape_like, db::Tx, error::StoreResult};

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

/// What is written for a bakery; the search texts are made by the caller.
#[derive(Debug, Clone)]
pub struct TenantWrite {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `search_key(name)`.
    pub name_search: String,
    /// `search_key` of everything that is searched.
    pub search: String,
    /// City.
    pub city: String,
    /// The platform's own id of it.
    pub external_ref: Option<String>,
    /// When.
    pub at: Millis,
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
        sqlx::query_as(concat!(listed!(), "WHERE t.id = $1")).bind(id).fetch_optional(c).await
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
    let text = like(filter.text.as_deref());
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
    let text = like(text);
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

/// Active bakeries by name.
pub async fn active(tx: &mut Tx, limit: i64) -> StoreResult<Vec<TenantListRecord>> {
    let filter = TenantFilter { status: Some("active"), ..TenantFilter::default() };
    list(tx, &filter, TenantOrder::Name, limit, 0).await
}

/// Whether another bakery has this name (as `search_key`) or this own id: `(name, external_ref)`.
pub async fn taken(
    tx: &mut Tx,
    name_search: &str,
    external_ref: Option<&str>,
    except: Option<&str>,
) -> StoreResult<(bool, bool)> {
    let rows: Vec<(String, Option<String>)> = on!(tx, |c| {
        sqlx::query_as(
            "SELECT name_search, external_ref FROM tenants
             WHERE (name_search = $1 OR external_ref = $2) AND ($3 IS NULL OR id <> $3)",
        )
        .bind(name_search)
        .bind(external_ref)
        .bind(except)
        .fetch_all(c)
        .await
    })?;
    let name = rows.iter().any(|(name, _)| name == name_search);
    let own = external_ref.is_some() && rows.iter().any(|(_, own)| own.as_deref() == external_ref);
    Ok((name, own))
}

/// Adds bakeries: active, switch off. At most 1,000 at a time.
pub async fn insert(tx: &mut Tx, rows: &[TenantWrite]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = String::from(
        "INSERT INTO tenants (id, name, name_search, search, city, external_ref, status, whatsapp_enabled, created_at, updated_at) VALUES ",
    );
    for i in 0..rows.len() {
        let n = i * 7;
        let comma = if i == 0 { "" } else { ", " };
        sql.push_str(&format!(
            "{comma}(${}, ${}, ${}, ${}, ${}, ${}, 'active', FALSE, ${}, ${})",
            n + 1,
            n + 2,
            n + 3,
            n + 4,
            n + 5,
            n + 6,
            n + 7,
            n + 7
        ));
    }
    on!(tx, |c| {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            query = query
                .bind(&row.id)
                .bind(&row.name)
                .bind(&row.name_search)
                .bind(&row.search)
                .bind(&row.city)
                .bind(&row.external_ref)
                .bind(row.at.0);
        }
        query.execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// Writes name, city and own id.
pub async fn update(tx: &mut Tx, row: &TenantWrite) -> StoreResult<()> {
    on!(tx, |c| {
        sqlx::query(
            "UPDATE tenants SET name = $2, name_search = $3, search = $4, city = $5, external_ref = $6, updated_at = $7
             WHERE id = $1",
        )
        .bind(&row.id)
        .bind(&row.name)
        .bind(&row.name_search)
        .bind(&row.search)
        .bind(&row.city)
        .bind(&row.external_ref)
        .bind(row.at.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Changes the state; `false` when it already was so.
pub async fn set_status(tx: &mut Tx, id: &str, status: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query("UPDATE tenants SET status = $2, updated_at = $3 WHERE id = $1 AND status <> $2")
            .bind(id)
            .bind(status)
            .bind(at.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected() > 0)
    })?)
}

/// Flips the owner's switch; `false` when it already was so.
pub async fn set_enabled(tx: &mut Tx, id: &str, on: bool, by: &str, at: Millis) -> StoreResult<bool> {
    Ok(on!(tx, |c| {
        sqlx::query(
            "UPDATE tenants SET whatsapp_enabled = $2, switched_at = $3, switched_by = $4, updated_at = $3
             WHERE id = $1 AND whatsapp_enabled <> $2",
        )
        .bind(id)
        .bind(on)
        .bind(at.0)
        .bind(by)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0)
    })?)
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
        sqlx::query_as(concat!("SELECT ", columns!(), " FROM tenants t ORDER BY t.id")).fetch_all(c).await
    })?)
}

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

/// `%text%` with its wildcards escaped.
fn like(text: Option<&str>) -> Option<String> {
    text.map(|text| format!("%{}%", escape_like(text)))
}
