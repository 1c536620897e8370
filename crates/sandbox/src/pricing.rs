//! What Meta charges for a message, by the rules of October 2026 and those
//! before (sources §2.3, §4.1, §4.2).

use domain::time::{DAY, Millis};
use jiff::civil::{Date, date};
use serde::Serialize;
use serde_json::{Value, json};

use crate::zone::Zone;

/// The first day on which service messages cost, in the account's time zone.
const SERVICE_CHARGED_FROM: Date = date(2026, 10, 1);
/// Free delivered service messages of a number in a calendar month since then.
pub(crate) const FREE_SERVICE: u32 = 1_000;
/// How long everything is free after an answer to somebody who came through
/// an entry point (an advertisement). One source has seven days since
/// 2026-09-28, another one still 72 hours (sources §4.1); the shorter is kept.
pub(crate) const ENTRY_POINT: i64 = 3 * DAY;

/// What decides about a price besides the category.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Situation {
    /// Whether the customer service window is open.
    pub(crate) window_open: bool,
    /// Whether the person came through an entry point lately.
    pub(crate) entry_point: bool,
    /// How many service messages the number has delivered this month.
    pub(crate) served: u32,
}

/// What Meta says about the price of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Charge {
    /// `utility`, `marketing`, `authentication` or `service`.
    pub category: String,
    /// `regular`, `free_customer_service` or `free_entry_point`. Meta has not
    /// said what it calls the free service messages since October 2026 (sources
    /// §9); here they are `free_customer_service`.
    pub kind: &'static str,
}

impl Charge {
    /// Whether it costs anything.
    #[must_use]
    pub fn is_charged(&self) -> bool {
        self.kind == "regular"
    }

    /// The `pricing` object of a status report.
    pub(crate) fn report(&self) -> Value {
        json!({
            "billable": self.is_charged(),
            "pricing_model": "PMP",
            "type": self.kind,
            "category": self.category,
        })
    }
}

/// Whether service messages cost at all at an instant.
pub(crate) fn service_costs(zone: &Zone, at: Millis) -> bool {
    zone.date(at) >= SERVICE_CHARGED_FROM
}

/// What a message that is delivered at `at` counts as. `category` is that of
/// its template, none for free text.
pub(crate) fn charge(category: Option<&str>, situation: Situation, zone: &Zone, at: Millis) -> Charge {
    let category = category.map_or_else(|| "service".to_owned(), str::to_ascii_lowercase);
    let new_rules = service_costs(zone, at);
    let kind = match category.as_str() {
        _ if situation.entry_point => "free_entry_point",
        "service" if !new_rules || situation.served < FREE_SERVICE => "free_customer_service",
        "utility" if !new_rules && situation.window_open => "free_customer_service",
        _ => "regular",
    };
    Charge { category, kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20
    const NOW: Millis = Millis(1_795_167_720_000);
    /// 2026-09-20
    const BEFORE: Millis = Millis(1_789_867_720_000);

    fn kind(category: Option<&str>, window_open: bool, served: u32, at: Millis) -> &'static str {
        let situation = Situation {
            window_open,
            served,
            entry_point: false,
        };
        charge(category, situation, &Zone::of("55"), at).kind
    }

    #[test]
    fn since_october_utility_in_the_window_and_the_thousand_and_first_service_message_cost() {
        assert_eq!(kind(Some("UTILITY"), true, 0, NOW), "regular");
        assert_eq!(kind(Some("UTILITY"), true, 0, BEFORE), "free_customer_service");
        assert_eq!(kind(Some("UTILITY"), false, 0, BEFORE), "regular");
        assert_eq!(kind(None, true, 999, NOW), "free_customer_service");
        assert_eq!(kind(None, true, 1_000, NOW), "regular");
        assert_eq!(kind(None, true, 5_000, BEFORE), "free_customer_service");
        assert_eq!(kind(Some("MARKETING"), true, 0, BEFORE), "regular");
    }

    #[test]
    fn the_change_comes_at_midnight_in_the_accounts_time_zone() {
        // 2026-09-30T22:00:00Z is midnight in Madrid.
        let midnight = Millis(1_790_805_600_000);
        assert_eq!(kind(None, true, 1_000, midnight), "regular");
        assert_eq!(
            kind(None, true, 1_000, midnight.plus(-1)),
            "free_customer_service"
        );
    }

    #[test]
    fn everything_is_free_after_an_entry_point() {
        let situation = Situation {
            entry_point: true,
            served: 2_000,
            window_open: true,
        };
        for category in [None, Some("MARKETING"), Some("UTILITY"), Some("AUTHENTICATION")] {
            assert_eq!(
                charge(category, situation, &Zone::of("55"), NOW).kind,
                "free_entry_point"
            );
        }
    }
}
