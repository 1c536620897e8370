//! Locking rows in one order, so that two transactions wait for each other
//! instead of each for the other.

use sqlx::AssertSqlSafe;

use crate::{
    bulk::{list, pieces},
    db::{Engine, Tx},
    error::StoreResult,
};

/// Makes other transactions that change these rows of `table` wait until this one
/// ends. On SQLite the transaction itself keeps others away.
pub(crate) async fn hold(
    tx: &mut Tx,
    (table, key): (&'static str, &'static str),
    ids: &[i64],
) -> StoreResult<()> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    for piece in pieces(&ids) {
        let sql = format!(
            "SELECT {key} FROM {table} WHERE {key} IN {} ORDER BY {key} FOR UPDATE",
            list(piece.len(), 1)
        );
        on!(tx, |c| {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in piece {
                query = query.bind(*id);
            }
            query.execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}
