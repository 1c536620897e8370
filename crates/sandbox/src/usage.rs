//! Calls of the last hour, counted for each WABA as Meta counts them.

use std::collections::{HashMap, VecDeque};

use domain::time::{HOUR, MINUTE, Millis};
use serde_json::json;

/// Counts calls in a sliding hour.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    calls: HashMap<String, VecDeque<Millis>>,
}

/// What one call means for the allowance of its WABA.
#[derive(Debug)]
pub(crate) struct Reading {
    /// Value of `x-business-use-case-usage`.
    pub(crate) header: String,
    /// Whether the call is over the limit.
    pub(crate) over: bool,
}

impl Usage {
    /// Counts a call. Calls over the limit are not counted again, so that the
    /// hour ends even for a client that does not stop asking.
    pub(crate) fn count(&mut self, waba: &str, limit: u32, now: Millis) -> Reading {
        let calls = self.calls.entry(waba.to_owned()).or_default();
        while calls.front().is_some_and(|&at| now.since(at) >= HOUR) {
            calls.pop_front();
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX).max(1);
        let over = calls.len() >= limit;
        if !over {
            calls.push_back(now);
        }
        let percent = (calls.len() * 100).div_ceil(limit);
        let free_at = calls.front().map_or(now, |&at| at.plus(HOUR));
        let minutes = if over { minutes_up(free_at.since(now)) } else { 0 };
        Reading {
            header: header(waba, percent, minutes),
            over,
        }
    }

    pub(crate) fn clear(&mut self) {
        self.calls.clear();
    }
}

fn minutes_up(millis: i64) -> i64 {
    (millis.max(0) + MINUTE - 1) / MINUTE
}

/// Meta's header (SPEC components.headers.x-business-use-case-usage).
pub(crate) fn header(waba: &str, percent: usize, minutes: i64) -> String {
    json!({ waba: [{
        "type": "whatsapp_business_management",
        "call_count": percent,
        "total_cputime": 0,
        "total_time": 0,
        "estimated_time_to_regain_access": minutes,
    }]})
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_slides() {
        let mut usage = Usage::default();
        let start = Millis(0);
        assert!(usage.count("1", 2, start).header.contains(r#""call_count":50"#));
        assert!(!usage.count("1", 2, start.plus(30 * MINUTE)).over);
        let refused = usage.count("1", 2, start.plus(45 * MINUTE));
        assert!(refused.over);
        assert!(refused.header.contains(r#""estimated_time_to_regain_access":15"#));
        assert!(!usage.count("2", 2, start.plus(45 * MINUTE)).over);
        assert!(!usage.count("1", 2, start.plus(HOUR)).over);
    }
}
