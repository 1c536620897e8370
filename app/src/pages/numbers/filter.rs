//! Which numbers the pool shows, as its address says.

use domain::{ids::AccountId, number::NumberUse, page::PageRequest};
use service::numbers::list::{NumberQuery, NumberSort};

use crate::components::query::Query;

/// The keys that the pool understands; all others are dropped from its links.
pub(crate) const KEYS: [&str; 9] = [
    "q",
    "use",
    "attention",
    "account",
    "quality",
    "sort",
    "page",
    "size",
    "sel",
];

/// Reads an address of the pool, also that of its CSV.
#[must_use]
pub fn number_query(path_and_query: &str) -> NumberQuery {
    read(&Query::parse(path_and_query))
}

/// As [`number_query`]. What cannot be read falls back to "all".
pub(crate) fn read(query: &Query) -> NumberQuery {
    NumberQuery {
        q: query.get("q").map(str::to_owned),
        used: query.get("use").and_then(NumberUse::from_key),
        attention: query.get("attention") == Some("1"),
        account: query.get("account").and_then(|id| AccountId::parse(id).ok()),
        quality: query.get("quality").map(str::to_owned),
        sort: match query.get("sort") {
            Some("-number") => NumberSort::NumberDesc,
            Some("bakery") => NumberSort::Bakery,
            Some("last") => NumberSort::LastUsed,
            Some("quality") => NumberSort::Quality,
            _ => NumberSort::Number,
        },
        page: PageRequest::clamped(query.number("page"), query.number("size")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_values_fall_back_to_everything() {
        let query = number_query("/x?use=lost&account=1&sort=up&page=-3&attention=yes&huh=1");
        assert_eq!(query.used, None);
        assert_eq!(query.account, None);
        assert_eq!(query.sort, NumberSort::Number);
        assert_eq!(query.page, PageRequest::default());
        assert!(!query.attention);
    }

    #[test]
    fn every_use_has_an_address() {
        for used in NumberUse::ALL {
            assert_eq!(number_query(&format!("/x?use={}", used.key())).used, Some(used));
        }
    }
}
