//! What the ledger is compared with.

use std::time::Instant;

use store::{
    Db,
    billing::sums::{self, Whose},
};

use super::{Failure, Pool, number, run};

/// Puts every delivered message among those whose price is to be looked at, as
/// reports of a delivery do.
pub(crate) async fn due(pool: &Pool) -> Result<(), Failure> {
    let rows = run(
        pool,
        "INSERT INTO billing_due (id, message) SELECT id, id FROM messages WHERE delivered_at IS NOT NULL
         ON CONFLICT DO NOTHING",
        &[],
    )
    .await?;
    println!("{}", serde_json::json!({ "messages": rows }));
    Ok(())
}

/// Counts and prices the delivered messages in one statement: by bakery, day,
/// number and category, each times one rate.
pub(crate) async fn aggregate(pool: &Pool) -> Result<(), Failure> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM (
             SELECT tenant, delivered_at / 86400000 AS day, number, category, COUNT(*) * 16600 AS micros
             FROM messages WHERE delivered_at IS NOT NULL
             GROUP BY tenant, delivered_at / 86400000, number, category) AS sums";
    let begun = Instant::now();
    let groups = number(pool, sql).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let messages = number(
        pool,
        "SELECT CAST(COUNT(*) AS BIGINT) FROM messages WHERE delivered_at IS NOT NULL",
    )
    .await?;
    println!(
        "{}",
        serde_json::json!({ "messages": messages, "groups": groups, "seconds": seconds })
    );
    Ok(())
}

/// What the largest month's statement for all bakeries is made of, read as the console
/// reads it: milliseconds, the middle of several times.
pub(crate) async fn statement(pool: &Pool, url: &str) -> Result<(), Failure> {
    let largest = "SELECT month FROM billing_months GROUP BY month ORDER BY SUM(messages) DESC LIMIT 1";
    let month = number(pool, largest).await?;
    let db = Db::open(url).await?;
    let mut times = Vec::new();
    let mut messages = 0;
    for _ in 0..21 {
        let mut tx = db.read().await?;
        let begun = Instant::now();
        let months = sums::months(&mut tx, Whose::All, month, month).await?;
        let days = sums::days(&mut tx, Whose::All, month).await?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        messages = months.iter().map(|sum| sum.messages).sum();
        let by_day: i64 = days.iter().map(|sum| sum.messages).sum();
        if by_day != messages {
            return Err(format!("{messages} by month, {by_day} by day").into());
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{}",
        serde_json::json!({ "month": month, "lines": messages, "ms": times.get(times.len() / 2) })
    );
    Ok(())
}
