//! Months and days as the store writes them.

use domain::{
    billing::{Day, Month, Zone},
    time::Millis,
};

pub(crate) use crate::time_zone::zone;

use crate::error::{ServiceError, ServiceResult};

/// `202610` for October 2026.
pub(crate) fn month_no(month: Month) -> i64 {
    i64::from(month.year()) * 100 + i64::from(month.number())
}

/// Reads [`month_no`].
pub(crate) fn month_of(no: i64) -> ServiceResult<Month> {
    let year = i32::try_from(no.div_euclid(100)).ok();
    let number = u8::try_from(no.rem_euclid(100)).ok();
    year.zip(number)
        .and_then(|(year, number)| Month::new(year, number))
        .ok_or_else(|| ServiceError::Internal(format!("{no} is not a month")))
}

/// Days since 1970-01-01.
pub(crate) fn day_no(day: Day) -> i64 {
    i64::from(day.since(epoch()))
}

/// Reads [`day_no`].
pub(crate) fn day_of(no: i64) -> Day {
    epoch().plus(i32::try_from(no).unwrap_or(0))
}

fn epoch() -> Day {
    Month::new(1970, 1).map_or_else(|| Zone::utc().day(Millis(0)), Month::first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_come_back_as_they_went() {
        let month = Month::parse("2026-10").unwrap();
        assert_eq!(month_no(month), 202_610);
        assert_eq!(month_of(202_610).unwrap(), month);
        assert!(month_of(202_613).is_err());
        assert_eq!(day_no(Day::parse("1970-01-02").unwrap()), 1);
        assert_eq!(day_of(20_727).to_string(), "2026-10-01");
    }

    #[test]
    fn october_begins_at_22_00_utc_in_madrid_and_zones_that_nobody_knows_are_none() {
        let madrid = zone("Europe/Madrid").unwrap();
        assert_eq!(
            madrid.month_start(Month::parse("2026-10").unwrap()),
            // 2026-09-30T22:00:00Z
            Millis(1_790_805_600_000)
        );
        assert!(zone("Europe/Getxo").is_none());
    }
}
