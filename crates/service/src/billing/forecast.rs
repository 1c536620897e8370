//! What the running month will come to.

use domain::money::{Currency, Money};

/// Days that the pace is taken from, at most.
const LOOK_BACK: usize = 28;
/// Fewer whole days than this say nothing about a pace.
const FEWEST: usize = 3;

/// What the month is expected to come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Expected at the month's end.
    pub expected: Money,
    /// Four times of five it will be at least this …
    pub low: Money,
    /// … and at most this.
    pub high: Money,
    /// Whole days that the pace was taken from: the mean of their amounts goes
    /// on for the rest of the month, and their spread makes the range.
    pub days: u32,
    /// Days of the month that are still to come, today included.
    pub left: u32,
}

/// The forecast from what was spent so far and the amounts of the latest whole
/// days, latest last. `None` while too little is known.
///
/// The days' spread around their mean (the sample variance) grows with the
/// number of days to come; 1.28 standard deviations hold four of five outcomes
/// when days are independent. Weekly patterns make the range wider, not narrower.
pub(super) fn forecast(
    spent: i64,
    today: i64,
    whole_days: &[i64],
    left: u32,
    currency: Currency,
) -> Option<Forecast> {
    let days = whole_days
        .get(whole_days.len().saturating_sub(LOOK_BACK)..)
        .filter(|days| days.len() >= FEWEST)?;
    let count = i128::try_from(days.len()).ok()?;
    let sum: i128 = days.iter().map(|micros| i128::from(*micros)).sum();
    let mean = sum / count;
    let variance = days
        .iter()
        .map(|micros| (i128::from(*micros) - mean).pow(2))
        .sum::<i128>()
        / (count - 1);
    // What today has brought already is in `spent`; the rest of today is not.
    let rest = (mean * i128::from(left) - i128::from(today)).max(0);
    let spread = isqrt(variance * i128::from(left)) * 128 / 100;
    let money = |micros: i128| Money::of(i64::try_from(micros).unwrap_or(i64::MAX), currency);
    let expected = i128::from(spent) + rest;
    Some(Forecast {
        expected: money(expected),
        low: money((expected - spread).max(i128::from(spent))),
        high: money(expected + spread),
        days: u32::try_from(days.len()).unwrap_or(u32::MAX),
        left,
    })
}

/// The whole part of a square root.
fn isqrt(value: i128) -> i128 {
    value.max(0).isqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_every_day_has_no_range() {
        // €10 a day, 20 days gone, €2 today, ten days left (today included).
        let found = forecast(202_000_000, 2_000_000, &[10_000_000; 20], 10, Currency::EUR).unwrap();
        assert_eq!(found.expected.micros, 300_000_000);
        assert_eq!((found.low, found.high), (found.expected, found.expected));
        assert_eq!((found.days, found.left), (20, 10));
    }

    #[test]
    fn days_that_differ_make_a_range_around_the_expected_amount() {
        // Mean 2, variance (1 + 1) / 1 = 2 with two days; four days give 4/3.
        let days = [1_000_000, 3_000_000, 1_000_000, 3_000_000];
        let found = forecast(8_000_000, 0, &days, 3, Currency::EUR).unwrap();
        assert_eq!(found.expected.micros, 14_000_000);
        // sqrt(4/3 × 3) = 2, times 1.28.
        assert!(
            (16_559_900..=16_560_000).contains(&found.high.micros),
            "{found:?}"
        );
        assert!((11_440_000..=11_440_100).contains(&found.low.micros), "{found:?}");
    }

    #[test]
    fn too_few_days_are_no_pace_and_what_is_spent_is_the_least() {
        assert_eq!(forecast(1, 0, &[5, 5], 3, Currency::EUR), None);
        let found = forecast(100, 50, &[0, 0, 90], 1, Currency::EUR).unwrap();
        assert!(found.low.micros >= 100);
    }
}
