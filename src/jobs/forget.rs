//! Forgets messages that are older than the platform keeps.

use std::time::Duration;

use service::{Services, messages::retention};

const EVERY: Duration = Duration::from_hours(1);

/// Forgets for ever. Every instance may; who comes second finds nothing.
pub(super) async fn run(services: Services) {
    let mut turns = tokio::time::interval(EVERY);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        match retention::sweep(&services).await {
            Ok(swept) if swept == retention::Swept::default() => {}
            Ok(swept) => tracing::info!(swept.messages, swept.events, swept.deliveries, "forgotten by age"),
            Err(error) => tracing::warn!(%error, "old messages were not forgotten"),
        }
    }
}
