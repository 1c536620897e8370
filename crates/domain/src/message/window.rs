//! The customer service window: 24 hours from a customer's last message, in
//! which any text may be sent (sources §1.6, §4.2).

use crate::time::{HOUR, Millis};

/// How long the window stays open.
pub const LENGTH: i64 = 24 * HOUR;
/// How long before its end the console starts to warn.
pub const WARN_BEFORE: i64 = 4 * HOUR;

/// Whether free text may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Until this instant.
    Open {
        /// First instant at which it is closed.
        until: Millis,
    },
    /// The customer's last message is too old.
    Closed {
        /// When it closed.
        since: Millis,
    },
    /// The customer has never written to this number.
    Never,
}

impl Window {
    /// The window at `now`, given the customer's last message to this number.
    /// A message from the future (another clock) counts from now on, so that a
    /// wrong clock cannot keep a window open for days.
    #[must_use]
    pub fn at(now: Millis, last_inbound: Option<Millis>) -> Self {
        let Some(last) = last_inbound else {
            return Self::Never;
        };
        let until = last.min(now).plus(LENGTH);
        if now < until {
            Self::Open { until }
        } else {
            Self::Closed { since: until }
        }
    }

    /// Whether free text may be sent.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// Milliseconds left; 0 when it is not open.
    #[must_use]
    pub const fn left(self, now: Millis) -> i64 {
        match self {
            Self::Open { until } => until.since(now),
            Self::Closed { .. } | Self::Never => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: Millis = Millis(1_800_000_000_000);

    #[test]
    fn it_is_open_to_the_last_millisecond_of_24_hours() {
        assert!(Window::at(LAST.plus(LENGTH - 1), Some(LAST)).is_open());
        assert_eq!(
            Window::at(LAST.plus(LENGTH), Some(LAST)),
            Window::Closed {
                since: LAST.plus(LENGTH)
            }
        );
        assert_eq!(Window::at(LAST, None), Window::Never);
    }

    #[test]
    fn a_message_from_the_future_opens_no_longer_window() {
        let now = LAST.plus(-5 * 24 * HOUR);
        assert_eq!(Window::at(now, Some(LAST)).left(now), LENGTH);
    }
}
