//! The floor of exports: the same rows as the database itself writes them.

use std::time::Instant;

use futures::StreamExt as _;
use sqlx::AssertSqlSafe;

use super::{Failure, Pool};

/// What an export has in its columns, as the database keeps it.
const DUMPED: &str =
    "m.id, m.at, m.direction, m.state, m.tenant, m.number, c.phone, c.name, m.kind, m.template, m.language,
    m.category, m.pricing, m.error_code, m.sent_at, m.delivered_at, m.read_at, m.failed_at, m.preview";

pub(crate) async fn dump(pool: &Pool) -> Result<(), Failure> {
    let begun = Instant::now();
    let (mut rows, mut bytes) = (0_u64, 0_u64);
    match pool {
        Pool::Postgres(pool) => {
            let sql = format!(
                "COPY (SELECT {DUMPED} FROM messages m LEFT JOIN contacts c ON c.id = m.contact ORDER BY m.id DESC)
                 TO STDOUT WITH (FORMAT csv)"
            );
            let mut connection = pool.acquire().await?;
            let mut out = connection.copy_out_raw(&sql).await?;
            while let Some(piece) = out.next().await {
                let piece = piece?;
                rows += u64::try_from(piece.split(|byte| *byte == b'\n').count().saturating_sub(1))?;
                bytes += u64::try_from(piece.len())?;
            }
        }
        Pool::Sqlite(pool) => {
            let cells: Vec<String> = DUMPED
                .split(',')
                .map(|column| format!("COALESCE({}, '')", column.trim()))
                .collect();
            let sql = format!(
                "SELECT {} FROM messages m LEFT JOIN contacts c ON c.id = m.contact ORDER BY m.id DESC",
                cells.join(" || ',' || ")
            );
            let mut out = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch(pool);
            while let Some(row) = out.next().await {
                rows += 1;
                bytes += u64::try_from(row?.len())? + 1;
            }
        }
    }
    println!(
        "{}",
        serde_json::json!({ "rows": rows, "bytes": bytes, "seconds": begun.elapsed().as_secs_f64() })
    );
    Ok(())
}
