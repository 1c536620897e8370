//! Removes what is over: sessions, used-up limits, old links.

use std::time::Duration;

use service::{Services, people::sessions};

use crate::http::metrics;

const EVERY: Duration = Duration::from_mins(5);

/// Sweeps for ever. Every instance does; there is nothing to collide about.
pub(super) async fn run(services: Services) {
    let mut turns = tokio::time::interval(EVERY);
    loop {
        turns.tick().await;
        metrics::upkeep();
        match sessions::sweep(&services).await {
            Ok(0) => {}
            Ok(ended) => tracing::debug!(ended, "sessions swept"),
            Err(error) => tracing::warn!(%error, "sessions were not swept"),
        }
    }
}
