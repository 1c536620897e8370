//! How far a message has come. The state column is always what
//! [`Facts::state`] says of the other columns; nothing else writes it.

use domain::{
    message::delivery::{Facts, State},
    time::Millis,
};
use sqlx::{AssertSqlSafe, FromRow};

use crate::{
    bulk::{pieces, placeholders, rows_for},
    db::Tx,
    error::{StoreError, StoreResult},
};

/// A message's facts, with what identifies and concerns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Its id.
    pub id: i64,
    /// Short id of its bakery.
    pub tenant: i64,
    /// Short id of its number.
    pub number: i64,
    /// The customer.
    pub contact: Option<i64>,
    /// Meta's id of it, once it is known.
    pub wamid: Option<String>,
    /// What is known about it.
    pub facts: Facts,
    /// Meta's code of why it failed.
    pub error_code: Option<i64>,
    /// Why it failed, verbatim JSON.
    pub errors: Option<String>,
    /// What Meta says about its price, verbatim JSON.
    pub pricing: Option<String>,
    /// Category as it is priced.
    pub category: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    tenant: i64,
    number: i64,
    contact: Option<i64>,
    wamid: Option<String>,
    error_code: Option<i64>,
    errors: Option<String>,
    pricing: Option<String>,
    category: Option<String>,
    queued_at: Option<i64>,
    held_at: Option<i64>,
    dropped_at: Option<i64>,
    handed_at: Option<i64>,
    unanswered_at: Option<i64>,
    accepted_at: Option<i64>,
    refused_at: Option<i64>,
    sent_at: Option<i64>,
    delivered_at: Option<i64>,
    read_at: Option<i64>,
    played_at: Option<i64>,
    failed_at: Option<i64>,
}

impl From<Row> for Progress {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            tenant: row.tenant,
            number: row.number,
            contact: row.contact,
            wamid: row.wamid,
            facts: Facts {
                queued_at: row.queued_at.map(Millis),
                held_at: row.held_at.map(Millis),
                dropped_at: row.dropped_at.map(Millis),
                handed_at: row.handed_at.map(Millis),
                unanswered_at: row.unanswered_at.map(Millis),
                accepted_at: row.accepted_at.map(Millis),
                refused_at: row.refused_at.map(Millis),
                sent_at: row.sent_at.map(Millis),
                delivered_at: row.delivered_at.map(Millis),
                read_at: row.read_at.map(Millis),
                played_at: row.played_at.map(Millis),
                failed_at: row.failed_at.map(Millis),
            },
            error_code: row.error_code,
            errors: row.errors,
            pricing: row.pricing,
            category: row.category,
        }
    }
}

const SELECT: &str = "SELECT id, tenant, number, contact, wamid, error_code, errors, pricing, category, queued_at,
    held_at, dropped_at, handed_at, unanswered_at, accepted_at, refused_at, sent_at, delivered_at, read_at, played_at,
    failed_at FROM messages WHERE direction = 1 AND ";

/// Outgoing messages with any of these wamids.
pub async fn by_wamids(tx: &mut Tx, wamids: &[String]) -> StoreResult<Vec<Progress>> {
    let found = rows_for!(tx, wamids, Row, "{SELECT} wamid IN {}");
    Ok(found.into_iter().map(Progress::from).collect())
}

/// Outgoing messages with any of these ids.
pub async fn by_ids(tx: &mut Tx, ids: &[i64]) -> StoreResult<Vec<Progress>> {
    let found = rows_for!(tx, ids, Row, "{SELECT} id IN {}");
    Ok(found.into_iter().map(Progress::from).collect())
}

/// Writes facts, and the state that follows from them.
pub async fn save(tx: &mut Tx, rows: &[Progress]) -> StoreResult<()> {
    for piece in pieces(rows) {
        let sql = format!(
            "UPDATE messages SET state = v.column2, wamid = v.column3, error_code = v.column4, errors = v.column5,
                 pricing = v.column6, category = v.column7, queued_at = v.column8, held_at = v.column9,
                 dropped_at = v.column10, handed_at = v.column11, unanswered_at = v.column12, accepted_at = v.column13,
                 refused_at = v.column14, sent_at = v.column15, delivered_at = v.column16, read_at = v.column17,
                 played_at = v.column18, failed_at = v.column19
             FROM (VALUES {}) AS v WHERE messages.id = v.column1",
            placeholders(piece.len(), 19)
        );
        let changed = on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in piece {
                let f = &row.facts;
                query = query
                    .bind(row.id)
                    .bind(f.state().code())
                    .bind(&row.wamid)
                    .bind(row.error_code)
                    .bind(&row.errors)
                    .bind(&row.pricing)
                    .bind(&row.category)
                    .bind(f.queued_at.map(|t| t.0))
                    .bind(f.held_at.map(|t| t.0))
                    .bind(f.dropped_at.map(|t| t.0))
                    .bind(f.handed_at.map(|t| t.0))
                    .bind(f.unanswered_at.map(|t| t.0))
                    .bind(f.accepted_at.map(|t| t.0))
                    .bind(f.refused_at.map(|t| t.0))
                    .bind(f.sent_at.map(|t| t.0))
                    .bind(f.delivered_at.map(|t| t.0))
                    .bind(f.read_at.map(|t| t.0))
                    .bind(f.played_at.map(|t| t.0))
                    .bind(f.failed_at.map(|t| t.0));
            }
            query.execute(c).await.map(|done| done.rows_affected())
        })?;
        if changed != u64::try_from(piece.len()).unwrap_or(u64::MAX) {
            return Err(StoreError::Corrupt {
                table: "messages",
                column: "id",
                value: format!("{changed} of {} rows found", piece.len()),
            });
        }
    }
    Ok(())
}

/// Reads a stored state.
pub fn state(code: i64) -> StoreResult<State> {
    State::from_code(code).ok_or_else(|| StoreError::Corrupt {
        table: "messages",
        column: "state",
        value: code.to_string(),
    })
}
