//! Taking messages out of the outbox and to the partner.
//!
//! A message is marked as handed over, and that is committed, before the
//! partner is called; so a message whose sender dies is found as "unknown" and
//! never sent a second time by itself. Numbers take turns, and so do the bakeries
//! of each; a number keeps its speed, the pause between messages to one person,
//! and a share of the calls under way, so that one that hangs holds up no other.
//!
//! Several instances on PostgreSQL share the rows, and each number's speed among
//! them; SQLite serves one process.

mod choose;
mod claim;
pub mod decide;
mod fate;
mod gates;
mod outcome;
mod pace;
mod recheck;
mod recover;
pub mod stops;

use std::{sync::Weak, time::Duration};

use domain::time::{Millis, SECOND};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

pub use claim::Job;
pub use outcome::Ended;
pub(super) use recover::SENDERS;
pub use recover::WAITS_AT_MOST;

pub use super::nudge::on_inbound;

use crate::{
    Services,
    error::ServiceResult,
    events::{Change, Topic},
};

/// Most calls under way at the same time.
const IN_FLIGHT: usize = 64;
/// Longest pause before looking again, when nobody says that there is something new.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Pause after the database was away.
const PAUSE: Duration = Duration::from_millis(500);
/// How often outcomes are tried once more before the process ends without them;
/// they are found as left behind then.
const LAST_TRIES: u32 = 10;
/// How long a sender counts as living after its last sign of life. Longer than
/// any call may take.
const LEASE: i64 = 60 * SECOND;
/// How often it gives one, and looks after what others have left behind.
const UPKEEP: i64 = 15 * SECOND;

/// Sends what waits. One for each process.
#[derive(Debug)]
pub struct Outbox {
    svc: Services,
    /// Tells this sender from others, also from an earlier one of this machine.
    me: String,
    pace: pace::Pace,
    upkeep_at: Option<Millis>,
    /// Messages that were claimed, each with whether its job still exists.
    claimed: Vec<(i64, Weak<()>)>,
}

impl Outbox {
    /// A sender with a name of its own.
    #[must_use]
    pub fn new(svc: &Services) -> Self {
        let me = svc.random.uuid(svc.clock.now());
        Self {
            svc: svc.clone(),
            me,
            pace: pace::Pace::default(),
            upkeep_at: None,
            claimed: Vec::new(),
        }
    }

    /// Gives a sign of life and looks after what dead senders left behind, what
    /// is too old, and stops whose cause is over. Does nothing when that was
    /// done a moment ago.
    pub async fn upkeep(&mut self) -> ServiceResult<()> {
        let now = self.svc.clock.now();
        if self
            .upkeep_at
            .is_some_and(|at| now.since(at) < UPKEEP && now >= at)
        {
            return Ok(());
        }
        self.claimed.retain(|(_, job)| job.strong_count() > 0);
        let under_way: Vec<i64> = self.claimed.iter().map(|(message, _)| *message).collect();
        let senders = recover::upkeep(&self.svc, &self.me, now, &under_way).await?;
        self.pace.share_among(senders);
        stops::clear_what_is_over(&self.svc).await?;
        self.upkeep_at = Some(now);
        Ok(())
    }

    /// Takes up to `room` messages whose turn it is, and marks them as handed
    /// over. Whoever gets them has to [`perform`] each and [`Self::record`] how
    /// it ended.
    pub async fn claim(&mut self, room: usize) -> ServiceResult<Vec<Job>> {
        let jobs = claim::claim(&self.svc, &self.me, &mut self.pace, room).await?;
        let claimed = jobs.iter().map(|job| (job.message().0, job.watch()));
        self.claimed.extend(claimed);
        Ok(jobs)
    }

    /// Writes down how calls ended, and takes them out of `ended`. What is left
    /// there after an error is to be tried again.
    pub async fn record(&mut self, ended: &mut Vec<Ended>) -> ServiceResult<()> {
        outcome::record(&self.svc, &self.me, &mut self.pace, ended).await
    }

    /// One round: what may leave now leaves, and how it ended is written down.
    /// Answers how many that were.
    pub async fn turn(&mut self) -> ServiceResult<usize> {
        self.upkeep().await?;
        let mut calls = JoinSet::new();
        for job in self.claim(IN_FLIGHT).await? {
            calls.spawn(perform(self.svc.clone(), job));
        }
        let mut ended = calls.join_all().await;
        let count = ended.len();
        self.record(&mut ended).await?;
        Ok(count)
    }
}

/// Calls the partner, once.
pub async fn perform(svc: Services, job: Job) -> Ended {
    let span = tracing::info_span!("send", message = %job.message(), no = job.no);
    let result = job.call().instrument(span).await;
    Ended {
        job,
        result,
        at: svc.clock.now(),
    }
}

/// Sends until `stop` is cancelled; then waits for calls under way and writes
/// down how they ended.
pub async fn run(svc: Services, stop: CancellationToken) {
    let mut outbox = Outbox::new(&svc);
    let mut news = svc.events.subscribe();
    let mut calls: JoinSet<Ended> = JoinSet::new();
    let mut ended: Vec<Ended> = Vec::new();
    let mut last_tries = LAST_TRIES;
    loop {
        let written = outbox.record(&mut ended).await;
        if let Err(error) = &written {
            tracing::warn!(%error, calls = ended.len(), "outcomes wait for the database");
        }
        let stopping = stop.is_cancelled();
        if stopping && calls.is_empty() {
            if written.is_err() && last_tries > 0 {
                last_tries -= 1;
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            if !ended.is_empty() {
                tracing::error!(
                    calls = ended.len(),
                    "outcomes were not written: they stay unknown"
                );
            }
            if let Err(error) = recover::leave(&svc, &outbox.me).await {
                tracing::debug!(%error, "the others learn by themselves that this sender has ended");
            }
            return;
        }
        let mut wait = LOOK_EVERY;
        if !stopping {
            // Nothing more leaves while nobody can write down how it ends.
            let room = if written.is_ok() {
                IN_FLIGHT.saturating_sub(calls.len())
            } else {
                0
            };
            match take(&mut outbox, room).await {
                Ok(jobs) => {
                    if !jobs.is_empty() {
                        wait = Duration::ZERO;
                    } else if let Some(next) = outbox.pace.next_at() {
                        let millis = u64::try_from(next.since(svc.clock.now())).unwrap_or(0);
                        wait = wait.min(Duration::from_millis(millis.max(5)));
                    }
                    for job in jobs {
                        calls.spawn(perform(svc.clone(), job));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the outbox waits for the database");
                    wait = PAUSE;
                }
            }
        }
        let unwritten = written.is_err();
        if unwritten {
            wait = PAUSE;
        }
        tokio::select! {
            biased;
            Some(done) = calls.join_next(), if !calls.is_empty() => {
                ended.extend(finished(done));
                while let Some(done) = calls.try_join_next() {
                    ended.extend(finished(done));
                }
            }
            () = stop.cancelled(), if !stopping => {}
            () = wait_for_news(&mut news), if !stopping && !unwritten && wait > Duration::ZERO => {}
            () = tokio::time::sleep(wait), if !stopping || unwritten => {}
        }
    }
}

async fn take(outbox: &mut Outbox, room: usize) -> ServiceResult<Vec<Job>> {
    outbox.upkeep().await?;
    if room == 0 {
        Ok(Vec::new())
    } else {
        outbox.claim(room).await
    }
}

fn finished(done: Result<Ended, tokio::task::JoinError>) -> Option<Ended> {
    // A call that panicked has no outcome: the message stays "unknown", and is
    // found as left behind when its time is over.
    done.inspect_err(|error| tracing::error!(%error, "a call to the partner broke"))
        .ok()
}

/// Ends when messages have changed.
async fn wait_for_news(news: &mut Receiver<Change>) {
    loop {
        match news.recv().await {
            Ok(change) if change.topic == Topic::Messages => return,
            Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
