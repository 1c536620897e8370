//! Time zones as the tables that prices need, from the bundled database.

use domain::{billing::Zone, time::Millis};
use jiff::{Timestamp, tz::TimeZone};

/// The years whose changes are in a table; prices begin with 2021 and nobody
/// prices messages of the far future.
const YEARS: [&str; 2] = ["2015-01-01T00:00:00Z", "2060-01-01T00:00:00Z"];

/// The zone of an IANA name such as `Europe/Madrid`; `None` when there is no such name.
#[must_use]
pub fn zone(name: &str) -> Option<Zone> {
    let zone = TimeZone::get(name).ok()?;
    let [start, end] = YEARS.map(|text| text.parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH));
    let changes = zone
        .following(start)
        .take_while(|change| change.timestamp() < end)
        .map(|change| {
            (
                Millis(change.timestamp().as_millisecond()),
                change.offset().seconds(),
            )
        })
        .collect();
    // Names are found in any case; the zone goes by the one of the database.
    let name = zone.iana_name().unwrap_or(name);
    Some(Zone::new(name, zone.to_offset(start).seconds(), changes))
}

#[cfg(test)]
mod tests {
    use domain::billing::Month;

    use super::*;

    fn start(zone_name: &str, month: &str) -> String {
        let at = zone(zone_name).unwrap().month_start(Month::parse(month).unwrap());
        Timestamp::from_millisecond(at.0).unwrap().to_string()
    }

    #[test]
    fn months_begin_at_local_midnight_in_summer_and_winter() {
        assert_eq!(start("Europe/Madrid", "2026-10"), "2026-09-30T22:00:00Z");
        assert_eq!(start("Europe/Madrid", "2026-11"), "2026-10-31T23:00:00Z");
        assert_eq!(start("Atlantic/Canary", "2026-10"), "2026-09-30T23:00:00Z");
        assert_eq!(start("America/Sao_Paulo", "2026-10"), "2026-10-01T03:00:00Z");
        assert_eq!(start("UTC", "2026-10"), "2026-10-01T00:00:00Z");
    }

    #[test]
    fn a_month_may_begin_with_the_change_of_the_clocks() {
        // Damascus had midnight changes; on 2022-04-01 it was already summer
        // time (since 25 March), Asunción began summer time on 2023-10-01 at 00:00.
        assert_eq!(start("America/Asuncion", "2023-10"), "2023-10-01T04:00:00Z");
        let asuncion = zone("America/Asuncion").unwrap();
        let first = asuncion.month_start(Month::parse("2023-10").unwrap());
        assert_eq!(asuncion.month(first.plus(-1)).to_string(), "2023-09");
    }

    #[test]
    fn a_zone_goes_by_its_own_name_however_it_is_typed() {
        assert_eq!(zone("europe/MADRID").unwrap().name, "Europe/Madrid");
    }

    #[test]
    fn names_that_do_not_exist_have_no_zone() {
        assert!(zone("Europe/Atlantis").is_none());
        assert!(zone("").is_none());
    }
}
