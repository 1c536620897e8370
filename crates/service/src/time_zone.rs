//! Time zones as the tables that prices need, from the bundled database.

use domain::{billing::Zone, time::Millis};
use jiff::{Timestamp, tz::TimeZone};

/// The first instant whose changes are in a table; prices begin with 2021.
const START: &str = "2015-01-01T00:00:00Z";
/// The year with whose beginning tables end. Later years repeat those before it,
/// which keeps tables small.
const END: i32 = 2060;

/// The zone of an IANA name such as `Europe/Madrid`; `None` when there is no such
/// name, or when it is the one that stands for an unknown zone.
#[must_use]
pub fn zone(name: &str) -> Option<Zone> {
    let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())?;
    let [start, end] = [START, &format!("{END}-01-01T00:00:00Z")]
        .map(|text| text.parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH));
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
    Some(Zone::new(name, zone.to_offset(start).seconds(), changes).repeating_from(END))
}

#[cfg(test)]
mod tests {
    use domain::{billing::Month, time::HOUR};

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
    fn a_month_may_begin_an_hour_before_the_clocks_change() {
        // 2026-11-01 is a Sunday. In Havana 01:00 becomes 00:00 then, so that midnight
        // comes twice: at 04:00 and at 05:00 UTC. In New York it is the hour after 01:00.
        assert_eq!(start("America/Havana", "2026-11"), "2026-11-01T04:00:00Z");
        assert_eq!(start("America/New_York", "2026-11"), "2026-11-01T04:00:00Z");
    }

    #[test]
    fn beyond_the_table_the_rules_of_each_zone_go_on() {
        let night = "2099-07-31T22:30:00Z".parse::<Timestamp>().unwrap();
        let madrid = zone("Europe/Madrid").unwrap();
        // Summer time, two hours ahead of UTC: 00:30 of the next day.
        assert_eq!(
            madrid.day(Millis(night.as_millisecond())).to_string(),
            "2099-08-01"
        );
        for name in [
            "Europe/Madrid",
            "America/Mexico_City",
            "America/New_York",
            "America/Havana",
            "America/Santiago",
            "Australia/Sydney",
            "Asia/Kolkata",
        ] {
            let (ours, theirs) = (zone(name).unwrap(), TimeZone::get(name).unwrap());
            // Years of each kind: common, leap, a century with and without a leap day.
            for year in [2059, 2060, 2061, 2096, 2099, 2100, 2101, 2400, 9_998] {
                let first: Timestamp = format!("{year}-01-01T00:00:00Z").parse().unwrap();
                for hours in (0..366 * 24).step_by(3) {
                    let at = Timestamp::from_millisecond(first.as_millisecond() + hours * HOUR).unwrap();
                    assert_eq!(
                        ours.offset(Millis(at.as_millisecond())),
                        theirs.to_offset(at).seconds(),
                        "{name} {at}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_zone_goes_by_its_own_name_however_it_is_typed() {
        assert_eq!(zone("europe/MADRID").unwrap().name, "Europe/Madrid");
    }

    #[test]
    fn names_that_do_not_exist_have_no_zone() {
        assert!(zone("Europe/Atlantis").is_none());
        assert!(zone("").is_none());
        assert!(zone("Etc/Unknown").is_none());
    }
}
