//! Deliveries between the disk and their effect.
//!
//! What the way in has stored goes to the worker through memory, in the order
//! of its arrival. Of a long queue only the names stay in memory; the bodies
//! are on disk and are read again when their turn comes.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use domain::{message::id::MessageId, time::Millis};
use store::webhooks::deliveries::NewDelivery;
use tokio::sync::mpsc;

use crate::Services;

/// Most deliveries that wait here; more are found in the database.
const MOST: usize = 1_000_000;
/// Bodies that stay in memory, in bytes.
const BYTES: usize = 32 * 1024 * 1024;
/// So many waiting deliveries are a crowd: work that can wait lets them pass.
const CROWD: usize = 32;
/// How often that work looks whether they have passed.
const LOOK: Duration = Duration::from_millis(20);

/// What is known about the deliveries that this process has taken in. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rush(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    arrived: AtomicU64,
    waiting: AtomicUsize,
    bytes: AtomicUsize,
    last: Mutex<Option<Instant>>,
}

impl Rush {
    /// How many were taken in since the start.
    pub(super) fn arrived(&self) -> u64 {
        self.0.arrived.load(Relaxed)
    }

    /// Whether one was taken in within this time.
    pub(crate) fn came_within(&self, time: Duration) -> bool {
        let last = *self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() < time)
    }

    /// Lets the deliveries that wait pass, but waits no longer than `patience`.
    pub(crate) async fn let_pass(&self, patience: Duration) {
        let begun = Instant::now();
        while self.0.waiting.load(Relaxed) >= CROWD && begun.elapsed() < patience {
            tokio::time::sleep(LOOK).await;
        }
    }

    fn note(&self, deliveries: usize) {
        let more = u64::try_from(deliveries).unwrap_or(u64::MAX);
        self.0.arrived.fetch_add(more, Relaxed);
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

/// Opens the way from the disk to the worker.
#[must_use]
pub fn open(svc: &Services) -> (Handover, ToDo) {
    with(svc.rush().clone())
}

fn with(rush: Rush) -> (Handover, ToDo) {
    let (send, waiting) = mpsc::channel(MOST);
    (
        Handover {
            send,
            rush: rush.clone(),
        },
        ToDo { waiting, rush },
    )
}

/// Where stored deliveries are handed over.
#[derive(Debug, Clone)]
pub struct Handover {
    send: mpsc::Sender<Taken>,
    rush: Rush,
}

impl Handover {
    /// Hands over deliveries that are on disk. What there is no room for stays
    /// there: the worker finds it.
    pub fn hand(&self, rows: Vec<NewDelivery>) {
        let counts = &self.rush.0;
        self.rush.note(rows.len());
        for row in rows {
            let length = row.body.len();
            let held = counts.bytes.fetch_add(length, Relaxed);
            let body = if held < BYTES {
                Some(row.body)
            } else {
                counts.bytes.fetch_sub(length, Relaxed);
                None
            };
            let taken = Taken {
                id: row.id,
                received_at: row.received_at,
                length,
                body,
                since: Instant::now(),
            };
            counts.waiting.fetch_add(1, Relaxed);
            if let Err(refused) = self.send.try_send(taken) {
                counts.leave(&refused.into_inner());
            }
        }
    }
}

impl Counts {
    fn leave(&self, taken: &Taken) {
        self.waiting.fetch_sub(1, Relaxed);
        if taken.body.is_some() {
            self.bytes.fetch_sub(taken.length, Relaxed);
        }
    }
}

/// A stored delivery whose turn has not come yet.
#[derive(Debug)]
pub struct Taken {
    /// Its id.
    pub id: MessageId,
    /// When it came.
    pub received_at: Millis,
    /// How long its body is, in bytes.
    pub length: usize,
    /// The signed bytes; `None` when they have to be read from the database.
    pub body: Option<Vec<u8>>,
    /// Since when it waits here.
    pub(super) since: Instant,
}

/// Where the worker takes deliveries from.
#[derive(Debug)]
pub struct ToDo {
    waiting: mpsc::Receiver<Taken>,
    rush: Rush,
}

impl ToDo {
    /// The next one; `None` when the way in is closed and nothing is left.
    pub async fn next(&mut self) -> Option<Taken> {
        let taken = self.waiting.recv().await?;
        self.rush.0.leave(&taken);
        Some(taken)
    }

    /// The next one if it is there already.
    pub(super) fn next_now(&mut self) -> Option<Taken> {
        let taken = self.waiting.try_recv().ok()?;
        self.rush.0.leave(&taken);
        Some(taken)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// What is known about those that come.
    pub(super) const fn rush(&self) -> &Rush {
        &self.rush
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A way to the worker on which so many deliveries of this length wait.
    pub(in crate::webhooks) fn waiting(deliveries: i64, length: usize) -> (Handover, ToDo) {
        let (handover, to_do) = with(Rush::default());
        handover.hand(
            (0..deliveries)
                .map(|id| NewDelivery {
                    id: MessageId(id),
                    received_at: Millis(id),
                    body: vec![0; length],
                })
                .collect(),
        );
        (handover, to_do)
    }

    #[tokio::test]
    async fn of_a_long_queue_the_bodies_stay_on_disk_and_the_order_is_kept() {
        const LENGTH: usize = 1024 * 1024;
        let fit = BYTES / LENGTH;
        let (handover, mut to_do) = waiting(i64::try_from(fit).unwrap() + 2, LENGTH);
        for id in 0..fit {
            let taken = to_do.next_now().unwrap();
            assert_eq!(taken.id.0, i64::try_from(id).unwrap());
            assert!(taken.body.is_some());
        }
        for _ in 0..2 {
            let taken = to_do.next_now().unwrap();
            assert_eq!((taken.length, taken.body), (LENGTH, None));
        }
        // Whoever comes after the crowd is in memory again.
        handover.hand(vec![NewDelivery {
            id: MessageId(99),
            received_at: Millis(99),
            body: vec![1],
        }]);
        drop(handover);
        assert_eq!(to_do.next().await.unwrap().body, Some(vec![1]));
        assert!(to_do.next().await.is_none());
    }

    #[tokio::test]
    async fn what_can_wait_lets_a_crowd_pass_but_not_for_ever() {
        let patience = Duration::from_millis(60);
        let (_handover, mut to_do) = waiting(i64::try_from(CROWD).unwrap(), 1);
        let rush = to_do.rush().clone();
        assert!(rush.came_within(Duration::from_mins(1)));
        // Nobody works on them: it goes on when its patience ends.
        rush.let_pass(patience).await;
        to_do.next_now().unwrap();
        let begun = Instant::now();
        rush.let_pass(Duration::from_mins(1)).await;
        assert!(begun.elapsed() < Duration::from_secs(30));
    }
}
