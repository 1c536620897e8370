//! In which day of the calendar an instant lies.
//!
//! Regimes and rate cards begin at 00:00 and allowances are reset at the turn of
//! the month, both in the WABA's time zone (sources §4.1). The zone is a table of
//! offsets that is handed in: the server fills it from its time zone database,
//! and the browser needs none.

use serde::{Deserialize, Serialize};

use super::calendar::{Day, Month, leap};
use crate::time::{DAY, Millis, SECOND};

/// So many years in a row have every kind of year, unless a century without a
/// leap day is among them.
const YEARS: i32 = 28;

/// A time zone as a table: which offset from UTC holds from which instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Its name, for people: `Europe/Madrid`.
    pub name: String,
    /// Seconds east of UTC before the first change.
    first: i32,
    /// Changes in order: from this instant on, so many seconds east of UTC.
    changes: Vec<(Millis, i32)>,
    /// The year with whose beginning the table ends, when its rules go on.
    #[serde(default)]
    repeats_from: Option<i32>,
}

impl Zone {
    /// A zone from its changes, in any order.
    #[must_use]
    pub fn new(name: &str, first: i32, mut changes: Vec<(Millis, i32)>) -> Self {
        changes.sort_unstable();
        Self {
            name: name.to_owned(),
            first,
            changes,
            repeats_from: None,
        }
    }

    /// This zone, with a table that is complete up to the beginning of a year and
    /// whose rules go on from there: each later year goes like the one of the
    /// last 28 in the table that has the same calendar.
    #[must_use]
    pub fn repeating_from(self, year: i32) -> Self {
        Self {
            repeats_from: Some(year),
            ..self
        }
    }

    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self::new("UTC", 0, Vec::new())
    }

    /// Seconds east of UTC at an instant.
    #[must_use]
    pub fn offset(&self, at: Millis) -> i32 {
        let at = self.in_table(at);
        let after = self.changes.partition_point(|(from, _)| *from <= at);
        after
            .checked_sub(1)
            .and_then(|i| self.changes.get(i))
            .map_or(self.first, |(_, offset)| *offset)
    }

    /// An instant of the table whose offset is that of `at` too.
    ///
    /// Rules name days such as the last Sunday of March, so two years have the same
    /// changes when they begin on the same day of the week and are equally long.
    /// Of the 14 kinds of years 28 in a row have every one.
    fn in_table(&self, at: Millis) -> Millis {
        let Some(end) = self
            .repeats_from
            .filter(|year| at >= Day::of(*year, 1, 1).midnight(0))
        else {
            return at;
        };
        let day = Day::numbered(at.0.div_euclid(DAY));
        // The calendar ends with the year 9999, and nothing is dated later.
        if day > Day::of(9_999, 12, 31) {
            return at;
        }
        let (year, ..) = day.ymd();
        let january = Day::of(year, 1, 1);
        (end - YEARS..end)
            .rev()
            .filter(|twin| leap(*twin) == leap(year))
            .map(|twin| Day::of(twin, 1, 1).since(january))
            .find(|days| days % 7 == 0)
            .map_or(at, |days| at.plus(i64::from(days) * DAY))
    }

    /// The day on the calendar at an instant.
    #[must_use]
    pub fn day(&self, at: Millis) -> Day {
        let local = at.0.saturating_add(i64::from(self.offset(at)) * SECOND);
        Day::numbered(local.div_euclid(DAY))
    }

    /// The month on the calendar at an instant.
    #[must_use]
    pub fn month(&self, at: Millis) -> Month {
        self.day(at).month()
    }

    /// The first instant of a day. Where midnight does not exist because clocks
    /// go forward then, the instant of the change; where it exists twice, the first.
    #[must_use]
    pub fn start(&self, day: Day) -> Millis {
        // Every change moves the calendar; the day begins at the earliest instant
        // that the calendar calls by its name.
        let candidates = std::iter::once(self.first)
            .chain(self.changes.iter().map(|(_, offset)| *offset))
            .map(|offset| day.midnight(offset))
            .chain(self.changes.iter().map(|(at, _)| *at));
        candidates
            .filter(|at| self.day(*at) == day)
            .min()
            .unwrap_or_else(|| day.midnight(self.first))
    }

    /// The first instant of a month.
    #[must_use]
    pub fn month_start(&self, month: Month) -> Millis {
        self.start(month.first())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::HOUR;

    /// Madrid in autumn 2026: summer time ends on 25 October at 01:00 UTC.
    fn madrid() -> Zone {
        Zone::new("Europe/Madrid", 7_200, vec![(Millis(1_792_890_000_000), 3_600)])
    }

    #[test]
    fn october_begins_at_22_00_utc_in_madrid_and_november_at_23_00() {
        let zone = madrid();
        // 2026-09-30T22:00:00Z
        let october = Millis(1_790_805_600_000);
        assert_eq!(zone.day(october).to_string(), "2026-10-01");
        assert_eq!(zone.day(october.plus(-1)).to_string(), "2026-09-30");
        assert_eq!(zone.month_start(Month::parse("2026-10").unwrap()), october);
        // 31 days and one hour later, because clocks went back in between.
        let november = october.plus(31 * DAY + 3_600_000);
        assert_eq!(zone.month(november.plus(-1)).to_string(), "2026-10");
        assert_eq!(zone.month(november).to_string(), "2026-11");
        assert_eq!(zone.month_start(Month::parse("2026-11").unwrap()), november);
    }

    #[test]
    fn a_month_whose_first_midnight_does_not_exist_begins_with_the_change() {
        // Asunción went forward on 2017-10-01 at 00:00 local (04:00 UTC) to 01:00.
        let change = Millis(1_506_830_400_000);
        let zone = Zone::new("America/Asuncion", -14_400, vec![(change, -10_800)]);
        assert_eq!(zone.month_start(Month::parse("2017-10").unwrap()), change);
        assert_eq!(zone.month(change.plus(-1)).to_string(), "2017-09");
    }

    /// Madrid's rule from 2032 to 2059: summer time from the last Sunday of March to
    /// the last Sunday of October, both at 01:00 UTC.
    fn summers() -> Zone {
        let last_sunday = |year, month| {
            let last = Month::new(year, month).unwrap().last();
            // 1970-01-04 was a Sunday.
            let sunday = last.plus(-last.since(Day::of(1970, 1, 4)).rem_euclid(7));
            sunday.midnight(0).plus(HOUR)
        };
        let changes = (2032..2060)
            .flat_map(|year| [(last_sunday(year, 3), 7_200), (last_sunday(year, 10), 3_600)])
            .collect();
        Zone::new("Europe/Madrid", 3_600, changes).repeating_from(2060)
    }

    #[test]
    fn after_the_table_the_rules_go_on() {
        let zone = summers();
        // Hours after 00:00 UTC of a day, and the clocks then: two hours ahead in summer.
        for (year, month, day, hour, offset) in [
            (2060, 1, 1, 0, 3_600),
            // The last Sunday of March 2060 is the 28th.
            (2060, 3, 28, 0, 3_600),
            (2060, 3, 28, 1, 7_200),
            (2099, 7, 31, 22, 7_200),
            (2099, 12, 31, 23, 3_600),
            // 2100 is no leap year: the last Sunday of October is the 31st.
            (2100, 2, 28, 23, 3_600),
            (2100, 10, 31, 0, 7_200),
            (2100, 10, 31, 1, 3_600),
            // 2400 is one: the last Sunday of March is the 26th.
            (2400, 3, 26, 0, 3_600),
            (2400, 3, 26, 1, 7_200),
        ] {
            let at = Day::of(year, month, day).midnight(0).plus(hour * HOUR);
            assert_eq!(zone.offset(at), offset, "{year}-{month}-{day} {hour}:00");
        }
        // 22:30 UTC of 31 July is 00:30 of 1 August.
        let night = Day::of(2099, 7, 31).midnight(0).plus(22 * HOUR + HOUR / 2);
        assert_eq!(zone.day(night).to_string(), "2099-08-01");
        // A table that does not say so ends with its last change, and no instant panics.
        assert_eq!(madrid().offset(night), 3_600);
        for at in [i64::MIN, i64::MAX] {
            assert_eq!(zone.offset(Millis(at)), 3_600);
        }
    }

    proptest! {
        #[test]
        fn a_day_starts_where_the_day_before_ends(n in 20_000..22_000i64) {
            let zone = madrid();
            let start = zone.start(Day::numbered(n));
            prop_assert_eq!(zone.day(start), Day::numbered(n));
            prop_assert_eq!(zone.day(start.plus(-1)), Day::numbered(n - 1));
        }

        // From 2050 to 2324.
        #[test]
        fn so_it_does_beyond_the_end_of_the_table(n in 29_220..129_300i64) {
            let zone = summers();
            let start = zone.start(Day::numbered(n));
            prop_assert_eq!(zone.day(start), Day::numbered(n));
            prop_assert_eq!(zone.day(start.plus(-1)), Day::numbered(n - 1));
        }
    }
}
