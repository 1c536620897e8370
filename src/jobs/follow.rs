//! Hears of changes that other instances made, by following the audit log.

use std::time::Duration;

use service::{Services, events::Topic};
use store::{StoreResult, audit};

const EVERY: Duration = Duration::from_secs(1);
/// Rows that are looked at in one turn; what happened is told by kind, not by row.
const STEP: i64 = 500;

/// Follows for ever. An instance hears of its own changes twice, which costs a
/// page one more look.
pub(super) async fn run(services: Services) {
    let mut turns = tokio::time::interval(EVERY);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut seen = None;
    loop {
        turns.tick().await;
        match news(&services, seen).await {
            Ok((position, topics)) => {
                seen = Some(position);
                for topic in topics {
                    services.events.publish(topic);
                }
            }
            Err(error) => tracing::debug!(%error, "the audit log could not be followed"),
        }
    }
}

/// What changed after position `seen`, and where the log ends now.
async fn news(services: &Services, seen: Option<i64>) -> StoreResult<(i64, Vec<Topic>)> {
    let mut tx = services.db.read().await?;
    let Some(seen) = seen else {
        let (head, _) = audit::head(&mut tx).await?;
        return Ok((head, Vec::new()));
    };
    let rows = audit::chain(&mut tx, seen, STEP).await?;
    let mut topics: Vec<Topic> = Vec::new();
    for topic in rows.iter().filter_map(|row| Topic::of_entity(&row.entity)) {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    Ok((rows.last().map_or(seen, |row| row.seq), topics))
}
