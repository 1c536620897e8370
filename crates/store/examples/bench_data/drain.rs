//! Waits until the console has worked off what it took in.

use std::time::{Duration, Instant};

use super::{Failure, Pool, now, number};

/// Returns when that many deliveries have been processed and none waits.
pub(crate) async fn drain(pool: &Pool, deliveries: i64) -> Result<(), Failure> {
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

/// Returns when every message that something was learnt about has been priced.
pub(crate) async fn priced(pool: &Pool) -> Result<(), Failure> {
    let begun = Instant::now();
    while number(pool, "SELECT CAST(COUNT(*) AS BIGINT) FROM billing_due").await? > 0 {
        if begun.elapsed() > Duration::from_mins(10) {
            return Err("not priced after ten minutes".into());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}
