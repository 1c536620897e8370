//! One bakery has a long queue, others send single messages.

use std::time::{Duration, Instant};

use super::{
    Failure, ID_BITS, ID_EPOCH, Pool,
    load::{customers, short_ids},
    now, number, run,
};

/// Queues messages of a bakery to its customers, through the shared number.
async fn enqueue(
    pool: &Pool,
    (first, count): (i64, i64),
    (tenant, customer): (i64, i64),
    number: i64,
) -> Result<(), Failure> {
    let content = r#"{"type":"template","template":{"name":"po_notification","language":{"code":"es"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"PO-1"},{"type":"text","text":"1,00 €"}]}]}}"#;
    let sql = format!(
        "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, preview, content, template,
             language, category, asked_category, source, queued_at)
         WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
         SELECT $1 + i, $3, $4, $3 * 1000000 + ($6 + i) % 1000, 1, 1, 'template', $5, 'Pedido', '{content}', 'po_notification',
                'es', 'utility', 'utility', 'bench', $5 FROM n"
    );
    let at = now();
    run(pool, &sql, &[first, count, tenant, number, at, customer]).await?;
    run(
        pool,
        "INSERT INTO outbox (message, tenant, number, contact, due_at)
         SELECT id, tenant, number, contact, $3 FROM messages WHERE id >= $1 AND id < $1 + $2",
        &[first, count, at],
    )
    .await?;
    run(
        pool,
        "INSERT INTO outbox_lanes (number, tenant) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[number, tenant],
    )
    .await?;
    Ok(())
}

/// The first bakery has many, nine others one now and then; all of them send
/// through one number. How long do the single ones wait until they leave?
pub(crate) async fn fair(pool: &Pool, queued: i64, singles: i64) -> Result<(), Failure> {
    let (tenants, one) = short_ids(pool).await?;
    for tenant in &tenants {
        customers(pool, *tenant).await?;
        run(
            pool,
            "UPDATE tenants SET status = 'active', whatsapp_enabled = TRUE
             WHERE id = (SELECT id FROM short_ids WHERE no = $1)",
            &[*tenant],
        )
        .await?;
    }
    run(
        pool,
        "INSERT INTO settings (name, value, updated_at, updated_by)
         SELECT 'default_number', id, $2, 'bench' FROM short_ids WHERE no = $1
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[one, now()],
    )
    .await?;
    let many = tenants.first().copied().ok_or("no bakery")?;
    let first = (now() - ID_EPOCH) << ID_BITS;
    enqueue(pool, (first, queued), (many, 0), one).await?;
    // The queue is moving before anybody else comes.
    let left = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE taken_by IS NULL";
    let begun = Instant::now();
    while number(pool, left).await? == queued {
        if begun.elapsed() > Duration::from_mins(1) {
            return Err("nothing leaves".into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut waits = Vec::new();
    for (turn, tenant) in (0..singles).zip(tenants.iter().skip(1).cycle()) {
        let id = ((now() - ID_EPOCH) << ID_BITS) | (4_000_000 + turn);
        // Another customer each time: nobody is written to twice within six seconds.
        enqueue(pool, (id, 1), (*tenant, turn), one).await?;
        let asked = now();
        let handed = loop {
            let sql = format!("SELECT COALESCE(MAX(handed_at), 0) FROM messages WHERE id = {id}");
            let handed = number(pool, &sql).await?;
            if handed > 0 {
                break handed;
            }
            if now() - asked > 60_000 {
                return Err("a single message waited for a minute".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        waits.push((handed - asked).max(0));
        // Not in step with the sender's own rhythm.
        tokio::time::sleep(Duration::from_millis(u64::try_from(40 + turn * 7 % 50)?)).await;
    }
    waits.sort_unstable();
    let at = |percent: usize| {
        waits
            .get((waits.len().saturating_sub(1)) * percent / 100)
            .copied()
    };
    let still = number(pool, left).await?;
    println!(
        "{}",
        serde_json::json!({
            "single_messages": waits.len(), "wait_ms_p50": at(50), "wait_ms_p95": at(95), "wait_ms_worst": at(100),
            "still_queued": still, "others_per_second": (queued - still) * 1_000 / i64::try_from(begun.elapsed().as_millis())?.max(1),
        })
    );
    Ok(())
}
