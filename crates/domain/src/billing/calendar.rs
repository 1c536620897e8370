//! Days and months of the calendar. Which of them an instant lies in says a
//! [`Zone`](super::Zone).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::{DAY, Millis, SECOND};

/// A day of the calendar, without a time zone. Ordered; written as `2026-10-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

/// A month of the calendar. Ordered; written as `2026-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    month: u8,
}

/// Text that is not a day or month of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date such as 2026-10-01, or a month such as 2026-10")]
pub struct BadDate(pub String);

pub(super) const fn leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

const fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Day {
    /// The day of a year (1 to 9999), month (1 to 12) and day of the month;
    /// `None` when the calendar has no such day.
    #[must_use]
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in(year, month) {
            return None;
        }
        Some(Self::of(year, month, day))
    }

    /// The day of a date that is known to exist.
    ///
    /// Counts days since 1970-01-01 in years that begin in March, so that the
    /// leap day is the last of its year.
    pub(crate) const fn of(year: i32, month: u8, day: u8) -> Self {
        #[expect(clippy::as_conversions, reason = "u8 to i32 in a const; it always fits")]
        let (month, day) = (month as i32, day as i32);
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Reads `2026-10-01`.
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        let bad = || BadDate(text.to_owned());
        let mut parts = text.trim().splitn(3, '-');
        let mut next = |len: usize| -> Result<u16, BadDate> {
            let part = parts.next().ok_or_else(bad)?;
            if part.len() == len && part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse().map_err(|_| bad())
            } else {
                Err(bad())
            }
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        let small = |n: u16| u8::try_from(n).map_err(|_| bad());
        Self::new(i32::from(year), small(month)?, small(day)?).ok_or_else(bad)
    }

    /// Year, month and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = of_era + era * 400 + i32::from(month <= 2);
        (
            year,
            u8::try_from(month).unwrap_or(1),
            u8::try_from(day).unwrap_or(1),
        )
    }

    /// The month this day lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = self.ymd();
        Month { year, month }
    }

    /// This day moved by `days`.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day; negative when it lies before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day so many days after 1970-01-01, or before it.
    pub(super) fn numbered(days: i64) -> Self {
        Self(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Midnight of this day where the offset from UTC is `offset` seconds.
    pub(super) fn midnight(self, offset: i32) -> Millis {
        Millis(i64::from(self.0) * DAY - i64::from(offset) * SECOND)
    }
}

impl Month {
    /// A month of a year; `None` when `month` is not 1 to 12 or the year not 1 to 9999.
    #[must_use]
    pub const fn new(year: i32, month: u8) -> Option<Self> {
        if year < 1 || year > 9999 || month < 1 || month > 12 {
            return None;
        }
        Some(Self { year, month })
    }

    /// Reads `2026-10`.
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        Day::parse(&format!("{}-01", text.trim()))
            .map(Day::month)
            .map_err(|_| BadDate(text.to_owned()))
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.month
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> Day {
        Day::of(self.year, self.month, 1)
    }

    /// The last day.
    #[must_use]
    pub const fn last(self) -> Day {
        Day::of(self.year, self.month, self.days())
    }

    /// How many days it has.
    #[must_use]
    pub const fn days(self) -> u8 {
        days_in(self.year, self.month)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.last().plus(1).month()
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.first().plus(-1).month()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<String> for Day {
    type Error = BadDate;
    fn try_from(text: String) -> Result<Self, BadDate> {
        Self::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = BadDate;
    fn try_from(text: String) -> Result<Self, BadDate> {
        Self::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "26-01-01",
            "",
            "2026-10-01x",
        ] {
            assert!(Day::parse(text).is_err(), "{text}");
        }
        assert_eq!(Day::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        assert_eq!(Day::parse("1970-01-01").unwrap(), Day(0));
        assert!(Month::parse("2026-00").is_err());
        assert_eq!(Month::parse("2026-12").unwrap().next().to_string(), "2027-01");
        assert_eq!(Month::parse("2026-01").unwrap().previous().to_string(), "2025-12");
        assert_eq!(Month::parse("2024-02").unwrap().days(), 29);
    }

    proptest! {
        #[test]
        fn days_are_counted_without_gaps(n in -700_000..2_900_000i32) {
            let day = Day(n);
            let (y, m, d) = day.ymd();
            prop_assert_eq!(Day::of(y, m, d), day);
        }
    }
}
