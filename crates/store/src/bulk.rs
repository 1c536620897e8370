//! Many rows in one statement.
//!
//! The texts are built from a fixed set of row counts, so that each is prepared
//! once for a connection and found again afterwards.

use sqlx::AssertSqlSafe;

use crate::{db::Tx, error::StoreResult};

/// Row counts for which statements are prepared, largest first.
const SIZES: [usize; 5] = [128, 32, 8, 2, 1];

/// Cuts `rows` into pieces whose lengths are all among a few sizes.
pub(crate) fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SIZES.into_iter().find(|size| *size <= rows.len())?;
        let (piece, rest) = rows.split_at(size);
        rows = rest;
        Some(piece)
    })
}

/// `($1, $2), ($3, $4)` for two rows of two columns.
pub(crate) fn placeholders(rows: usize, columns: usize) -> String {
    let mut out = String::with_capacity(rows * columns * 6);
    let mut n = 0;
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            n += 1;
            if column > 0 {
                out.push_str(", ");
            }
            out.push('$');
            out.push_str(&n.to_string());
        }
        out.push(')');
    }
    out
}

/// `($1, $2, $3)` for an `IN` list of three, counting from `first`.
pub(crate) fn list(count: usize, first: usize) -> String {
    let inside: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", inside.join(", "))
}

/// The rows that a `SELECT` finds for `keys`, whose list stands at its `{}`:
/// `rows_for!(tx, wamids, Holder, "SELECT … FROM messages WHERE wamid IN {}")`.
/// An order in the text holds within a piece only. Returns early with an error.
macro_rules! rows_for {
    ($tx:expr, $keys:expr, $row:ty, $text:literal) => {{
        let mut found: Vec<$row> = Vec::with_capacity($keys.len());
        for piece in $crate::bulk::pieces($keys) {
            let sql = format!($text, $crate::bulk::list(piece.len(), 1));
            let rows: Vec<$row> = on!($tx, |c| {
                let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
                for key in piece {
                    query = query.bind(key);
                }
                query.fetch_all(c).await
            })?;
            found.extend(rows);
        }
        found
    }};
}
pub(crate) use rows_for;

/// Changes the rows with these ids by a statement that ends in `IN`; answers how
/// many were changed.
pub(crate) async fn change(tx: &mut Tx, sql: &'static str, ids: &[i64]) -> StoreResult<u64> {
    let mut changed = 0;
    for piece in pieces(ids) {
        let sql = format!("{sql} {}", list(piece.len(), 1));
        changed += on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in piece {
                query = query.bind(*id);
            }
            query.execute(c).await.map(|done| done.rows_affected())
        })?;
    }
    Ok(changed)
}

/// Changes or removes the oldest rows from before `before`, at most `limit` of
/// them: `$1` and `$2` of the statement. Answers how many there were.
pub(crate) async fn oldest(tx: &mut Tx, sql: &'static str, before: i64, limit: i64) -> StoreResult<u64> {
    Ok(on!(tx, |c| sqlx::query(sql)
        .bind(before)
        .bind(limit)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_every_row_once_and_in_order() {
        let rows: Vec<u32> = (0..1_000).collect();
        let back: Vec<u32> = pieces(&rows).flatten().copied().collect();
        assert_eq!(back, rows);
        assert!(pieces(&rows).all(|p| SIZES.contains(&p.len())));
        assert_eq!(pieces::<u32>(&[]).count(), 0);
    }

    #[test]
    fn placeholders_are_numbered_through() {
        assert_eq!(placeholders(2, 2), "($1, $2), ($3, $4)");
        assert_eq!(list(2, 3), "($3, $4)");
    }
}
