//! What a month will come to, from its days so far and the weeks before.

use serde::{Deserialize, Serialize};

use crate::billing::calendar::{Day, Month};

/// How the rest of the month was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The month is over: nothing is estimated.
    Complete,
    /// The mean of the same day of the week over the last four weeks.
    SameWeekday,
    /// The mean of all days there are, because there are fewer than 14.
    MeanDay,
    /// There is no day to go by.
    Nothing,
}

/// What a month will come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// What there is already.
    pub so_far_micros: i64,
    /// The expected total.
    pub expected_micros: i64,
    /// Lower end of the range in which four of five months end when days differ
    /// as they did.
    pub low_micros: i64,
    /// Upper end of the range.
    pub high_micros: i64,
    /// How it was estimated.
    pub method: Method,
}

/// Days that are looked back on.
const LOOK_BACK: i32 = 28;
/// From so many days on, days of the week are told apart.
const ENOUGH: usize = 14;
/// 1.28 standard deviations to each side hold 80 % of a normal distribution.
const SPREAD_PERCENT: i128 = 128;

/// Estimates a month from daily amounts (days without an entry had none, from
/// the first entry on). `today` is still running: what it has already counts, and
/// the rest of it is not estimated apart.
#[must_use]
pub fn forecast(daily: &[(Day, i64)], month: Month, today: Day) -> Forecast {
    let in_month = daily.iter().filter(|(day, _)| day.month() == month);
    let so_far: i128 = in_month.map(|(_, micros)| i128::from(*micros)).sum();
    let as_it_is = |method| {
        let micros = fits(so_far);
        Forecast {
            so_far_micros: micros,
            expected_micros: micros,
            low_micros: micros,
            high_micros: micros,
            method,
        }
    };
    if today > month.last() {
        return as_it_is(Method::Complete);
    }
    let first = daily.iter().map(|(day, _)| *day).min();
    let Some(first) = first
        .map(|day| day.max(today.plus(-LOOK_BACK)))
        .filter(|day| *day < today)
    else {
        return as_it_is(Method::Nothing);
    };
    let past: Vec<(Day, i128)> = (0..today.since(first))
        .map(|n| first.plus(n))
        .map(|day| {
            let of_day = daily.iter().filter(|(other, _)| *other == day);
            (day, of_day.map(|(_, micros)| i128::from(*micros)).sum())
        })
        .collect();
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
        let count = i128::try_from(same.len()).unwrap_or(1).max(1);
        same.iter().sum::<i128>() / count
    };
    let start = today.plus(1).max(month.first());
    let rest: Vec<Day> = (0..=month.last().since(start)).map(|n| start.plus(n)).collect();
    let more: i128 = rest.iter().map(|day| mean(*day)).sum();
    let squares: i128 = past
        .iter()
        .map(|(day, micros)| micros - mean(*day))
        .map(|off| off.saturating_mul(off))
        .fold(0, i128::saturating_add);
    let count = i128::try_from(past.len()).unwrap_or(1).max(1);
    let days = i128::try_from(rest.len()).unwrap_or(0);
    let variance = (squares / count).saturating_mul(days);
    let spread = variance.isqrt() * SPREAD_PERCENT / 100;
    Forecast {
        so_far_micros: fits(so_far),
        expected_micros: fits(so_far + more),
        low_micros: fits(so_far + (more - spread).max(0)),
        high_micros: fits(so_far + more + spread),
        method,
    }
}

fn fits(micros: i128) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}
