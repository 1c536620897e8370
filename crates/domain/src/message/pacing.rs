//! How fast messages may leave, and whose turn it is.

use std::collections::VecDeque;

use crate::time::{MINUTE, Millis, SECOND};

/// Messages per second that a number may pass by default (sources §1.2).
pub const STANDARD_PER_SECOND: u32 = 80;
/// Pause between messages to the same person (sources §1.2: 1 message in 6 s).
pub const PAIR_PAUSE: i64 = 6 * SECOND;

/// Pause before try number `attempt` (from 1) after trouble that passes.
/// Doubles from one second to ten minutes.
#[must_use]
pub fn backoff(attempt: u32) -> i64 {
    let steps = attempt.saturating_sub(1).min(10);
    (SECOND << steps).min(600 * SECOND)
}

/// Pause of a number after the `strike`th (from 1) trouble in a row that its
/// other messages would meet as well. Doubles from one second to a minute:
/// whoever waits for longer learns late that it is over.
#[must_use]
pub fn number_backoff(strike: u32) -> i64 {
    backoff(strike).min(MINUTE)
}

/// Pause before writing again to the same person after error 131056: 4^X
/// seconds (sources §1.2), at most an hour.
#[must_use]
pub fn pair_backoff(attempt: u32) -> i64 {
    4_i64
        .saturating_pow(attempt.clamp(1, 6))
        .saturating_mul(SECOND)
        .min(3_600 * SECOND)
}

/// A bucket that lets `rate` messages a second pass and saves up at most one
/// second's worth.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    rate: u32,
    /// Earliest instant at which the next message may leave, in microseconds.
    next_micros: i64,
}

impl Bucket {
    /// A full bucket.
    #[must_use]
    pub const fn new(rate: u32) -> Self {
        Self {
            rate: if rate == 0 { 1 } else { rate },
            next_micros: i64::MIN,
        }
    }

    /// Whether there is one message's worth, else when to come back.
    pub fn ready(&self, now: Millis) -> Result<(), Millis> {
        if self.next_micros > now.0.saturating_mul(1_000) {
            return Err(Millis(self.next_micros.saturating_add(999) / 1_000));
        }
        Ok(())
    }

    /// Takes one message's worth, or says when to come back.
    pub fn take(&mut self, now: Millis) -> Result<(), Millis> {
        self.ready(now)?;
        let step = 1_000_000 / i64::from(self.rate);
        // Saved up: at most one second lies behind now.
        let saved = now.0.saturating_mul(1_000).saturating_sub(1_000_000);
        self.next_micros = self.next_micros.max(saved).saturating_add(step);
        Ok(())
    }
}

/// Whose turn it is: one message from each in turn, so that a long queue of
/// one bakery delays another's single message by one turn, not by the queue.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    order: VecDeque<i64>,
}

impl Turns {
    /// Puts everybody who waits into a fair order, continuing after whoever
    /// had the last turn. `waiting` may be in any order.
    pub fn update(&mut self, waiting: &[i64]) {
        self.order.retain(|t| waiting.contains(t));
        for tenant in waiting {
            if !self.order.contains(tenant) {
                self.order.push_back(*tenant);
            }
        }
    }

    /// The next one; they go to the end of the row.
    pub fn next_turn(&mut self) -> Option<i64> {
        let tenant = self.order.pop_front()?;
        self.order.push_back(tenant);
        Some(tenant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_never_passes_more_than_its_rate_and_one_saved_second() {
        let mut bucket = Bucket::new(80);
        let passed = (0..5_000_i64)
            .filter(|ms| bucket.take(Millis(*ms)).is_ok())
            .count();
        assert!((400..=480).contains(&passed), "{passed}");
        let mut burst = Bucket::new(80);
        assert!((0..200).filter(|_| burst.take(Millis(0)).is_ok()).count() <= 81);
    }

    #[test]
    fn a_refusal_names_an_instant_at_which_it_works() {
        let mut bucket = Bucket::new(10);
        let mut now = Millis(0);
        while bucket.take(now).is_ok() {}
        let Err(when) = bucket.take(now) else {
            panic!("empty")
        };
        now = when;
        assert!(bucket.take(now).is_ok());
    }

    #[test]
    fn a_single_message_waits_one_turn_behind_a_long_queue() {
        let mut turns = Turns::default();
        turns.update(&[1]);
        assert_eq!(turns.next_turn(), Some(1));
        turns.update(&[1, 2]);
        let next: Vec<_> = (0..4).filter_map(|_| turns.next_turn()).collect();
        assert_eq!(next, [1, 2, 1, 2]);
    }

    #[test]
    fn pauses_grow_and_stop_growing() {
        assert_eq!(backoff(1), SECOND);
        assert_eq!(backoff(4), 8 * SECOND);
        assert_eq!(backoff(99), 600 * SECOND);
        assert_eq!(number_backoff(1), SECOND);
        assert_eq!(number_backoff(99), MINUTE);
        assert_eq!(pair_backoff(1), 4 * SECOND);
        assert_eq!(pair_backoff(3), 64 * SECOND);
        assert_eq!(pair_backoff(50), 3_600 * SECOND);
    }
}
