//! Times, dates, figures and the start of long texts as people write them.

use domain::{lang::Lang, time::Millis};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use leptos::prelude::*;

pub(crate) use domain::figures::count;

use crate::{request::Request, words::common};

const MONTHS_ES: [&str; 12] = [
    "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
];
const DAYS_ES: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Writes times in the reader's language and zone. Make one for each page.
#[derive(Debug, Clone)]
pub(crate) struct Times {
    lang: Lang,
    zone: TimeZone,
    now: Millis,
}

impl Times {
    /// For the request that is being answered.
    pub(crate) fn current() -> Self {
        let request = Request::current();
        Self::new(request.lang, &request.time_zone, request.now)
    }

    /// A zone that is not known is read as UTC.
    pub(crate) fn new(lang: Lang, zone: &str, now: Millis) -> Self {
        Self {
            lang,
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
            now,
        }
    }

    fn zoned(&self, at: Millis) -> Zoned {
        Timestamp::from_millisecond(at.0)
            .unwrap_or_default()
            .to_zoned(self.zone.clone())
    }

    /// `20 Nov`, with the year when it is not this one.
    pub(crate) fn day(&self, at: Millis) -> String {
        let (then, now) = (self.zoned(at), self.zoned(self.now));
        let month = self.month(&then);
        if then.year() == now.year() {
            format!("{} {month}", then.day())
        } else {
            format!("{} {month} {}", then.day(), then.year())
        }
    }

    /// `10:42`.
    pub(crate) fn hour(&self, at: Millis) -> String {
        let then = self.zoned(at);
        format!("{:02}:{:02}", then.hour(), then.minute())
    }

    /// `10:42:07`.
    pub(crate) fn second(&self, at: Millis) -> String {
        let then = self.zoned(at);
        format!("{:02}:{:02}:{:02}", then.hour(), then.minute(), then.second())
    }

    /// The hour from 0 to 23.
    pub(crate) fn hour_of_day(&self, at: Millis) -> i8 {
        self.zoned(at).hour()
    }

    /// `Today 10:42`, `Yesterday 10:42` or `17 Nov, 08:11`.
    pub(crate) fn moment(&self, at: Millis) -> String {
        let (then, now) = (self.zoned(at), self.zoned(self.now));
        let hour = self.hour(at);
        if then.date() == now.date() {
            common::today_at(self.lang, &hour)
        } else if now
            .yesterday()
            .is_ok_and(|yesterday| then.date() == yesterday.date())
        {
            common::yesterday_at(self.lang, &hour)
        } else {
            format!("{}, {hour}", self.day(at))
        }
    }

    /// `Fri 20 Nov, 10:42`.
    pub(crate) fn with_weekday(&self, at: Millis) -> String {
        let then = self.zoned(at);
        let days = match self.lang {
            Lang::Es => &DAYS_ES,
            Lang::En => &DAYS_EN,
        };
        let index = usize::try_from(then.weekday().to_monday_zero_offset()).unwrap_or(0);
        format!(
            "{} {}, {}",
            days.get(index).copied().unwrap_or_default(),
            self.day(at),
            self.hour(at)
        )
    }

    /// `2026-11-20`, as date fields want it.
    pub(crate) fn iso_day(&self, at: Millis) -> String {
        self.zoned(at).date().to_string()
    }

    /// Midnight at the start of an ISO day in this zone, for reading date fields.
    pub(crate) fn start_of(&self, iso_day: &str) -> Option<Millis> {
        let date: jiff::civil::Date = iso_day.parse().ok()?;
        let zoned = date.to_zoned(self.zone.clone()).ok()?;
        Some(Millis(zoned.timestamp().as_millisecond()))
    }

    /// The moment as a `time` element with UTC in its tooltip.
    pub(crate) fn element(&self, at: Millis) -> AnyView {
        self.marked_up(at, self.moment(at))
    }

    /// The day as a `time` element with UTC in its tooltip.
    pub(crate) fn day_element(&self, at: Millis) -> AnyView {
        self.marked_up(at, self.day(at))
    }

    /// Other words for a moment as a `time` element with UTC in its tooltip.
    pub(crate) fn marked_up(&self, at: Millis, words: String) -> AnyView {
        let then = self.zoned(at);
        let exact = then.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let utc = then.timestamp().strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        view! { <time datetime=exact title=utc>{words}</time> }.into_any()
    }

    fn month(&self, at: &Zoned) -> &'static str {
        let months = match self.lang {
            Lang::Es => &MONTHS_ES,
            Lang::En => &MONTHS_EN,
        };
        usize::try_from(at.month() - 1)
            .ok()
            .and_then(|index| months.get(index))
            .copied()
            .unwrap_or_default()
    }
}

/// The start of a text, on one line of `most` characters at the most.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        line
    } else {
        let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
        cut.push('…');
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Fri 20 Nov 2026, 09:42:00 UTC: 10:42 in Madrid.
    const NOW: Millis = Millis(1_795_167_720_000);

    #[test]
    fn times_are_written_in_the_readers_zone_and_language() {
        let es = Times::new(Lang::Es, "Europe/Madrid", NOW);
        let en = Times::new(Lang::En, "Europe/Madrid", NOW);
        assert_eq!(es.with_weekday(NOW), "vie 20 nov, 10:42");
        assert_eq!(en.with_weekday(NOW), "Fri 20 Nov, 10:42");
        assert_eq!(es.moment(NOW), "hoy 10:42");
        assert_eq!(en.moment(NOW.plus(-domain::time::DAY)), "Yesterday 10:42");
        assert_eq!(en.moment(NOW.plus(-3 * domain::time::DAY)), "17 Nov, 10:42");
        assert_eq!(en.day(NOW.plus(-365 * domain::time::DAY)), "20 Nov 2025");
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        let es = Times::new(Lang::Es, "Europe/Madrid", NOW);
        assert_eq!(es.iso_day(NOW), "2026-11-20");
        assert_eq!(
            es.start_of("2026-11-20"),
            Some(NOW.plus(-(10 * 60 + 42) * domain::time::MINUTE))
        );
        assert_eq!(es.start_of("20/11/2026"), None);
    }

    #[test]
    fn an_unknown_zone_is_read_as_utc() {
        assert_eq!(Times::new(Lang::En, "Mars/Olympus", NOW).hour(NOW), "09:42");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(clipped("pan\n de   centeno", 60), "pan de centeno");
        let cut = clipped(&"ñ".repeat(100), 60);
        assert_eq!(cut.chars().count(), 60);
        assert!(cut.ends_with('…'));
    }
}
