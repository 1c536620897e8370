//! Which messages an address asks for.

use domain::{
    ids::{NumberId, TenantId},
    message::{delivery::State, id::MessageId},
    time::{DAY, Millis},
};
use service::messages::list::{Direction, KindGroup, MessageList, MessageQuery, Range};

use crate::{
    components::{format::Times, query::Query},
    request::Request,
};

/// The keys that the log understands; all others are dropped from its links.
pub(super) const KEYS: [&str; 16] = [
    "q",
    "status",
    "bakery",
    "kind",
    "number",
    "day",
    "from",
    "to",
    "direction",
    "template",
    "category",
    "error",
    "contact",
    "before",
    "sel",
    "size",
];

/// The keys of a filter: those that an export obeys.
pub(super) const FILTER_KEYS: [&str; 13] = [
    "q",
    "status",
    "bakery",
    "kind",
    "number",
    "day",
    "from",
    "to",
    "direction",
    "template",
    "category",
    "error",
    "contact",
];

/// Reads the address of a request, also that of its export, in the reader's
/// time zone. What cannot be read falls back to "all".
#[must_use]
pub fn message_query(request: &Request) -> MessageQuery {
    let times = Times::new(request.lang, &request.time_zone, request.now);
    read(&Query::parse(&request.path_and_query), &times, request.now)
}

/// As [`message_query`].
pub(super) fn read(query: &Query, times: &Times, now: Millis) -> MessageQuery {
    let text = |key: &str| query.get(key).map(|value| value.trim().to_owned());
    MessageQuery {
        tenant: query.get("bakery").and_then(|id| TenantId::parse(id).ok()),
        q: text("q"),
        state: query.get("status").and_then(State::from_key),
        number: query.get("number").and_then(|id| NumberId::parse(id).ok()),
        kind: query.get("kind").and_then(KindGroup::from_key),
        direction: query.get("direction").and_then(Direction::from_key),
        template: text("template"),
        category: text("category"),
        error: query.number("error"),
        contact: query.get("contact").and_then(|id| MessageId::parse(id).ok()),
        range: range(query, times, now),
        before: query.get("before").and_then(|id| MessageId::parse(id).ok()),
        size: query.number("size"),
    }
}

/// How many match, in the state that the address asks for too; `None` where they
/// were not counted. A state that nobody knows filters nothing, here as there.
pub(super) fn matching(list: &MessageList, query: &Query) -> Option<u64> {
    let wanted = query.get("status").and_then(State::from_key);
    let counts = list.counts.as_ref()?;
    let counted = counts
        .iter()
        .filter(|(state, _)| wanted.is_none_or(|wanted| wanted == *state));
    Some(counted.map(|(_, n)| *n).sum())
}

/// Whether the list shows all that is kept: those who look for somebody get all
/// days unless they choose others.
pub(super) fn every_day(query: &Query) -> bool {
    match query.get("day") {
        Some(day) => day == "all",
        None => sought(query) && query.get("from").is_none() && query.get("to").is_none(),
    }
}

/// Whether somebody is looked for.
pub(super) fn sought(query: &Query) -> bool {
    query.get("q").is_some() || query.get("contact").is_some()
}

/// Days: `from` and `to` (both included) win over `day`.
fn range(query: &Query, times: &Times, now: Millis) -> Range {
    let start = |key: &str| query.get(key).and_then(|day| times.start_of(day));
    // A day may have 25 hours, so its end is the start of the next.
    let end_of = |start: Millis| times.start_of(&times.iso_day(start.plus(DAY + DAY / 4)));
    let (from, to) = (start("from"), start("to"));
    if from.is_some() || to.is_some() {
        return Range::Between(from, to.and_then(end_of));
    }
    let today = times.start_of(&times.iso_day(now));
    match query.get("day") {
        Some("all") => Range::All,
        Some("today") => Range::Between(today, None),
        Some("yesterday") => Range::Between(
            today.and_then(|t| times.start_of(&times.iso_day(t.plus(-1)))),
            today,
        ),
        Some("30") => Range::Between(times.start_of(&times.iso_day(now.plus(-30 * DAY))), None),
        Some(day) => match times.start_of(day) {
            Some(start) => Range::Between(Some(start), end_of(start)),
            None => Range::Recent,
        },
        None => Range::Recent,
    }
}

#[cfg(test)]
mod tests {
    use domain::{lang::Lang, time::HOUR};

    use super::*;

    // Fri 20 Nov 2026, 09:42:00 UTC: 10:42 in Madrid.
    const NOW: Millis = Millis(1_795_167_720_000);

    fn of(address: &str) -> MessageQuery {
        read(
            &Query::parse(address),
            &Times::new(Lang::Es, "Europe/Madrid", NOW),
            NOW,
        )
    }

    #[test]
    fn bad_values_fall_back_to_everything() {
        let query = of(
            "/x?status=lost&bakery=1&number=2&kind=huge&direction=up&error=many&contact=me&before=-1&day=someday",
        );
        assert_eq!((query.state, query.tenant, query.number), (None, None, None));
        assert_eq!((query.kind, query.direction, query.error), (None, None, None));
        assert_eq!(
            (query.contact, query.before, query.range),
            (None, None, Range::Recent)
        );
    }

    #[test]
    fn days_begin_and_end_at_midnight_of_the_reader() {
        let midnight = Millis(1_795_129_200_000 + HOUR - HOUR);
        assert_eq!(of("/x?day=today").range, Range::Between(Some(midnight), None));
        assert_eq!(
            of("/x?day=yesterday").range,
            Range::Between(Some(midnight.plus(-DAY)), Some(midnight))
        );
        assert_eq!(of("/x?day=2026-11-19").range, of("/x?day=yesterday").range);
        assert_eq!(
            of("/x?from=2026-11-19&to=2026-11-19&day=all").range,
            of("/x?day=yesterday").range
        );
        assert_eq!(of("/x?to=2026-11-19").range, Range::Between(None, Some(midnight)));
        assert_eq!(of("/x?day=all").range, Range::All);
        // The clocks went back on 25 Oct 2026: that day had 25 hours.
        let Range::Between(Some(from), Some(to)) = of("/x?day=2026-10-25").range else {
            panic!("a day")
        };
        assert_eq!(to.since(from), 25 * HOUR);
    }

    #[test]
    fn who_looks_for_somebody_looks_at_every_day() {
        let every = |address: &str| every_day(&Query::parse(address));
        assert!(every("/x?q=Ana") && every("/x?contact=1") && every("/x?day=all"));
        assert!(!every("/x") && !every("/x?q=Ana&day=today") && !every("/x?q=Ana&from=2026-11-19"));
    }

    #[test]
    fn every_state_has_an_address() {
        for state in State::ALL {
            assert_eq!(of(&format!("/x?status={}", state.key())).state, Some(state));
        }
    }
}
