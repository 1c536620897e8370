//! Instances that share a PostgreSQL database tell each other what they change.
//!
//! Each one notifies the others of its own changes and listens for theirs.
//! While it cannot listen (the connection is lost, or a pooler between here and
//! the database does not pass notifications on), it looks at where the growing
//! tables end instead, once a second.

use std::{collections::BTreeSet, time::Duration};

use service::{
    Services,
    events::{Change, Topic},
};
use store::{
    StoreResult, audit,
    changes::{self, Listener, Marks},
};
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::{Instant, MissedTickBehavior, interval, sleep, timeout, timeout_at},
};

/// Changes that come together are told together.
const GATHER: Duration = Duration::from_millis(20);
/// Pause after the database was away.
const PAUSE: Duration = Duration::from_millis(500);
/// Every instance says this often that it is there, and hears itself say it …
const HEARTBEAT: Duration = Duration::from_secs(20);
/// … so that longer silence means a dead connection.
const SILENCE: Duration = Duration::from_secs(50);
/// How often it is looked while nobody can be heard.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Audit rows that are looked at in one turn; what happened is told by kind, not by row.
const STEP: i64 = 500;

/// Shares for ever.
pub(super) async fn run(services: Services) {
    let me = services.random.uuid(services.clock.now());
    let (listening, heard) = watch::channel(false);
    let own = services.events.subscribe();
    tokio::join!(
        tell(&services, &me, own),
        hear(&services, &me, &listening),
        look(&services, heard),
    );
}

/// Tells the others what changes here.
async fn tell(services: &Services, me: &str, mut own: Receiver<Change>) {
    loop {
        let mut topics = BTreeSet::new();
        // Without news it is a sign of life.
        if let Ok(first) = timeout(HEARTBEAT, own.recv()).await {
            let Some(()) = gather(first, &mut topics) else {
                return;
            };
            let enough = Instant::now() + GATHER;
            while let Ok(next) = timeout_at(enough, own.recv()).await {
                let Some(()) = gather(next, &mut topics) else {
                    return;
                };
            }
            if topics.is_empty() {
                continue;
            }
        }
        let words = topics
            .into_iter()
            .fold(me.to_owned(), |words, word| words + " " + word);
        while let Err(error) = changes::tell(&services.db, &words).await {
            tracing::debug!(%error, "other instances were not told");
            sleep(PAUSE).await;
        }
    }
}

/// Adds a change to what has to be told; `None` when there will be no more.
fn gather(heard: Result<Change, RecvError>, topics: &mut BTreeSet<&'static str>) -> Option<()> {
    match heard {
        Ok(change) if change.here => {
            topics.insert(change.topic.key());
        }
        Ok(_) => {}
        Err(RecvError::Lagged(_)) => topics.extend(Topic::ALL.map(Topic::key)),
        Err(RecvError::Closed) => return None,
    }
    Some(())
}

/// Passes on what the others tell.
async fn hear(services: &Services, me: &str, listening: &watch::Sender<bool>) {
    loop {
        match Listener::open(&services.db).await {
            Ok(Some(mut listener)) => {
                listening.send_replace(true);
                // Nobody knows what happened before.
                pass_on(services, Topic::ALL);
                while let Ok(Ok(Some(words))) = timeout(SILENCE, listener.next()).await {
                    let mut words = words.split(' ');
                    if words.next() != Some(me) {
                        pass_on(services, words.filter_map(Topic::from_key));
                    }
                }
                listening.send_replace(false);
                tracing::warn!("other instances are not heard; looking for their changes instead");
            }
            Ok(None) => return,
            Err(error) => tracing::debug!(%error, "other instances are not heard yet"),
        }
        sleep(PAUSE).await;
    }
}

fn pass_on(services: &Services, topics: impl IntoIterator<Item = Topic>) {
    for topic in topics {
        services.events.publish_from_elsewhere(topic);
    }
}

/// Looks for changes while nobody is heard. An instance finds its own changes
/// too, which costs a page one more look.
async fn look(services: &Services, mut listening: watch::Receiver<bool>) {
    let mut turns = interval(LOOK_EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = None;
    loop {
        if listening.wait_for(|listening| !listening).await.is_err() {
            return;
        }
        turns.tick().await;
        match news(services, seen).await {
            Ok((marks, topics)) => {
                seen = Some(marks);
                pass_on(services, topics);
            }
            Err(error) => tracing::debug!(%error, "the tables could not be looked at"),
        }
    }
}

/// What changed after `seen`, and where the tables end now.
async fn news(services: &Services, seen: Option<Marks>) -> StoreResult<(Marks, Vec<Topic>)> {
    let mut tx = services.db.read().await?;
    let mut now = changes::marks(&mut tx).await?;
    let Some(seen) = seen else {
        return Ok((now, Vec::new()));
    };
    let mut topics = Vec::new();
    if (now.message, now.event) != (seen.message, seen.event) {
        topics.push(Topic::Messages);
    }
    if now.audit != seen.audit {
        let rows = audit::chain(&mut tx, seen.audit, STEP).await?;
        for topic in rows.iter().filter_map(|row| Topic::of_entity(&row.entity)) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        now.audit = rows.last().map_or(seen.audit, |row| row.seq);
    }
    Ok((now, topics))
}
