//! Messages by the million.

use std::time::Instant;

use sqlx::Executor as _;

use super::{DAY, Failure, ID_BITS, ID_EPOCH, Pool, now, number, run};

/// Messages of one statement.
const CHUNK: i64 = 100_000;
/// Customers of each bakery.
const CUSTOMERS: i64 = 1_000;

/// The short ids of every bakery and of the first number, made where they are missing.
pub(crate) async fn short_ids(pool: &Pool) -> Result<(Vec<i64>, i64), Failure> {
    for (kind, table) in [("tenant", "tenants"), ("number", "numbers")] {
        let missing = format!("FROM {table} t WHERE t.id NOT IN (SELECT id FROM short_ids)");
        // A console that runs gives out short ids, too.
        while number(pool, &format!("SELECT CAST(COUNT(*) AS BIGINT) {missing}")).await? > 0 {
            let sql = format!(
                "INSERT INTO short_ids (no, kind, id)
                 SELECT (SELECT COALESCE(MAX(no), 0) FROM short_ids) + ROW_NUMBER() OVER (ORDER BY t.id), '{kind}', t.id
                 {missing} ON CONFLICT DO NOTHING"
            );
            run(pool, &sql, &[]).await?;
        }
    }
    let tenants = on!(pool, |pool| sqlx::query_scalar::<_, i64>(
        "SELECT no FROM short_ids WHERE kind = 'tenant' ORDER BY no LIMIT 10"
    )
    .fetch_all(pool)
    .await?);
    let one = number(pool, "SELECT MIN(no) FROM short_ids WHERE kind = 'number'").await?;
    Ok((tenants, one))
}

/// The customers of a bakery, made where they are missing.
pub(crate) async fn customers(pool: &Pool, tenant: i64) -> Result<(), Failure> {
    let sql = "INSERT INTO contacts (id, tenant, match_key, phone, wa_id, name, tail, created_at, updated_at)
             WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
             SELECT $1 * 1000000 + i, $1, 'bench' || ($1 * 1000000 + i), '+346' || (10000000 + $1 * 1000000 + i),
                    '346' || (10000000 + $1 * 1000000 + i), 'Cliente ' || i, CAST(1000 + i % 9000 AS TEXT), 0, 0
             FROM n WHERE true ON CONFLICT DO NOTHING";
    run(pool, sql, &[tenant, CUSTOMERS]).await?;
    Ok(())
}

pub(crate) async fn load(pool: &Pool, messages: i64, days: i64) -> Result<(), Failure> {
    let (tenants, one) = short_ids(pool).await?;
    let bakeries = i64::try_from(tenants.len())?;
    let span = days * DAY;
    let start = now() - span - ID_EPOCH;
    for tenant in &tenants {
        customers(pool, *tenant).await?;
    }
    let begun = Instant::now();
    let mut done = 0;
    while done < messages {
        let until = messages.min(done + CHUNK);
        for (place, tenant) in (0_i64..).zip(&tenants) {
            // One statement for each bakery; its messages are every tenth of the time line.
            let sql = "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, wamid, at, preview,
                        content, template, language, category, source, error_code, queued_at, accepted_at, sent_at,
                        delivered_at, read_at, failed_at)
                 WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + $3 FROM n WHERE i + $3 < $2),
                 m AS (SELECT i, (i / $3) % 10 AS kind, CAST($6 + CAST(i AS DOUBLE PRECISION) / $8 * $7 AS BIGINT) AS t FROM n)
                 SELECT (t << 22) + i % 4194304, $4, $5, $4 * 1000000 + (i / $3) % 1000,
                        CASE kind WHEN 0 THEN 0 ELSE 1 END,
                        CASE kind WHEN 0 THEN 11 WHEN 1 THEN 7 WHEN 2 THEN 6 WHEN 3 THEN 8 WHEN 4 THEN 8 ELSE 9 END,
                        CASE kind WHEN 0 THEN 'text' ELSE 'template' END, 'wamid.LOAD' || i, t + 1577836800000,
                        'Tu pedido ' || i || ' está listo para recoger', '{\"type\":\"text\",\"text\":{\"body\":\"Tu pedido está listo\"}}',
                        CASE kind WHEN 0 THEN NULL ELSE 'pedido_listo' END, CASE kind WHEN 0 THEN NULL ELSE 'es' END,
                        CASE kind WHEN 0 THEN NULL ELSE 'utility' END, 'bench',
                        CASE kind WHEN 1 THEN 131026 ELSE NULL END, t + 1577836800000, t + 1577836800100, t + 1577836800900,
                        CASE WHEN kind > 2 THEN t + 1577836802000 ELSE NULL END,
                        CASE WHEN kind > 4 THEN t + 1577836900000 ELSE NULL END,
                        CASE kind WHEN 1 THEN t + 1577836802000 ELSE NULL END
                 FROM m";
            run(
                pool,
                sql,
                &[done + place, until, bakeries, *tenant, one, start, span, messages],
            )
            .await?;
        }
        done = until;
        if done % 1_000_000 == 0 || done == messages {
            eprintln!(
                "loaded {done} of {messages} messages after {} s",
                begun.elapsed().as_secs()
            );
        }
    }
    on!(pool, |pool| pool.execute("ANALYZE").await.map(|_| ())?);
    println!(
        "{}",
        serde_json::json!({ "messages": messages, "seconds": begun.elapsed().as_secs() })
    );
    Ok(())
}

pub(crate) async fn expect(pool: &Pool, messages: i64) -> Result<(), Failure> {
    let (tenants, one) = short_ids(pool).await?;
    let tenant = tenants.first().copied().ok_or("no bakery")?;
    let base = (now() - ID_EPOCH) << ID_BITS;
    let sql = "INSERT INTO messages (id, tenant, number, direction, state, kind, wamid, at, content, queued_at, accepted_at)
         WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $1)
         SELECT $2 + (i / 1000) * 4194304 + i % 1000, $3, $4, 1, 5, 'text', 'wamid.BENCH' || i, $5, '{}', $5, $5 FROM n";
    run(
        pool,
        sql,
        &[messages, base - messages * 4_195, tenant, one, now() - 1_000],
    )
    .await?;
    Ok(())
}
