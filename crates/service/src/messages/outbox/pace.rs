//! What a sender remembers: how fast each number goes, whose turn it is, and
//! when somebody was last written to.

use std::collections::HashMap;

use domain::{
    message::pacing::{Bucket, PAIR_PAUSE, STANDARD_PER_SECOND, Turns},
    number::Throughput,
    time::Millis,
};

/// Messages per second of a number with high throughput (sources §1.2).
const HIGH_PER_SECOND: u32 = 1_000;
/// People that are remembered before those who may be written to again are forgotten.
const REMEMBERED: usize = 10_000;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// How many senders share each number's speed; 0 counts as one.
    senders: u32,
    numbers: HashMap<i64, NumberPace>,
    /// When the next message to a person may leave a number.
    pairs: HashMap<(i64, i64), Millis>,
    /// When something that had to wait may leave.
    next: Option<Millis>,
}

#[derive(Debug)]
struct NumberPace {
    rate: u32,
    bucket: Bucket,
    turns: Turns,
    paused_until: Option<Millis>,
}

impl Pace {
    /// Starts a round: nothing waits yet.
    pub(super) fn begin(&mut self, now: Millis) {
        self.next = None;
        if self.pairs.len() > REMEMBERED {
            self.pairs.retain(|_, at| *at > now);
        }
    }

    /// Each of so many senders takes an equal part of every number's speed.
    pub(super) const fn share_among(&mut self, senders: u32) {
        self.senders = senders;
    }

    /// When something that waits now may leave.
    pub(super) const fn next_at(&self) -> Option<Millis> {
        self.next
    }

    /// Remembers that something waits until `at`.
    pub(super) fn waits(&mut self, at: Millis) {
        self.next = Some(self.next.map_or(at, |next| next.min(at)));
    }

    /// Puts the bakeries that wait on a number into their order.
    pub(super) fn line_up(&mut self, number: i64, throughput: Option<&str>, tenants: &[i64]) {
        let rate = match throughput.map(Throughput::parse) {
            Some(Throughput::High) => HIGH_PER_SECOND,
            _ => STANDARD_PER_SECOND,
        };
        let rate = (rate / self.senders.max(1)).max(1);
        let pace = self.number(number, rate);
        if pace.rate != rate {
            (pace.rate, pace.bucket) = (rate, Bucket::new(rate));
        }
        pace.turns.update(tenants);
    }

    fn number(&mut self, number: i64, rate: u32) -> &mut NumberPace {
        self.numbers.entry(number).or_insert_with(|| NumberPace {
            rate,
            bucket: Bucket::new(rate),
            turns: Turns::default(),
            paused_until: None,
        })
    }

    /// Whose turn it is on a number.
    pub(super) fn next_turn(&mut self, number: i64) -> Option<i64> {
        self.numbers.get_mut(&number)?.turns.next_turn()
    }

    /// Takes one message's worth of a number's speed, or says when to come back.
    pub(super) fn take(&mut self, number: i64, now: Millis) -> Result<(), Millis> {
        let pace = self.number(number, STANDARD_PER_SECOND);
        if let Some(until) = pace.paused_until.filter(|until| *until > now) {
            return Err(until);
        }
        pace.bucket.take(now)
    }

    /// Leaves a number alone until `until`.
    pub(super) fn pause(&mut self, number: i64, until: Millis) {
        let pace = self.number(number, STANDARD_PER_SECOND);
        pace.paused_until = Some(pace.paused_until.map_or(until, |known| known.max(until)));
    }

    /// Until when a person has to be left alone, if they have.
    pub(super) fn pair_until(&self, number: i64, contact: i64, now: Millis) -> Option<Millis> {
        self.pairs.get(&(number, contact)).copied().filter(|at| *at > now)
    }

    /// A message to a person leaves now.
    pub(super) fn pair_used(&mut self, number: i64, contact: i64, now: Millis) {
        self.pairs.insert((number, contact), now.plus(PAIR_PAUSE));
    }

    /// Leaves a person alone until `until`.
    pub(super) fn pair_pause(&mut self, number: i64, contact: i64, until: Millis) {
        self.pairs.insert((number, contact), until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many messages a sender lets go in the first ten seconds.
    fn passed(pace: &mut Pace) -> usize {
        pace.line_up(1, None, &[7]);
        (0..10_000).filter(|ms| pace.take(1, Millis(*ms)).is_ok()).count()
    }

    #[test]
    fn senders_share_the_speed_of_a_number() {
        let alone = passed(&mut Pace::default());
        let together: usize = (0..4)
            .map(|_| {
                let mut pace = Pace::default();
                pace.share_among(4);
                passed(&mut pace)
            })
            .sum();
        assert!(alone >= 800 && together >= 800, "{alone} {together}");
        assert!(together <= alone + 4, "{together} by four, {alone} by one");
    }
}
