//! What a sender remembers: how fast each number goes, whose turn it is, how
//! many of its calls are under way, and when somebody was last written to.

use std::{collections::HashMap, sync::Arc};

use domain::{
    message::pacing::{self, Bucket, PAIR_PAUSE, STANDARD_PER_SECOND, Turns},
    number::Throughput,
    time::Millis,
};

use super::{IN_FLIGHT, gates::Gates};

/// Most calls of one number under way while no other number has anything due:
/// whoever comes next finds a free place, also when this number's calls hang.
const ALONE: usize = IN_FLIGHT / 4 * 3;
/// The same while others wait.
const AMONG_OTHERS: usize = IN_FLIGHT / 2;
/// Of these, the places that one bakery leaves to the others of its number: a
/// single message of theirs finds one while a long queue's calls are under way.
const FOR_OTHERS: usize = 8;
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
    /// Which number is next, across rounds.
    order: Turns,
    /// When the next message to a person may leave a number.
    pairs: HashMap<(i64, i64), Millis>,
    /// When something that had to wait may leave.
    next: Option<Millis>,
    /// Which lanes are open.
    pub(super) gates: Gates,
}

#[derive(Debug)]
struct NumberPace {
    rate: u32,
    bucket: Bucket,
    turns: Turns,
    paused_until: Option<Millis>,
    /// How often in a row its calls met trouble that the others would meet too.
    strikes: u32,
    /// Held once more by each of its calls that is under way.
    seats: Arc<()>,
    /// The same for each bakery.
    of_tenants: HashMap<i64, Arc<()>>,
}

/// A place for a call, taken until it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    _number: Arc<()>,
    _tenant: Arc<()>,
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
        pace.of_tenants.retain(|_, seats| Arc::strong_count(seats) > 1);
    }

    /// Puts the numbers that have something due into their order.
    pub(super) fn line_up_numbers(&mut self, numbers: impl Iterator<Item = i64>) {
        self.order.update(&numbers.collect::<Vec<_>>());
    }

    /// Which number's turn it is.
    pub(super) fn next_number(&mut self) -> Option<i64> {
        self.order.next_turn()
    }

    /// How many more calls a number may have under way. After trouble it is one,
    /// which shows whether it is over: the queue is not worked through for that.
    pub(super) fn seats(&self, number: i64, others_wait: bool) -> usize {
        let most = if others_wait { AMONG_OTHERS } else { ALONE };
        self.numbers.get(&number).map_or(most, |pace| {
            let most = if pace.strikes > 0 { 1 } else { most };
            most.saturating_sub(Arc::strong_count(&pace.seats) - 1)
        })
    }

    /// How many more of them a bakery may take.
    pub(super) fn seats_of(&self, number: i64, tenant: i64) -> usize {
        let pace = self.numbers.get(&number);
        let taken = pace
            .and_then(|pace| pace.of_tenants.get(&tenant))
            .map_or(0, |seats| Arc::strong_count(seats) - 1);
        (ALONE - FOR_OTHERS).saturating_sub(taken)
    }

    /// A place for a call of a bakery through a number.
    pub(super) fn seat(&mut self, number: i64, tenant: i64) -> Seat {
        let pace = self.number(number, STANDARD_PER_SECOND);
        Seat {
            _number: Arc::clone(&pace.seats),
            _tenant: Arc::clone(pace.of_tenants.entry(tenant).or_default()),
        }
    }

    fn number(&mut self, number: i64, rate: u32) -> &mut NumberPace {
        self.numbers.entry(number).or_insert_with(|| NumberPace {
            rate,
            bucket: Bucket::new(rate),
            turns: Turns::default(),
            paused_until: None,
            strikes: 0,
            seats: Arc::default(),
            of_tenants: HashMap::new(),
        })
    }

    /// Whose turn it is on a number.
    pub(super) fn next_turn(&mut self, number: i64) -> Option<i64> {
        self.numbers.get_mut(&number)?.turns.next_turn()
    }

    /// Whether a number may send now, else when to come back.
    pub(super) fn ready(&mut self, number: i64, now: Millis) -> Result<(), Millis> {
        let pace = self.number(number, STANDARD_PER_SECOND);
        if let Some(until) = pace.paused_until.filter(|until| *until > now) {
            return Err(until);
        }
        pace.bucket.ready(now)
    }

    /// Takes one message's worth of a number's speed, or says when to come back.
    pub(super) fn take(&mut self, number: i64, now: Millis) -> Result<(), Millis> {
        self.ready(number, now)?;
        self.number(number, STANDARD_PER_SECOND).bucket.take(now)
    }

    /// A call of a number met, at `now`, trouble that its others would meet too:
    /// the number is left alone, for longer each time in a row, and at least
    /// until `asked`.
    pub(super) fn trouble(&mut self, number: i64, now: Millis, asked: Millis) {
        let pace = self.number(number, STANDARD_PER_SECOND);
        // Calls that were under way together met the same trouble.
        if pace.paused_until.is_none_or(|until| until <= now) {
            pace.strikes = pace.strikes.saturating_add(1);
        }
        let until = now.plus(pacing::number_backoff(pace.strikes)).max(asked);
        pace.paused_until = Some(pace.paused_until.map_or(until, |known| known.max(until)));
    }

    /// The partner has answered a call of a number: what was in the way is over.
    pub(super) fn answered(&mut self, number: i64) {
        self.number(number, STANDARD_PER_SECOND).strikes = 0;
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

    #[test]
    fn a_number_whose_calls_hang_leaves_places_free() {
        let mut pace = Pace::default();
        let hanging: Vec<_> = (0..pace.seats(1, false)).map(|_| pace.seat(1, 7)).collect();
        assert_eq!((hanging.len(), pace.seats(1, false)), (ALONE, 0));
        assert!(pace.seats(2, true) > 0 && ALONE < IN_FLIGHT);
        let some: Vec<_> = hanging.into_iter().take(AMONG_OTHERS - 1).collect();
        assert_eq!(pace.seats(1, true), 1);
        drop(some);
        assert_eq!(pace.seats(1, true), AMONG_OTHERS);
    }

    #[test]
    fn trouble_in_a_row_pauses_a_number_for_longer_and_leaves_it_one_call() {
        let mut pace = Pace::default();
        let mut now = Millis(1_000_000);
        let mut pauses = Vec::new();
        for _ in 0..8 {
            // Calls that end together are one trouble.
            for _ in 0..3 {
                pace.trouble(1, now, now);
            }
            assert_eq!(pace.seats(1, false), 1);
            let Err(until) = pace.take(1, now) else {
                panic!("the number is left alone")
            };
            pauses.push(until.since(now) / 1_000);
            now = until;
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
        pace.answered(1);
        assert_eq!(pace.seats(1, false), ALONE);
        assert!(pace.take(1, now).is_ok());
    }

    #[test]
    fn each_round_begins_at_another_number() {
        let mut pace = Pace::default();
        let mut first = Vec::new();
        for _ in 0..3 {
            pace.line_up_numbers([5, 7, 9].into_iter());
            first.extend(pace.next_number());
        }
        assert_eq!(first, [5, 7, 9]);
    }
}
