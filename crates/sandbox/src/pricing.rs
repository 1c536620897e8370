//! The `pricing` object of status reports, by the rules of October 2026 and
//! those before (facts §2.3, §4.1, §4.2).

use domain::time::{DAY, Millis};
use serde_json::{Value, json};

/// 2026-10-01T00:00:00Z. Meta counts in the account's time zone; an hour or
/// two do not matter to an emulator.
const SERVICE_CHARGED_FROM: Millis = Millis(1_790_812_800_000);
/// Free delivered service messages of a number in a calendar month since then.
pub(crate) const FREE_SERVICE: u32 = 1_000;

/// What a message costs. `category` is that of its template, none for free
/// text; `served` is how many service messages the number has had this month.
pub(crate) fn pricing(category: Option<&str>, window_open: bool, served: u32, now: Millis) -> Value {
    let name = category.map_or_else(|| "service".to_owned(), str::to_ascii_lowercase);
    let new_rules = now >= SERVICE_CHARGED_FROM;
    let free = match name.as_str() {
        "service" => !new_rules || served < FREE_SERVICE,
        "utility" => !new_rules && window_open,
        _ => false,
    };
    // Meta has not said what it calls the free messages since October.
    let kind = if free { "free_customer_service" } else { "regular" };
    json!({ "billable": !free, "pricing_model": "PMP", "type": kind, "category": name })
}

/// Calendar month of an instant, in UTC: months since the year 0.
pub(crate) fn month(at: Millis) -> i64 {
    // Days since 0000-03-01, then years and months of a calendar that begins
    // in March, so that the leap day is the last one of its year.
    let days = at.0.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let month = (5 * (day - (365 * year + year / 4 - year / 100)) + 2) / 153;
    (era * 400 + year) * 12 + month
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20
    const NOW: Millis = Millis(1_795_167_720_000);
    /// 2026-09-20
    const BEFORE: Millis = Millis(1_789_867_720_000);

    #[test]
    fn a_new_month_begins_at_midnight() {
        // 2026-11-30T23:59:59.999Z and the next millisecond.
        let end = Millis(1_796_083_199_999);
        assert_eq!(month(end) + 1, month(end.plus(1)));
        assert_eq!(month(NOW), month(end));
        // 2028-02-29 is still February.
        assert_eq!(
            month(Millis(1_835_395_200_000)),
            month(Millis(1_835_395_200_000 + DAY - 1))
        );
        assert_eq!(
            month(Millis(1_835_395_200_000)) + 1,
            month(Millis(1_835_395_200_000 + DAY))
        );
    }

    #[test]
    fn since_october_utility_in_the_window_and_the_thousand_and_first_service_message_cost() {
        assert_eq!(pricing(Some("UTILITY"), true, 0, NOW)["type"], "regular");
        assert_eq!(
            pricing(Some("UTILITY"), true, 0, BEFORE)["type"],
            "free_customer_service"
        );
        assert_eq!(pricing(None, true, 999, NOW)["type"], "free_customer_service");
        assert_eq!(pricing(None, true, 1_000, NOW)["type"], "regular");
        assert_eq!(pricing(None, true, 5_000, BEFORE)["billable"], false);
        assert_eq!(
            pricing(Some("MARKETING"), true, 0, BEFORE)["category"],
            "marketing"
        );
    }
}
