//! Prices what webhooks noted, and asks Meta now and then what it counted.

use std::time::Duration;

use domain::time::{MINUTE, Millis};
use service::{
    Call, Services,
    billing::{follow, reconcile::pull},
};
use store::{StoreResult, leases};

/// How often it is looked whether something waits.
const EVERY: Duration = Duration::from_secs(1);
/// Name of the lease that lets one instance price.
const LEASE: &str = "billing";
/// How long the lease holds; taken again with every turn.
const HOLD: i64 = MINUTE;
/// Pause after trouble.
const PAUSE: Duration = Duration::from_secs(5);
/// How often Meta is asked.
const ASK_EVERY: Duration = Duration::from_hours(6);
/// Name of the lease that lets one instance ask.
const ASK_LEASE: &str = "billing_pull";

/// Follows the message log for ever.
pub(super) async fn run(services: Services) {
    let holder = services.random.uuid(services.clock.now());
    let mut turns = tokio::time::interval(EVERY);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        if let Err(error) = turn(&services, &holder).await {
            tracing::warn!(%error, "messages wait to be priced");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

async fn turn(services: &Services, holder: &str) -> Result<(), service::ServiceError> {
    // Mostly nothing waits; then nobody needs the lease, and nothing is written.
    while follow::waits(services).await? {
        let until = services.clock.now().plus(HOLD);
        if !take(services, LEASE, holder, until).await? {
            return Ok(());
        }
        let done = follow::step(services).await?;
        metrics::counter!("tahona_billing_messages_priced_total").increment(done.priced);
        metrics::counter!("tahona_billing_corrections_total").increment(done.corrected);
        if !done.more {
            return Ok(());
        }
    }
    Ok(())
}

/// Asks Meta for the running month and the one before, for ever.
pub(super) async fn ask_meta(services: Services) {
    let holder = services.random.uuid(services.clock.now());
    let mut turns = tokio::time::interval(ASK_EVERY);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // A start should not add to what Meta counts.
    turns.tick().await;
    loop {
        turns.tick().await;
        let until = services
            .clock
            .now()
            .plus(i64::try_from(ASK_EVERY.as_millis()).unwrap_or(i64::MAX) - MINUTE);
        match take(&services, ASK_LEASE, &holder, until).await {
            Ok(true) => match pull::recent(&services, &Call::system("billing")).await {
                Ok(points) => tracing::info!(points, "Meta's own figures were pulled"),
                Err(error) => tracing::warn!(%error, "Meta's own figures could not be pulled"),
            },
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "Meta is not asked for its figures"),
        }
    }
}

async fn take(services: &Services, lease: &str, holder: &str, until: Millis) -> StoreResult<bool> {
    let mut tx = services.db.write().await?;
    let taken = leases::take(&mut tx, lease, holder, services.clock.now(), until).await?;
    tx.commit().await?;
    Ok(taken)
}
