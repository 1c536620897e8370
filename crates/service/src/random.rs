//! Randomness, passed in so that tests can repeat it.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    message::id::{MessageId, PER_MILLI},
    time::Millis,
};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use uuid::Builder;

/// A shared source of randomness, and of ids.
#[derive(Clone)]
pub struct Random {
    rng: Arc<Mutex<StdRng>>,
    /// Tells this process from others that share its database.
    instance: u16,
    sequence: Arc<Mutex<Sequence>>,
}

/// The last message id that was handed out.
#[derive(Default)]
struct Sequence {
    at: Millis,
    number: u16,
}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random")
    }
}

impl Random {
    /// Seeded by the operating system; for everything but tests.
    #[must_use]
    pub fn from_system() -> Self {
        Self::new(rand::make_rng())
    }

    /// Repeats the same row of values for the same seed; for tests.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self::new(StdRng::seed_from_u64(seed))
    }

    fn new(mut rng: StdRng) -> Self {
        let instance = rng.random();
        Self {
            rng: Arc::new(Mutex::new(rng)),
            instance,
            sequence: Arc::default(),
        }
    }

    /// A new id for a message, event or delivery, larger than every id that
    /// this process has made before, also when the clock goes back or more ids
    /// are wanted than fit into a millisecond.
    #[must_use]
    pub fn message_id(&self, now: Millis) -> MessageId {
        let mut last = self.sequence.lock().unwrap_or_else(PoisonError::into_inner);
        if now > last.at {
            *last = Sequence { at: now, number: 0 };
        } else if last.number + 1 < PER_MILLI {
            last.number += 1;
        } else {
            *last = Sequence {
                at: last.at.plus(1),
                number: 0,
            };
        }
        MessageId::compose(last.at, self.instance, last.number)
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.rng
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut out);
        out
    }

    /// A number in `0..below`.
    #[must_use]
    pub fn below(&self, below: u32) -> u32 {
        self.rng
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .random_range(0..below.max(1))
    }

    /// A UUIDv7 for the instant `at`, in text. Pass it to an id type's `parse`
    /// or use [`Self::id`].
    #[must_use]
    pub fn uuid(&self, at: Millis) -> String {
        let millis = u64::try_from(at.0).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>())
            .into_uuid()
            .to_string()
    }

    /// A new id of any of our kinds.
    ///
    /// # Panics
    /// Never: a UUID is an id of every one of our kinds.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "a UUID's text is an id of every one of our kinds"
    )]
    pub fn id<T: TryFrom<String, Error = domain::ids::BadId>>(&self, at: Millis) -> T {
        T::try_from(self.uuid(at)).expect("a UUID is a valid id")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_only_grow_whatever_the_clock_does() {
        let random = Random::from_seed(7);
        let mut last = random.message_id(Millis(1_800_000_000_000));
        for step in [0, 0, 1, -5_000, 0, 3] {
            for _ in 0..5_000 {
                let next = random.message_id(Millis(1_800_000_000_000 + step));
                assert!(next > last);
                last = next;
            }
        }
    }
}
