//! When the worker takes its next turn, and how much at once.
//!
//! A delivery has to be answered within milliseconds; its effect may take up to
//! a second. Answers wait for the disk, and on SQLite for the one connection
//! that writes, which the worker wants too. So its turns are short while
//! deliveries arrive, and when they arrive much faster than they can be given
//! their effect it stands back for a moment: the burst is taken in first.

use std::time::{Duration, Instant};

use store::Engine;

use super::backlog::{Rush, ToDo};

/// Most deliveries of one transaction.
pub(super) const BATCH: usize = 256;
/// Fewest, whatever they took before: a transaction has a price of its own.
const BATCH_MIN: usize = 8;
/// How long a turn should keep the writer of SQLite while deliveries arrive.
const TURN: Duration = Duration::from_millis(25);
/// How long while none arrive: the next one should not wait much longer.
const QUIET_TURN: Duration = Duration::from_millis(150);
/// How long a delivery may wait for its effect because a burst comes in.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Fewer that wait are no burst, however fast they came.
const CROWD: usize = 64;
/// Over this time the pace of arrivals is measured.
const SAMPLE: Duration = Duration::from_millis(20);
/// How often it is looked whether the burst is over.
const LOOK: Duration = Duration::from_millis(2);
/// Arrivals this many times as fast as the work are a burst.
const BURST: f64 = 2.0;

/// How fast deliveries come, and how fast they are worked off.
#[derive(Debug)]
pub(super) struct Pace {
    engine: Engine,
    /// What one delivery takes.
    each: Duration,
    /// Arrivals a second, when they were counted last, and how many there were.
    rate: f64,
    counted_at: Instant,
    counted: u64,
    /// What the last turn took: a burst that does not end gets as much time.
    turn: Duration,
}

impl Pace {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            engine,
            each: Duration::from_millis(1),
            rate: 0.0,
            counted_at: Instant::now(),
            counted: 0,
            turn: Duration::ZERO,
        }
    }

    /// Stands back while deliveries come in much faster than they are worked
    /// off, as long as the one that came at `since` can wait. When it cannot,
    /// the burst gets half of the time.
    pub(super) async fn stand_back(&mut self, to_do: &ToDo, since: Instant) {
        let begun = Instant::now();
        while to_do.len() >= CROWD
            && self.is_outrun(to_do.rush(), Instant::now())
            && (since.elapsed() < PATIENCE || begun.elapsed() < self.turn)
        {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// How many deliveries the next turn takes.
    pub(super) fn room(&self) -> usize {
        if self.engine == Engine::Postgres {
            return BATCH;
        }
        let turn = if self.rate > 0.0 { TURN } else { QUIET_TURN };
        let room = turn.as_micros() / self.each.as_micros().max(1);
        usize::try_from(room).unwrap_or(BATCH).clamp(BATCH_MIN, BATCH)
    }

    /// Notes what a turn took.
    pub(super) fn note(&mut self, deliveries: usize, took: Duration) {
        self.turn = took;
        // Few at once cost what a transaction costs: that says nothing about many.
        if deliveries < BATCH_MIN {
            return;
        }
        let each = took / u32::try_from(deliveries.max(1)).unwrap_or(u32::MAX);
        // A single slow turn, of a disk for example, should not decide alone.
        self.each = (self.each * 3 + each) / 4;
    }

    fn is_outrun(&mut self, rush: &Rush, now: Instant) -> bool {
        let passed = now.duration_since(self.counted_at);
        if passed >= SAMPLE {
            let arrived = rush.arrived();
            let more = u32::try_from(arrived.saturating_sub(self.counted)).unwrap_or(u32::MAX);
            self.rate = f64::from(more) / passed.as_secs_f64();
            (self.counted_at, self.counted) = (now, arrived);
        }
        self.rate * self.each.as_secs_f64() > BURST
    }
}

#[cfg(test)]
mod tests {
    use super::{super::backlog::tests::waiting, *};

    fn working(engine: Engine, each: Duration) -> Pace {
        let mut pace = Pace::new(engine);
        for _ in 0..50 {
            pace.note(10, each * 10);
        }
        pace
    }

    #[test]
    fn a_turn_is_short_while_deliveries_arrive_on_a_database_with_one_writer() {
        let mut pace = working(Engine::Sqlite, Duration::from_millis(2));
        assert!((70..=75).contains(&pace.room()), "{}", pace.room());
        pace.rate = 100.0;
        assert!((12..=13).contains(&pace.room()), "{}", pace.room());
        pace.each = Duration::from_secs(1);
        assert_eq!(pace.room(), BATCH_MIN);
        pace.each = Duration::from_nanos(1);
        assert_eq!(pace.room(), BATCH);
        // On PostgreSQL others write at the same time.
        assert_eq!(working(Engine::Postgres, Duration::from_secs(1)).room(), BATCH);
    }

    #[test]
    fn a_delivery_that_came_alone_says_nothing_about_many() {
        let mut pace = working(Engine::Sqlite, Duration::from_millis(2));
        let room = pace.room();
        pace.note(1, Duration::from_secs(1));
        assert_eq!(pace.room(), room);
    }

    #[test]
    fn arrivals_that_the_work_can_follow_are_no_burst() {
        let (_handover, to_do) = waiting(100, 1);
        let begun = Instant::now();
        for (each, burst) in [(1, false), (19, false), (21, true)] {
            let mut pace = working(Engine::Sqlite, Duration::from_millis(each));
            pace.counted_at = begun;
            // A hundred in a second.
            let outrun = pace.is_outrun(to_do.rush(), begun + Duration::from_secs(1));
            assert_eq!(outrun, burst, "{each} ms");
        }
    }

    #[tokio::test]
    async fn a_burst_goes_first_until_somebody_has_waited_for_long() {
        let (_handover, to_do) = waiting(100, 1);
        let burst = || {
            let mut pace = working(Engine::Sqlite, Duration::from_millis(100));
            // Nothing is counted for a while, so the burst does not end.
            (pace.rate, pace.counted_at) = (1_000.0, Instant::now() + Duration::from_mins(1));
            pace.turn = Duration::from_millis(30);
            pace
        };
        let begun = Instant::now();
        burst().stand_back(&to_do, begun).await;
        assert!(begun.elapsed() >= PATIENCE, "{:?}", begun.elapsed());

        // Who has waited that long already waits for a turn of the burst's and no more.
        let (begun, long_ago) = (Instant::now(), Instant::now().checked_sub(PATIENCE).unwrap());
        burst().stand_back(&to_do, long_ago).await;
        assert!(begun.elapsed() >= Duration::from_millis(30) && begun.elapsed() < PATIENCE);
    }
}
