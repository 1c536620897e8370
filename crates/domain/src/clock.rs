//! Time and randomness, passed in so that tests can hold them still.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::time::Millis;

/// Where the current time comes from.
///
/// The server hands out one [`Clock`]; nothing else asks the operating system
/// for the time of day.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Millis + Send + Sync>);

impl Clock {
    /// A clock backed by a function; the server passes the system time.
    pub fn from_fn(now: impl Fn() -> Millis + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The current instant.
    #[must_use]
    pub fn now(&self) -> Millis {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// A clock that stands still until it is told to move.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// Starts at `at`.
    #[must_use]
    pub fn at(at: Millis) -> Self {
        Self(Arc::new(AtomicI64::new(at.0)))
    }

    /// Moves forward (or back, with a negative step) by `millis`.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// The [`Clock`] that shows this time.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let inner = Arc::clone(&self.0);
        Clock::from_fn(move || Millis(inner.load(Ordering::SeqCst)))
    }
}
