//! Randomness, passed in so that tests can repeat it.

use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Millis;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use uuid::Builder;

/// A shared source of randomness.
#[derive(Clone)]
pub struct Random(Arc<Mutex<StdRng>>);

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random")
    }
}

impl Random {
    /// Seeded by the operating system; for everything but tests.
    #[must_use]
    pub fn from_system() -> Self {
        Self(Arc::new(Mutex::new(rand::make_rng())))
    }

    /// Repeats the same row of values for the same seed; for tests.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut out);
        out
    }

    /// A number in `0..below`.
    #[must_use]
    pub fn below(&self, below: u32) -> u32 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random_range(0..below.max(1))
    }

    /// A UUIDv7 for the instant `at`, in text. Pass it to an id type's `parse`
    /// or use [`Self::id`].
    #[must_use]
    pub fn uuid(&self, at: Millis) -> String {
        let millis = u64::try_from(at.0).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid().to_string()
    }

    /// A new id of any of our kinds.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a UUID's text is an id of every one of our kinds")]
    pub fn id<T: TryFrom<String, Error = domain::ids::BadId>>(&self, at: Millis) -> T {
        T::try_from(self.uuid(at)).expect("a UUID is a valid id")
    }
}
