//! The floor of ingestion: what any console has to do with an event, and nothing else.

use std::time::Instant;

use super::{Failure, Pool, run};

/// One quarter customers' messages, three quarters reports, as in the deliveries
/// of the benchmark; three statements for each message, two for each report.
pub(crate) async fn bare(pool: &Pool, events: i64, group: i64) -> Result<(), Failure> {
    for table in ["bare_seen", "bare_contacts", "bare_messages"] {
        run(pool, &format!("DROP TABLE IF EXISTS {table}"), &[]).await?;
    }
    run(
        pool,
        "CREATE TABLE bare_seen (event TEXT PRIMARY KEY, at BIGINT NOT NULL)",
        &[],
    )
    .await?;
    run(
        pool,
        "CREATE TABLE bare_contacts (wa_id TEXT PRIMARY KEY, last_at BIGINT NOT NULL)",
        &[],
    )
    .await?;
    run(
        pool,
        "CREATE TABLE bare_messages (id BIGINT PRIMARY KEY, wamid TEXT NOT NULL UNIQUE, state BIGINT NOT NULL, body TEXT)",
        &[],
    )
    .await?;
    let known = events / 4;
    let sql = "INSERT INTO bare_messages (id, wamid, state)
         WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $1)
         SELECT i, 'wamid.BENCH' || i, 5 FROM n";
    run(pool, sql, &[known.max(1)]).await?;
    let begun = Instant::now();
    let mut done = 0;
    while done < events {
        let until = events.min(done + group);
        on!(pool, |pool| {
            let mut tx = pool.begin().await?;
            for event in done..until {
                let what = event % 4;
                sqlx::query("INSERT INTO bare_seen (event, at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                    .bind(format!("bare:{event}"))
                    .bind(event)
                    .execute(&mut *tx)
                    .await?;
                if what == 0 {
                    sqlx::query(
                        "INSERT INTO bare_contacts (wa_id, last_at) VALUES ($1, $2)
                         ON CONFLICT (wa_id) DO UPDATE SET last_at = EXCLUDED.last_at",
                    )
                    .bind(format!("3460000{:04}", event % 2_000))
                    .bind(event)
                    .execute(&mut *tx)
                    .await?;
                    sqlx::query("INSERT INTO bare_messages (id, wamid, state, body) VALUES ($1, $2, 11, $3)")
                        .bind(1_000_000_000 + event)
                        .bind(format!("wamid.IN{event}"))
                        .bind("Hola, ¿a qué hora abrís mañana?")
                        .execute(&mut *tx)
                        .await?;
                } else {
                    sqlx::query("UPDATE bare_messages SET state = $1 WHERE wamid = $2 AND state < $1")
                        .bind(5 + what)
                        .bind(format!("wamid.BENCH{}", event / 4))
                        .execute(&mut *tx)
                        .await?;
                }
            }
            tx.commit().await?;
        });
        done = until;
    }
    let seconds = begun.elapsed().as_secs_f64();
    for table in ["bare_seen", "bare_contacts", "bare_messages"] {
        run(pool, &format!("DROP TABLE {table}"), &[]).await?;
    }
    println!("{}", serde_json::json!({ "events": events, "seconds": seconds }));
    Ok(())
}
