//! What the running month will come to, from its days so far and the weeks before.

use serde::{Deserialize, Serialize};

use super::calendar::Day;
use crate::money::Money;

/// How the rest of the month was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Each day as the mean of the same day of the week.
    SameWeekday,
    /// Each day as the mean of all days, because there are fewer than 14.
    MeanDay,
}

/// What a month will come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Expected at the month's end.
    pub expected: Money,
    /// Four times of five it will be at least this, if days differ as they did …
    pub low: Money,
    /// … and at most this.
    pub high: Money,
    /// Whole days that the pace was taken from.
    pub days: u32,
    /// Days of the month that are still to come, today included.
    pub left: u32,
    /// How it was estimated.
    pub method: Method,
}

/// Days that are looked back on.
const LOOK_BACK: i32 = 28;
/// Fewer whole days than this say nothing about a pace.
const FEWEST: usize = 3;
/// From so many days on, days of the week are told apart.
const ENOUGH: usize = 14;
/// 1.28 standard deviations to each side hold 80 % of a normal distribution.
const SPREAD_PERCENT: i128 = 128;

/// Estimates the month that `today` lies in. `spent` is what it has come to so
/// far; `daily` are amounts of days up to today, in micro-units, also of the
/// month before (days without an entry had none, from the first entry on).
///
/// Today is running: of what a day like it brings, the part that is not there
/// yet is still expected. The range follows from how far whole days were from
/// what would have been expected of them. `None` while there are fewer than
/// three whole days.
#[must_use]
pub fn forecast(spent: Money, daily: &[(Day, i64)], today: Day) -> Option<Forecast> {
    let first = daily.iter().map(|(day, _)| *day).min()?;
    let first = first.max(today.plus(-LOOK_BACK));
    let amount = |day: Day| -> i128 {
        let of_day = daily.iter().filter(|(other, _)| *other == day);
        of_day.map(|(_, micros)| i128::from(*micros)).sum()
    };
    let past: Vec<(Day, i128)> = (0..today.since(first))
        .map(|n| first.plus(n))
        .map(|day| (day, amount(day)))
        .collect();
    if past.len() < FEWEST {
        return None;
    }
    let method = if past.len() >= ENOUGH {
        Method::SameWeekday
    } else {
        Method::MeanDay
    };
    let alike = |a: Day, b: Day| method == Method::MeanDay || a.since(b).rem_euclid(7) == 0;
    let mean = |day: Day| -> i128 {
        let same: Vec<i128> = past
            .iter()
            .filter(|(other, _)| alike(*other, day))
            .map(|(_, micros)| *micros)
            .collect();
        same.iter().sum::<i128>() / size(same.len()).max(1)
    };
    let days_to_come = today.month().last().since(today);
    let more: i128 = (1..=days_to_come).map(|n| mean(today.plus(n))).sum();
    let of_today = (mean(today) - amount(today)).max(0);
    let squares: i128 = past
        .iter()
        .map(|(day, micros)| micros - mean(*day))
        .map(|off| off.saturating_mul(off))
        .fold(0, i128::saturating_add);
    let left = days_to_come + 1;
    let variance = (squares / size(past.len())).saturating_mul(i128::from(left));
    let spread = variance.isqrt() * SPREAD_PERCENT / 100;
    let so_far = i128::from(spent.micros);
    let expected = so_far + of_today + more;
    let money = |micros: i128| Money::of(i64::try_from(micros).unwrap_or(i64::MAX), spent.currency);
    Some(Forecast {
        expected: money(expected),
        low: money((expected - spread).max(so_far)),
        high: money(expected + spread),
        days: u32::try_from(past.len()).unwrap_or(u32::MAX),
        left: u32::try_from(left).unwrap_or(0),
        method,
    })
}

fn size(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    const fn eur(micros: i64) -> Money {
        Money::of(micros, Currency::EUR)
    }

    #[test]
    fn a_day_is_expected_to_be_like_the_same_day_of_the_week() {
        // Four weeks of 100 a day, Sundays closed: 2026-10-04 is a Sunday.
        let daily: Vec<_> = (0..48)
            .map(|n| day("2026-10-01").plus(n))
            .map(|d| {
                let sunday = d.since(day("2026-10-04")).rem_euclid(7) == 0;
                (d, if sunday { 0 } else { 100 })
            })
            .collect();
        // 1–17 November: 17 days, of which the 1st, 8th and 15th are Sundays: 1,400.
        // 18–30 November: 13 days, of which the 22nd and 29th are Sundays: 1,100.
        let found = forecast(eur(1_400), &daily, day("2026-11-18")).unwrap();
        assert_eq!(found.expected, eur(2_500));
        assert_eq!((found.low, found.high), (eur(2_500), eur(2_500)));
        assert_eq!(
            (found.method, found.days, found.left),
            (Method::SameWeekday, 28, 13)
        );
    }

    #[test]
    fn what_today_has_brought_already_is_not_expected_again() {
        let daily: Vec<_> = (1..=4).map(|n| (day("2026-11-16").plus(n), 100)).collect();
        // 17 to 20 November. Today, the 20th, has its 100 already; ten days follow.
        let found = forecast(eur(400), &daily, day("2026-11-20")).unwrap();
        assert_eq!(found.expected, eur(400 + 1_000));
        // With 30 of it so far, 70 are still to come.
        let mut morning = daily;
        morning[3].1 = 30;
        let found = forecast(eur(330), &morning, day("2026-11-20")).unwrap();
        assert_eq!(found.expected, eur(1_400));
        assert_eq!(found.method, Method::MeanDay);
    }

    #[test]
    fn days_that_differ_make_a_range_that_never_falls_below_what_is_spent() {
        let daily: Vec<_> = [50, 150, 50, 150]
            .into_iter()
            .enumerate()
            .map(|(n, micros)| (day("2026-11-14").plus(i32::try_from(n).unwrap()), micros))
            .collect();
        // Mean 100, each day 50 off; 13 days left: 1.28 × 50 × √13 = 230.
        let found = forecast(eur(400), &daily, day("2026-11-18")).unwrap();
        assert_eq!(found.expected, eur(1_700));
        assert_eq!((found.low, found.high), (eur(1_700 - 230), eur(1_700 + 230)));
        let last = forecast(eur(400), &daily, day("2026-11-30")).unwrap();
        assert!(last.low.micros >= 400 && last.left == 1, "{last:?}");
    }

    #[test]
    fn two_days_are_no_pace() {
        let daily = [(day("2026-11-16"), 50), (day("2026-11-17"), 150)];
        assert_eq!(forecast(eur(200), &daily, day("2026-11-18")), None);
        assert_eq!(forecast(eur(0), &[], day("2026-11-18")), None);
    }
}
