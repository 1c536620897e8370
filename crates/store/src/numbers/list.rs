//! The pool: numbers with what they do for the platform.
//!
//! `used` and `attention` are the SQL form of `domain::number::NumberUse::of`
//! and `needs_attention`, so that filters, counts and pages are made by the
//! database; a test holds both forms against random facts.

use sqlx::FromRow;

use crate::{db::Tx, error::StoreResult, like};

/// Which numbers to list; every field that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub struct NumberFilter {
    /// Part of a name or of the number as written (already a `search_key`).
    pub text: Option<String>,
    /// Part of the number or of Meta's id of it.
    pub digits: Option<String>,
    /// Numbers released after this instant are resting.
    pub rests_since: i64,
    /// Qualities that changed before this instant are no news.
    pub news_since: i64,
    /// Only this use.
    pub used: Option<&'static str>,
    /// Only those that need attention.
    pub attention: bool,
    /// Only of this WABA.
    pub account: Option<String>,
    /// Only this quality, in Meta's word.
    pub quality: Option<String>,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberOrder {
    /// By number.
    Number,
    /// By number, last first.
    NumberDesc,
    /// By bakery.
    Bakery,
    /// Last used first.
    LastUsed,
    /// Worst quality first.
    Quality,
}

/// A number in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of numbers, named as in the migration")]
pub struct NumberListRecord {
    pub id: String,
    pub phone_number_id: String,
    pub display: String,
    pub e164: Option<String>,
    pub verified_name: String,
    pub new_name: Option<String>,
    pub name_status: String,
    pub status: String,
    pub quality: String,
    pub code_verification: String,
    pub messaging_limit: Option<String>,
    pub throughput: Option<String>,
    pub first_seen_at: i64,
    pub seen_at: i64,
    pub vanished_at: Option<i64>,
    pub archived_at: Option<i64>,
    pub last_used_at: Option<i64>,
    pub account_id: String,
    pub waba_id: String,
    pub account_name: String,
    /// `NumberUse::key`
    pub used: String,
    /// 1 when somebody should look at it.
    pub attention: i64,
    pub assignment_id: Option<String>,
    pub tenant_id: Option<String>,
    pub tenant_name: Option<String>,
    pub assigned_at: Option<i64>,
    pub assigned_by: Option<String>,
    pub last_tenant_name: Option<String>,
    pub released_at: Option<i64>,
    pub quality_before: Option<String>,
    pub quality_changed_at: Option<i64>,
    /// 1 when another connected WABA lists the same number.
    pub duplicate: i64,
}

/// How many numbers share these properties; every count of a list is a sum of such cells.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NumberCell {
    /// `NumberUse::key`
    pub used: String,
    /// 1 when somebody should look at it.
    pub attention: i64,
    /// The WABA.
    pub account_id: String,
    /// Meta's word.
    pub quality: String,
    /// How many.
    pub count: i64,
}

/// `$1` text, `$2` digits, `$3` instant after which a released number rests.
///
/// What holds for nearly every number is asked first, in Meta's own spelling:
/// `UPPER` is a call for each.
///
/// An interval that ended by undoing counts neither as a release nor as a last
/// holder: nobody relied on it.
macro_rules! facts {
    () => {
        "WITH facts AS (
             SELECT n.id, n.account_id, n.quality, n.first_seen_at, n.last_used_at, COALESCE(n.e164, n.display) AS number,
                    o.id AS assignment_id, o.tenant_id, o.from_at, o.opened_by, t.name AS tenant_name, t.name_search,
                    CASE WHEN n.vanished_at IS NOT NULL THEN 'vanished'
                         WHEN n.archived_at IS NOT NULL THEN 'archived'
                         WHEN n.id = (SELECT value FROM settings WHERE name = 'default_number') THEN 'shared'
                         WHEN o.id IS NOT NULL THEN 'in_use'
                         WHEN n.status <> 'CONNECTED' AND UPPER(n.status) IN ('PENDING', 'UNVERIFIED') THEN 'setting_up'
                         WHEN (SELECT MAX(a.to_at) FROM assignments a JOIN assignment_batches b ON b.id = a.closed_by
                               WHERE a.number_id = n.id AND b.kind <> 'undo') > $3 THEN 'resting'
                         ELSE 'free' END AS used,
                    CAST(CASE WHEN n.archived_at IS NOT NULL THEN 0
                              WHEN n.vanished_at IS NOT NULL THEN CASE WHEN o.id IS NULL THEN 0 ELSE 1 END
                              WHEN n.status = 'CONNECTED' AND n.quality IN ('GREEN', 'UNKNOWN')
                               AND n.name_status IN ('APPROVED', 'AVAILABLE_WITHOUT_REVIEW', 'NONE') THEN 0
                              WHEN UPPER(n.status) IN ('DISCONNECTED', 'FLAGGED', 'RESTRICTED', 'BANNED', 'DELETED', 'MIGRATED')
                                OR UPPER(n.quality) IN ('YELLOW', 'RED')
                                OR UPPER(n.name_status) IN ('DECLINED', 'EXPIRED') THEN 1
                              ELSE 0 END AS BIGINT) AS attention
             FROM numbers n
             LEFT JOIN assignments o ON o.number_id = n.id AND o.to_at IS NULL
             LEFT JOIN tenants t ON t.id = o.tenant_id
             WHERE ($1 IS NULL AND $2 IS NULL)
                OR n.search LIKE $1 ESCAPE '\\' OR t.name_search LIKE $1 ESCAPE '\\'
                OR n.e164 LIKE $2 OR n.phone_number_id LIKE $2
         )"
    };
}

/// The rows of `page`; `$4` is the instant before which a change of quality is no news.
/// `CROSS JOIN` has SQLite make the page first: left to itself it works out twice
/// as much.
macro_rules! rows {
    ($order:literal) => {
        concat!(" SELECT n.id, n.phone_number_id, n.display, n.e164, n.verified_name, n.new_name, n.name_status, n.status,
                 n.quality, n.code_verification, n.messaging_limit, n.throughput, n.first_seen_at, n.seen_at,
                 n.vanished_at, n.archived_at, n.last_used_at, n.account_id, acc.waba_id, acc.name AS account_name,
                 f.used, f.attention, f.assignment_id, f.tenant_id, f.tenant_name, f.from_at AS assigned_at,
                 ob.actor_name AS assigned_by, lt.name AS last_tenant_name, la.to_at AS released_at,
                 h.before AS quality_before, h.at AS quality_changed_at,
                 CAST(CASE WHEN n.vanished_at IS NULL AND EXISTS (
                     SELECT 1 FROM numbers d JOIN accounts da ON da.id = d.account_id
                     WHERE d.e164 = n.e164 AND d.account_id <> n.account_id AND d.vanished_at IS NULL
                       AND da.disconnected_at IS NULL) THEN 1 ELSE 0 END AS BIGINT) AS duplicate
          FROM page f CROSS JOIN numbers n CROSS JOIN accounts acc
          LEFT JOIN assignment_batches ob ON ob.id = f.opened_by
          LEFT JOIN assignments la ON la.id = (
              SELECT a.id FROM assignments a JOIN assignment_batches b ON b.id = a.closed_by
              WHERE a.number_id = n.id AND b.kind <> 'undo' ORDER BY a.to_at DESC, a.id DESC LIMIT 1)
          LEFT JOIN tenants lt ON lt.id = la.tenant_id
          LEFT JOIN number_history h ON h.number_id = n.id AND h.field = 'quality' AND h.at = (
              SELECT MAX(x.at) FROM number_history x
              WHERE x.number_id = n.id AND x.field = 'quality' AND x.at >= $4)
          WHERE n.id = f.id AND acc.id = n.account_id
          ORDER BY ", $order)
    };
}

macro_rules! page {
    ($order:literal) => {
        concat!(
            facts!(),
            ", page AS (
                 SELECT f.* FROM facts f
                 WHERE ($5 IS NULL OR f.used = $5) AND ($6 = 0 OR f.attention = 1)
                   AND ($7 IS NULL OR f.account_id = $7) AND ($8 IS NULL OR f.quality = $8)
                 ORDER BY ",
            $order,
            " LIMIT $9 OFFSET $10)",
            rows!($order)
        )
    };
}

/// A page of numbers.
pub async fn list(
    tx: &mut Tx,
    filter: &NumberFilter,
    order: NumberOrder,
    limit: i64,
    offset: i64,
) -> StoreResult<Vec<NumberListRecord>> {
    let sql = match order {
        NumberOrder::Number => page!("f.number, f.id"),
        NumberOrder::NumberDesc => page!("f.number DESC, f.id DESC"),
        NumberOrder::Bakery => {
            page!("CASE WHEN f.name_search IS NULL THEN 1 ELSE 0 END, f.name_search, f.number, f.id")
        }
        NumberOrder::LastUsed => {
            page!("CASE WHEN f.last_used_at IS NULL THEN 1 ELSE 0 END, f.last_used_at DESC, f.number, f.id")
        }
        NumberOrder::Quality => page!(
            "CASE f.quality WHEN 'RED' THEN 0 WHEN 'YELLOW' THEN 1 WHEN 'GREEN' THEN 2 ELSE 3 END, f.number, f.id"
        ),
    };
    let (text, digits) = (
        filter.text.as_deref().map(like::holding),
        filter.digits.as_deref().map(like::holding),
    );
    Ok(on!(tx, |c| {
        sqlx::query_as(sql)
            .bind(&text)
            .bind(&digits)
            .bind(filter.rests_since)
            .bind(filter.news_since)
            .bind(filter.used)
            .bind(i64::from(filter.attention))
            .bind(&filter.account)
            .bind(&filter.quality)
            .bind(limit)
            .bind(offset)
            .fetch_all(c)
            .await
    })?)
}

/// Counts of the numbers that match text and digits, by everything that can be filtered.
pub async fn cells(tx: &mut Tx, filter: &NumberFilter) -> StoreResult<Vec<NumberCell>> {
    let (text, digits) = (
        filter.text.as_deref().map(like::holding),
        filter.digits.as_deref().map(like::holding),
    );
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            facts!(),
            " SELECT used, attention, account_id, quality, CAST(COUNT(*) AS BIGINT) AS count
              FROM facts GROUP BY used, attention, account_id, quality"
        ))
        .bind(&text)
        .bind(&digits)
        .bind(filter.rests_since)
        .fetch_all(c)
        .await
    })?)
}

/// One number as lists show it; of the filter only the instants count.
pub async fn one(tx: &mut Tx, filter: &NumberFilter, id: &str) -> StoreResult<Option<NumberListRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            facts!(),
            ", page AS (SELECT f.* FROM facts f WHERE f.id = $5)",
            rows!("f.id")
        ))
        .bind(None::<&str>)
        .bind(None::<&str>)
        .bind(filter.rests_since)
        .bind(filter.news_since)
        .bind(id)
        .fetch_optional(c)
        .await
    })?)
}

/// Numbers in the order of first sight after `(first_seen_at, id)`; of the
/// filter only the instants count.
pub async fn after(
    tx: &mut Tx,
    filter: &NumberFilter,
    cursor: (i64, &str),
    limit: i64,
) -> StoreResult<Vec<NumberListRecord>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(concat!(
            facts!(),
            ", page AS (
                 SELECT f.* FROM facts f
                 WHERE (f.first_seen_at, f.id) > ($5, $6) ORDER BY f.first_seen_at, f.id LIMIT $7)",
            rows!("f.first_seen_at, f.id")
        ))
        .bind(None::<&str>)
        .bind(None::<&str>)
        .bind(filter.rests_since)
        .bind(filter.news_since)
        .bind(cursor.0)
        .bind(cursor.1)
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}
