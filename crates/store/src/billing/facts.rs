//! What the price of a message depends on, as the message log has it.

use domain::{message::id::MessageId, time::Millis};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{list, pieces, rows_for},
    db::Tx,
    error::StoreResult,
};

/// One message of a conversation, from or to the customer.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of messages and contacts, described in the migrations"
)]
pub struct Fact {
    pub id: i64,
    pub tenant: i64,
    pub number: i64,
    pub contact: Option<i64>,
    /// 0 from the customer, 1 to the customer.
    pub direction: i64,
    pub kind: String,
    pub at: i64,
    pub template: Option<String>,
    pub asked_category: Option<String>,
    pub category: Option<String>,
    pub pricing: Option<String>,
    pub delivered_at: Option<i64>,
    pub read_at: Option<i64>,
    pub played_at: Option<i64>,
    pub failed_at: Option<i64>,
    /// The customer: the normalised phone, else the user id.
    pub who: Option<String>,
    /// 1 when the customer came from an advertisement or a button of a page.
    pub entry: i64,
}

/// A click on an advertisement or a page's button comes with a `referral`
/// (sources §2.2). Quotation marks inside a customer's text are escaped, so they
/// cannot imitate the key.
const COLUMNS: &str = "m.id, m.tenant, m.number, m.contact, m.direction, m.kind, m.at, m.template, m.asked_category,
    m.category, m.pricing, m.delivered_at, m.read_at, m.played_at, m.failed_at, COALESCE(c.match_key, c.user_id, c.wa_id) AS who,
    CAST(CASE WHEN m.direction = 0 AND m.content LIKE '%\"referral\":%' THEN 1 ELSE 0 END AS BIGINT) AS entry";

/// These messages, in no order.
pub async fn by_ids(tx: &mut Tx, ids: &[i64]) -> StoreResult<Vec<Fact>> {
    Ok(rows_for!(
        tx,
        ids,
        Fact,
        "SELECT {COLUMNS} FROM messages m LEFT JOIN contacts c ON c.id = m.contact WHERE m.id IN {}"
    ))
}

/// Messages of these customers with ids from `from` to before `to`: their own,
/// those that reached them, and those that failed. In no order.
pub async fn of_contacts(
    tx: &mut Tx,
    contacts: &[i64],
    from: MessageId,
    to: MessageId,
) -> StoreResult<Vec<Fact>> {
    let mut found = Vec::new();
    for piece in pieces(contacts) {
        let sql = format!(
            "SELECT {COLUMNS} FROM messages m LEFT JOIN contacts c ON c.id = m.contact
             WHERE m.contact IN {} AND m.id >= $1 AND m.id < $2
               AND (m.direction = 0 OR m.delivered_at IS NOT NULL OR m.read_at IS NOT NULL OR m.played_at IS NOT NULL
                    OR m.failed_at IS NOT NULL)",
            list(piece.len(), 3)
        );
        let rows: Vec<Fact> = on!(tx, |c| {
            let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(from.0).bind(to.0);
            for contact in piece {
                query = query.bind(*contact);
            }
            query.fetch_all(c).await
        })?;
        found.extend(rows);
    }
    Ok(found)
}

/// Up to `limit` messages with ids after `after` and before `to`, in the order of
/// their ids: how the whole log is read. Left out is what cannot have happened
/// between `begins` and `ends`: of which no time is at or after `begins`, or
/// which was asked for at or after `ends`.
pub async fn of_everybody(
    tx: &mut Tx,
    (after, to): (MessageId, MessageId),
    (begins, ends): (Millis, Millis),
    limit: i64,
) -> StoreResult<Vec<Fact>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM messages m LEFT JOIN contacts c ON c.id = m.contact
         WHERE m.id > $1 AND m.id < $2
           AND (m.direction = 0 OR m.delivered_at IS NOT NULL OR m.read_at IS NOT NULL OR m.played_at IS NOT NULL
                    OR m.failed_at IS NOT NULL)
           AND (m.at >= $4 OR m.delivered_at >= $4 OR m.read_at >= $4 OR m.played_at >= $4 OR m.failed_at >= $4)
           AND m.at < $5
         ORDER BY m.id LIMIT $3"
    );
    Ok(on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql))
        .bind(after.0)
        .bind(to.0)
        .bind(limit)
        .bind(begins.0)
        .bind(ends.0)
        .fetch_all(c)
        .await)?)
}

/// Every record of the same people as these, also those of other bakeries: the
/// window is between a number and a person, whichever bakery the number serves.
///
/// Who is one person is what WhatsApp says: the phone or the user id. Records
/// that somebody here has merged are not followed: [`Fact::who`] tells them
/// apart too, Meta bills without knowing of it, and a merge can be undone while
/// what is booked stays.
pub async fn same_people(tx: &mut Tx, contacts: &[i64]) -> StoreResult<Vec<i64>> {
    let mut found = Vec::with_capacity(contacts.len());
    for piece in pieces(contacts) {
        let given = list(piece.len(), 1);
        let sql = format!(
            "SELECT id FROM contacts WHERE id IN {given}
             UNION
             SELECT id FROM contacts WHERE match_key IN (SELECT match_key FROM contacts WHERE id IN {given})
             UNION
             SELECT id FROM contacts WHERE user_id IN (SELECT user_id FROM contacts WHERE id IN {given})"
        );
        let rows: Vec<i64> = on!(tx, |c| {
            let mut query = sqlx::query_scalar(AssertSqlSafe(sql));
            for id in piece {
                query = query.bind(*id);
            }
            query.fetch_all(c).await
        })?;
        found.extend(rows);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A number of ours with what its messages are billed by.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(
    missing_docs,
    reason = "columns of numbers and accounts, described in the migrations"
)]
pub struct BilledNumber {
    pub no: i64,
    pub number_id: String,
    pub account_id: String,
    pub waba_id: String,
    pub display: String,
    pub e164: Option<String>,
    pub currency: Option<String>,
    pub timezone_id: Option<String>,
    pub country: Option<String>,
    pub portfolio_id: Option<String>,
    pub auth_international: Option<String>,
    pub nonprofit: bool,
}

/// Every number that has messages.
pub async fn numbers(tx: &mut Tx) -> StoreResult<Vec<BilledNumber>> {
    Ok(on!(tx, |c| {
        sqlx::query_as(
            "SELECT s.no, n.id AS number_id, n.account_id, a.waba_id, n.display, n.e164, a.currency, a.timezone_id,
                    a.country, a.portfolio_id, a.auth_international, a.nonprofit
             FROM short_ids s JOIN numbers n ON n.id = s.id JOIN accounts a ON a.id = n.account_id
             WHERE s.kind = 'number' ORDER BY s.no",
        )
        .fetch_all(c)
        .await
    })?)
}
