//! Reads every connected WABA from time to time.

use std::time::Duration;

use domain::time::{MINUTE, Millis};
use service::{Call, Services, accounts::sync};
use store::{StoreResult, leases};

/// Name of the lease that lets one instance do it.
const LEASE: &str = "sync";
/// Somebody else looks after it this much later than planned.
const GRACE: i64 = 5 * MINUTE;

/// Syncs `every` so often, for ever.
pub(super) async fn run(services: Services, every: Duration) {
    let holder = services.random.uuid(services.clock.now());
    let mut turns = tokio::time::interval(every);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // The first turn comes at once; a start should not add to what Meta counts.
    turns.tick().await;
    loop {
        turns.tick().await;
        let until = services.clock.now().plus(
            i64::try_from(every.as_millis())
                .unwrap_or(i64::MAX)
                .saturating_add(GRACE),
        );
        match take(&services, &holder, until).await {
            Ok(true) => sync_all(&services).await,
            Ok(false) => tracing::debug!("another instance syncs"),
            Err(error) => tracing::warn!(%error, "the sync is put off"),
        }
    }
}

async fn take(services: &Services, holder: &str, until: Millis) -> StoreResult<bool> {
    let mut tx = services.db.write().await?;
    let taken = leases::take(&mut tx, LEASE, holder, services.clock.now(), until).await?;
    tx.commit().await?;
    Ok(taken)
}

async fn sync_all(services: &Services) {
    match sync::all(services, &Call::system("sync")).await {
        Ok(reports) => {
            for report in reports {
                let problems = report.problems.len();
                tracing::info!(
                    account = report.name,
                    report.added,
                    report.changed,
                    report.vanished,
                    problems,
                    "synced"
                );
            }
        }
        Err(error) => tracing::warn!(%error, "the sync failed"),
    }
}
