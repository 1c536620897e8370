//! Taking stored deliveries to their effect, in the order in which they came.

use std::time::{Duration, Instant};

use domain::time::{Millis, SECOND};
use store::{
    Tx,
    webhooks::deliveries::{self, Waiting},
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{
    backlog::{Taken, ToDo},
    batch::{self, Done},
    found::Stored,
    pace::{BATCH, Pace},
    parked,
};
use crate::{
    Services,
    error::{ServiceError, ServiceResult},
    events::Topic,
};

/// A transaction that holds this many bytes takes no further delivery, whether
/// they come through memory or from the database; the last one may pass it.
const BATCH_BYTES: usize = 4 * 1024 * 1024;
/// How old a waiting delivery must be before it is looked for in the database:
/// younger ones are on their way through memory.
const LEFT_BEHIND: i64 = 5 * SECOND;
/// How often it is looked for them.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often a delivery is tried alone before it counts as dead. Instances that
/// share a database may be in each other's way more than once; but a delivery
/// that never works must not hold up the others for ever.
const TRIES: u32 = 5;
/// Pause between these tries: whoever was in the way has ended then.
const BETWEEN: Duration = Duration::from_millis(100);
/// Pause after the database was away.
const PAUSE: Duration = Duration::from_millis(500);

/// Works until `stop` is cancelled and nothing is left in `to_do`. WABAs that
/// Meta says have changed are named to `changed`; a full channel drops the
/// name, because the regular sync asks anyway.
pub async fn run(svc: Services, mut to_do: ToDo, changed: mpsc::Sender<String>, stop: CancellationToken) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut pace = Pace::new(svc.db.engine());
    loop {
        let first = tokio::select! {
            biased;
            next = to_do.next() => match next {
                Some(first) => first,
                // The way in is closed: everything left is in the database,
                // and the next start finds it.
                None => return,
            },
            () = stop.cancelled() => return,
            _ = look.tick() => {
                if let Err(error) = recover(&svc, LEFT_BEHIND).await {
                    tracing::warn!(%error, "waiting deliveries could not be processed");
                }
                continue;
            }
        };
        pace.stand_back(&to_do, first.since).await;
        let taken = gather(first, &mut to_do, pace.room());
        let (begun, deliveries) = (Instant::now(), taken.len());
        match turn(&svc, taken, &changed).await {
            Ok(()) => pace.note(deliveries, begun.elapsed()),
            Err(error) => {
                // They are on disk and waiting: the next look finds them.
                tracing::warn!(%error, deliveries, "deliveries wait for the next look");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn turn(svc: &Services, taken: Vec<Taken>, changed: &mpsc::Sender<String>) -> ServiceResult<()> {
    let batch = stored(svc, taken).await?;
    let done = process(svc, &batch).await?;
    note_lag(svc, &batch);
    tell(svc, done, changed);
    Ok(())
}

fn gather(first: Taken, to_do: &mut ToDo, room: usize) -> Vec<Taken> {
    let mut bytes = first.length;
    let mut batch = vec![first];
    while batch.len() < room && bytes < BATCH_BYTES {
        let Some(next) = to_do.next_now() else { break };
        bytes += next.length;
        batch.push(next);
    }
    batch
}

/// The oldest of those that wait, as many as one transaction takes.
fn first_of(waiting: &[Waiting]) -> Vec<i64> {
    let mut bytes = 0_usize;
    waiting
        .iter()
        .take_while(|one| {
            let room = bytes < BATCH_BYTES;
            bytes = bytes.saturating_add(usize::try_from(one.bytes).unwrap_or(0));
            room
        })
        .map(|one| one.id)
        .collect()
}

/// The deliveries with their bodies, which of a long queue are on disk alone.
async fn stored(svc: &Services, taken: Vec<Taken>) -> ServiceResult<Vec<Stored>> {
    let (here, elsewhere): (Vec<Taken>, Vec<Taken>) = taken.into_iter().partition(|one| one.body.is_some());
    let mut batch: Vec<Stored> = here
        .into_iter()
        .filter_map(|one| {
            Some(Stored {
                id: one.id.0,
                received_at: one.received_at,
                body: one.body?,
            })
        })
        .collect();
    if !elsewhere.is_empty() {
        let ids: Vec<i64> = elsewhere.iter().map(|one| one.id.0).collect();
        let mut tx = svc.db.read().await?;
        batch.extend(read(&mut tx, &ids).await?);
    }
    Ok(batch)
}

/// These deliveries, from the database.
async fn read(tx: &mut Tx, ids: &[i64]) -> ServiceResult<Vec<Stored>> {
    let found = deliveries::bodies(tx, ids).await?;
    Ok(found
        .into_iter()
        .map(|one| Stored {
            id: one.id,
            received_at: Millis(one.received_at),
            body: one.body,
        })
        .collect())
}

/// How long deliveries waited from their arrival to their effect.
fn note_lag(svc: &Services, batch: &[Stored]) {
    let now = svc.clock.now();
    for delivery in batch {
        let lag = u64::try_from(now.since(delivery.received_at)).unwrap_or(0);
        metrics::histogram!("tahona_webhook_lag_seconds").record(Duration::from_millis(lag).as_secs_f64());
    }
}

/// Counts what became of deliveries.
fn count(done: &Done) {
    metrics::counter!("tahona_webhook_events_total").increment(done.fresh);
    metrics::counter!("tahona_webhook_events_repeated_total").increment(done.repeated);
    metrics::counter!("tahona_webhook_deliveries_dead_total").increment(done.dead);
}

fn tell(svc: &Services, done: Done, changed: &mpsc::Sender<String>) {
    count(&done);
    if done.fresh > 0 {
        svc.events.publish(Topic::Messages);
    }
    for waba in done.ask_about {
        let _ = changed.try_send(waba);
    }
}

/// Whether the same deliveries may be taken a moment later.
const fn passes(error: &ServiceError) -> bool {
    matches!(
        error,
        ServiceError::Unavailable | ServiceError::Busy | ServiceError::TooMany { .. }
    )
}

/// Processes a batch; if that fails for a reason of its own, each delivery
/// alone, so that one bad delivery does not hold up the others.
async fn process(svc: &Services, batch: &[Stored]) -> ServiceResult<Done> {
    let span = tracing::info_span!("webhooks", deliveries = batch.len());
    match batch::apply(svc, batch).instrument(span).await {
        Ok(done) => Ok(done),
        Err(error) if passes(&error) => Err(error),
        Err(_) if batch.len() == 1 => alone(svc, batch).await,
        Err(error) => {
            tracing::error!(%error, deliveries = batch.len(), "a batch failed and is tried one by one");
            let mut all = Done::default();
            for one in batch {
                let done = alone(svc, std::slice::from_ref(one)).await?;
                all.fresh += done.fresh;
                all.repeated += done.repeated;
                all.dead += done.dead;
                all.ask_about.extend(done.ask_about);
            }
            Ok(all)
        }
    }
}

/// Processes one delivery that may have failed before. Somebody else who wrote
/// at the same moment is out of the way the next time; what is wrong with the
/// delivery itself is not.
async fn alone(svc: &Services, one: &[Stored]) -> ServiceResult<Done> {
    let mut tries = 1;
    loop {
        match batch::apply(svc, one).await {
            Ok(done) => return Ok(done),
            Err(error) if passes(&error) => return Err(error),
            Err(error) if tries == TRIES => return bury(svc, one, &error).await,
            Err(_) => {
                tries += 1;
                tokio::time::sleep(BETWEEN).await;
            }
        }
    }
}

/// Puts a delivery among the dead letters, where it can be read and replayed.
async fn bury(svc: &Services, batch: &[Stored], error: &ServiceError) -> ServiceResult<Done> {
    let mut tx = svc.db.write().await?;
    for delivery in batch {
        tracing::error!(delivery = delivery.id, %error, "a delivery could not be processed");
        deliveries::mark_dead(&mut tx, delivery.id, &error.to_string()).await?;
    }
    tx.commit().await?;
    Ok(Done {
        dead: u64::try_from(batch.len()).unwrap_or(u64::MAX),
        ..Done::default()
    })
}

/// Processes what waits in the database for longer than `older_than`
/// milliseconds: after a restart, after trouble, or left by an instance that
/// is gone. Answers how many deliveries that were.
pub async fn recover(svc: &Services, older_than: i64) -> ServiceResult<u64> {
    let before: Millis = svc.clock.now().plus(1 - older_than);
    let mut total = 0;
    loop {
        let mut tx = svc.db.read().await?;
        let waiting = deliveries::waiting(&mut tx, before, i64::try_from(BATCH).unwrap_or(i64::MAX)).await?;
        if waiting.is_empty() {
            break;
        }
        let batch = read(&mut tx, &first_of(&waiting)).await?;
        drop(tx);
        let done = process(svc, &batch).await?;
        note_lag(svc, &batch);
        count(&done);
        total += u64::try_from(batch.len()).unwrap_or(0);
        if done.fresh > 0 {
            svc.events.publish(Topic::Messages);
        }
    }
    if parked::sweep(svc).await? > 0 {
        svc.events.publish(Topic::Messages);
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::{BATCH_BYTES, Waiting, first_of};

    fn taken(lengths: &[usize]) -> Vec<i64> {
        let waiting: Vec<Waiting> = (0..)
            .zip(lengths)
            .map(|(id, bytes)| Waiting {
                id,
                bytes: i64::try_from(*bytes).unwrap(),
            })
            .collect();
        first_of(&waiting)
    }

    #[test]
    fn after_an_outage_a_transaction_takes_as_many_bytes_as_at_any_other_time() {
        assert!(taken(&[]).is_empty());
        assert_eq!(taken(&[1_000; 5]), [0, 1, 2, 3, 4]);
        // Its limit is passed by one at most.
        assert_eq!(taken(&[BATCH_BYTES - 1, BATCH_BYTES, 10]), [0, 1]);
        assert_eq!(taken(&[BATCH_BYTES; 256]), [0]);
        // Also the largest has its turn, alone.
        assert_eq!(taken(&[3 * BATCH_BYTES, 10]), [0]);
    }
}
