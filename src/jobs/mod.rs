//! What happens without anybody asking.

mod billing;
mod forget;
mod share;
mod sweep;
mod sync;
pub mod webhooks;

use std::time::Duration;

use service::Services;
use store::Engine;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Starts every job; they end when `stop` is cancelled. The tracker tells when
/// the last one has.
pub fn start(services: &Services, sync_every: Option<Duration>, stop: &CancellationToken) -> TaskTracker {
    let jobs = TaskTracker::new();
    if let Some(every) = sync_every {
        jobs.spawn(
            stop.clone()
                .run_until_cancelled_owned(sync::run(services.clone(), every)),
        );
    }
    jobs.spawn(
        stop.clone()
            .run_until_cancelled_owned(sweep::run(services.clone())),
    );
    jobs.spawn(
        stop.clone()
            .run_until_cancelled_owned(forget::run(services.clone())),
    );
    jobs.spawn(
        stop.clone()
            .run_until_cancelled_owned(billing::run(services.clone())),
    );
    jobs.spawn(
        stop.clone()
            .run_until_cancelled_owned(billing::ask_meta(services.clone())),
    );
    // Ends by itself: the outcome of calls under way would be lost otherwise.
    jobs.spawn(service::messages::outbox::run(services.clone(), stop.clone()));
    // SQLite serves one process, which hears of its own changes.
    if services.db.engine() == Engine::Postgres {
        jobs.spawn(
            stop.clone()
                .run_until_cancelled_owned(share::run(services.clone())),
        );
    }
    jobs.close();
    jobs
}
