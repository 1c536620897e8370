//! How fast one API key may ask: a token bucket in memory, for each instance.
//!
//! Generous on purpose. It stops a loop gone wild, not somebody's nightly job.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::time::{MINUTE, Millis};

/// Requests that may come at once.
pub const BURST: i64 = 600;
/// Requests a second, over time.
pub const RATE: i64 = 60;
/// A key's bucket is forgotten after this long: it is full again by then.
const FORGET: i64 = 5 * MINUTE;

/// Buckets by key.
#[derive(Debug, Default)]
pub struct KeyLimits(Mutex<HashMap<String, Bucket>>);

/// Thousandths of requests that are left, as of an instant.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: i64,
    at: Millis,
}

impl KeyLimits {
    /// Takes one request of `key`, or says how many seconds to wait.
    pub fn take(&self, key: &str, now: Millis) -> Result<(), u64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > 1_000 {
            buckets.retain(|_, bucket| now.since(bucket.at) < FORGET);
        }
        let full = Bucket {
            left: BURST * 1_000,
            at: now,
        };
        let bucket = buckets.entry(key.to_owned()).or_insert(full);
        let gained = now.since(bucket.at).clamp(0, FORGET) * RATE;
        *bucket = Bucket {
            left: (bucket.left + gained).min(BURST * 1_000),
            at: now,
        };
        if bucket.left < 1_000 {
            let millis = (1_000 - bucket.left + RATE - 1) / RATE;
            return Err(u64::try_from((millis + 999) / 1_000).unwrap_or(1).max(1));
        }
        bucket.left -= 1_000;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_rate_holds_and_keys_do_not_share() {
        let limits = KeyLimits::default();
        for _ in 0..BURST {
            assert_eq!(limits.take("a", Millis(0)), Ok(()));
        }
        assert_eq!(limits.take("a", Millis(0)), Err(1));
        assert_eq!(limits.take("b", Millis(0)), Ok(()));
        for _ in 0..RATE {
            assert_eq!(limits.take("a", Millis(1_000)), Ok(()));
        }
        assert_eq!(limits.take("a", Millis(1_000)), Err(1));
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let limits = KeyLimits::default();
        assert_eq!(limits.take("a", Millis(1_000_000)), Ok(()));
        assert_eq!(limits.take("a", Millis(0)), Ok(()));
    }
}
