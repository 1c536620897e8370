//! The calendar of an account: Meta counts days, months and price changes in
//! the account's own time zone (sources §4.1).

use domain::time::Millis;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

/// A time zone.
#[derive(Debug, Clone)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// The zone behind Meta's number. Only those that the demo uses are known
    /// (general knowledge, not in any of our sources); the rest count in UTC.
    pub(crate) fn of(timezone_id: &str) -> Self {
        let name = match timezone_id {
            "55" => "Europe/Madrid",
            "1" => "America/Los_Angeles",
            _ => return Self(TimeZone::UTC),
        };
        Self(TimeZone::get(name).unwrap_or(TimeZone::UTC))
    }

    fn local(&self, at: Millis) -> Zoned {
        Timestamp::from_millisecond(at.0)
            .unwrap_or_default()
            .to_zoned(self.0.clone())
    }

    /// The calendar day of an instant.
    pub(crate) fn date(&self, at: Millis) -> Date {
        self.local(at).date()
    }

    /// Calendar months since the year 0.
    pub(crate) fn month(&self, at: Millis) -> i64 {
        let date = self.date(at);
        i64::from(date.year()) * 12 + i64::from(date.month())
    }

    /// The instant at which a calendar day begins.
    pub(crate) fn midnight(&self, date: Date) -> Millis {
        date.to_zoned(self.0.clone()).map_or(Millis(0), |midnight| {
            Millis(midnight.timestamp().as_millisecond())
        })
    }

    /// The day, and the first instant of the next one.
    pub(crate) fn day(&self, at: Millis) -> (Millis, Millis) {
        let date = self.date(at);
        (
            self.midnight(date),
            self.midnight(date.tomorrow().unwrap_or(date)),
        )
    }

    /// The month, and the first instant of the next one.
    pub(crate) fn month_of(&self, at: Millis) -> (Millis, Millis) {
        let first = self.date(at).first_of_month();
        let next = first.last_of_month().tomorrow().unwrap_or(first);
        (self.midnight(first), self.midnight(next))
    }

    /// The half hour, and the first instant of the next one.
    pub(crate) fn half_hour(at: Millis) -> (Millis, Millis) {
        let half = 30 * domain::time::MINUTE;
        let start = Millis(at.0 - at.0.rem_euclid(half));
        (start, start.plus(half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_which_the_clock_goes_back_has_25_hours() {
        let madrid = Zone::of("55");
        // 2026-10-25T12:00:00Z
        let (start, end) = madrid.day(Millis(1_792_929_600_000));
        assert_eq!(end.since(start), 25 * domain::time::HOUR);
    }

    #[test]
    fn october_begins_two_hours_before_that_of_utc() {
        let madrid = Zone::of("55");
        let october = Millis(1_790_812_800_000 - 2 * domain::time::HOUR);
        assert_eq!(madrid.month_of(october).0, october);
        assert_eq!(madrid.month(october.plus(-1)) + 1, madrid.month(october));
        assert_eq!(Zone::of("").month(october) + 1, madrid.month(october));
    }
}
