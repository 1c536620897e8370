//! Data for `cargo xtask bench`: loads messages by the million, tells when
//! everything that was taken in has been processed, runs the bare loop that
//! ingestion is compared with and the dump that exports are, and fills queues. Works on the database of a demo.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the figures are what the benchmark reads, progress is for whoever waits"
)]

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::{Parser, Subcommand};
use futures::StreamExt as _;
use sqlx::{AssertSqlSafe, Executor, PgPool, SqlitePool, postgres::PgPoolOptions, sqlite::SqlitePoolOptions};

type Failure = Box<dyn std::error::Error>;

/// Messages of one statement of the loader.
const CHUNK: i64 = 100_000;
/// Customers of each bakery.
const CUSTOMERS: i64 = 1_000;
/// Lower bits of a message id, and the start of its clock (`domain::message::id`).
const ID_BITS: i64 = 22;
const ID_EPOCH: i64 = 1_577_836_800_000;
const DAY: i64 = 86_400_000;

#[derive(Parser)]
struct Options {
    /// The database
    #[arg(long)]
    database_url: String,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Adds messages of the past, spread evenly over bakeries and time
    Load {
        /// How many
        #[arg(long)]
        messages: i64,
        /// Over how many days that end now
        #[arg(long, default_value_t = 365)]
        days: i64,
    },
    /// Adds accepted messages whose reports are about to come: wamid.BENCH0, wamid.BENCH1 …
    Expect {
        /// How many
        #[arg(long)]
        messages: i64,
    },
    /// Waits until nothing waits to be processed; prints how long the oldest waited at worst
    Drain {
        /// Ends when this many deliveries have been processed
        #[arg(long)]
        deliveries: i64,
    },
    /// Writes every message with its customer as the database itself can: COPY, or one text for each row
    Dump,
    /// Fills the queue of one bakery and lets others send single messages meanwhile; prints how long those waited
    Fair {
        /// Messages of the bakery that has many
        #[arg(long)]
        queued: i64,
        /// Single messages of the others, one after the other
        #[arg(long, default_value_t = 40)]
        singles: i64,
    },
    /// Dedupes, upserts and moves statuses with plain statements and does nothing else
    Bare {
        /// Events to process
        #[arg(long)]
        events: i64,
        /// Events of one transaction
        #[arg(long, default_value_t = 1_000)]
        group: i64,
    },
}

/// The same statements on either engine.
macro_rules! on {
    ($pool:expr, |$c:ident| $body:expr) => {
        match $pool {
            Pool::Sqlite($c) => $body,
            Pool::Postgres($c) => $body,
        }
    };
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let pool = open(&options.database_url).await?;
    match options.task {
        Task::Load { messages, days } => load(&pool, messages, days).await?,
        Task::Expect { messages } => expect(&pool, messages).await?,
        Task::Drain { deliveries } => drain(&pool, deliveries).await?,
        Task::Dump => dump(&pool).await?,
        Task::Fair { queued, singles } => fair(&pool, queued, singles).await?,
        Task::Bare { events, group } => bare(&pool, events, group).await?,
    }
    Ok(())
}

async fn open(url: &str) -> Result<Pool, Failure> {
    if url.starts_with("postgres") {
        return Ok(Pool::Postgres(
            PgPoolOptions::new().max_connections(1).connect(url).await?,
        ));
    }
    let pool = SqlitePoolOptions::new().max_connections(1).connect(url).await?;
    for pragma in [
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA busy_timeout = 60000",
    ] {
        pool.execute(pragma).await?;
    }
    Ok(Pool::Sqlite(pool))
}

#[expect(clippy::disallowed_methods, reason = "nothing of the product depends on it")]
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|d| i64::try_from(d.as_millis()).ok())
        .unwrap_or_default()
}

/// Runs one statement with numbers as its arguments.
async fn run(pool: &Pool, sql: &str, numbers: &[i64]) -> Result<u64, Failure> {
    Ok(on!(pool, |pool| {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for number in numbers {
            query = query.bind(*number);
        }
        query.execute(pool).await?.rows_affected()
    }))
}

async fn number(pool: &Pool, sql: &str) -> Result<i64, Failure> {
    Ok(on!(pool, |pool| sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql))
        .fetch_one(pool)
        .await?))
}

/// The short ids of every bakery and of the first number, made where they are missing.
async fn short_ids(pool: &Pool) -> Result<(Vec<i64>, i64), Failure> {
    for (kind, table) in [("tenant", "tenants"), ("number", "numbers")] {
        let sql = format!(
            "INSERT INTO short_ids (no, kind, id)
             SELECT (SELECT COALESCE(MAX(no), 0) FROM short_ids) + ROW_NUMBER() OVER (ORDER BY t.id), '{kind}', t.id
             FROM {table} t WHERE t.id NOT IN (SELECT id FROM short_ids)"
        );
        run(pool, &sql, &[]).await?;
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
async fn customers(pool: &Pool, tenant: i64) -> Result<(), Failure> {
    let sql = "INSERT INTO contacts (id, tenant, match_key, phone, wa_id, name, tail, created_at, updated_at)
             WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
             SELECT $1 * 1000000 + i, $1, 'bench' || ($1 * 1000000 + i), '+346' || (10000000 + $1 * 1000000 + i),
                    '346' || (10000000 + $1 * 1000000 + i), 'Cliente ' || i, CAST(1000 + i % 9000 AS TEXT), 0, 0
             FROM n WHERE true ON CONFLICT DO NOTHING";
    run(pool, sql, &[tenant, CUSTOMERS]).await?;
    Ok(())
}

async fn load(pool: &Pool, messages: i64, days: i64) -> Result<(), Failure> {
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

async fn expect(pool: &Pool, messages: i64) -> Result<(), Failure> {
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

async fn drain(pool: &Pool, deliveries: i64) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut worst = 0;
    loop {
        let oldest = number(
            pool,
            "SELECT COALESCE(MIN(received_at), 0) FROM webhook_deliveries WHERE state = 0",
        )
        .await?;
        if oldest > 0 {
            worst = worst.max(now() - oldest);
        } else if number(
            pool,
            "SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE state = 1",
        )
        .await?
            >= deliveries
        {
            break;
        }
        if begun.elapsed() > Duration::from_mins(10) {
            return Err("not drained after ten minutes".into());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    println!("{}", serde_json::json!({ "worst_wait_ms": worst }));
    Ok(())
}

/// What an export has in its columns, as the database keeps it.
const DUMPED: &str =
    "m.id, m.at, m.direction, m.state, m.tenant, m.number, c.phone, c.name, m.kind, m.template, m.language,
    m.category, m.pricing, m.error_code, m.sent_at, m.delivered_at, m.read_at, m.failed_at, m.preview";

async fn dump(pool: &Pool) -> Result<(), Failure> {
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

/// Queues messages of a bakery to its customers, through the shared number.
async fn enqueue(pool: &Pool, first: i64, count: i64, tenant: i64, number: i64) -> Result<(), Failure> {
    let content = r#"{"type":"template","template":{"name":"po_notification","language":{"code":"es"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"PO-1"},{"type":"text","text":"1,00 €"}]}]}}"#;
    let sql = format!(
        "INSERT INTO messages (id, tenant, number, contact, direction, state, kind, at, preview, content, template,
             language, category, asked_category, source, queued_at)
         WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
         SELECT $1 + i, $3, $4, $3 * 1000000 + i % 1000, 1, 1, 'template', $5, 'Pedido', '{content}', 'po_notification',
                'es', 'utility', 'utility', 'bench', $5 FROM n"
    );
    let at = now();
    run(pool, &sql, &[first, count, tenant, number, at]).await?;
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
async fn fair(pool: &Pool, queued: i64, singles: i64) -> Result<(), Failure> {
    // The console makes short ids too, and may do so at the same moment.
    let mut tries = 0;
    let (tenants, one) = loop {
        match short_ids(pool).await {
            Ok(found) => break found,
            Err(error) if tries == 20 => return Err(error),
            Err(_) => tries += 1,
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
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
    enqueue(pool, first, queued, many, one).await?;
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
        enqueue(pool, id, 1, *tenant, one).await?;
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

/// One quarter customers' messages, three quarters reports, as in the deliveries
/// of the benchmark; three statements for each message, two for each report.
async fn bare(pool: &Pool, events: i64, group: i64) -> Result<(), Failure> {
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
