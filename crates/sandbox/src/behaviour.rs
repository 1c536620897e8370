//! How messages travel and how callbacks misbehave.

use domain::time::{DAY, HOUR};
use serde::{Deserialize, Serialize};

/// What happens to free text outside the customer service window.
///
/// Meta's pages name the code (131047) and list three places where errors
/// surface (sources §2.3, §3), so both are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedWindow {
    /// Accepted with 200, then reported as `failed`: what Meta does.
    FailedStatus,
    /// Refused at once.
    Refused,
}

/// Who reviews templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reviewer {
    /// The emulator's own rules.
    Rules,
    /// Everything is approved.
    Approve,
    /// Nothing is decided until an operator does.
    ByHand,
}

/// Settings of everything that happens after a message is accepted. Times are
/// milliseconds, shares are per cent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Where callbacks go for subscriptions without an address of their own.
    pub callback_url: Option<String>,
    /// From acceptance to `sent`.
    pub sent_ms: i64,
    /// From acceptance to `delivered`, or to `failed`.
    pub delivered_ms: i64,
    /// From acceptance to `read`.
    pub read_ms: i64,
    /// How many of the delivered messages are read.
    pub read_percent: u32,
    /// How many messages fail although nothing is wrong with them …
    pub fail_percent: u32,
    /// … and with which code.
    pub fail_code: i64,
    /// Most changes in one callback; Meta allows 1,000 (sources §2.1).
    pub batch: usize,
    /// Callbacks under way at the same time. More than one means any order.
    pub concurrency: usize,
    /// How many callbacks come twice.
    pub duplicate_percent: u32,
    /// How many callbacks never come.
    pub lose_percent: u32,
    /// Whether callbacks that are due together come in any order.
    pub reorder: bool,
    /// Pause before a callback that was not answered with 200 is repeated; doubles each time.
    pub retry_ms: i64,
    /// How often a callback is tried.
    pub attempts: u32,
    /// How long an answer to a callback may take.
    pub time_out_ms: u64,
    /// What happens to free text outside the window.
    pub closed_window: ClosedWindow,
    /// Who reviews templates.
    pub review: Reviewer,
    /// From the submission of a template to the decision.
    pub review_ms: i64,
    /// From the approval of a doubtful utility template until Meta notices
    /// that it is advertising.
    pub drift_ms: i64,
    /// From the notice of another category until it is there (sources §1.5: 24 hours).
    pub category_notice_ms: i64,
    /// Messages a second from one number (sources §1.2: 80).
    pub per_second: u32,
    /// Pause between messages from one number to one person (sources §1.2: 6 s).
    pub pair_pause_ms: i64,
    /// Messages to one person that may run ahead of that pause (sources §1.2: 45).
    pub pair_burst: i64,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            callback_url: None,
            sent_ms: 300,
            delivered_ms: 1_200,
            read_ms: 6_000,
            read_percent: 70,
            fail_percent: 0,
            fail_code: 131_026,
            batch: 1,
            concurrency: 1,
            duplicate_percent: 0,
            lose_percent: 0,
            reorder: false,
            retry_ms: 1_000,
            attempts: 8,
            time_out_ms: 10_000,
            closed_window: ClosedWindow::FailedStatus,
            review: Reviewer::Rules,
            review_ms: 8_000,
            drift_ms: HOUR,
            category_notice_ms: DAY,
            per_second: 80,
            pair_pause_ms: 6_000,
            pair_burst: 45,
        }
    }
}

impl Behaviour {
    /// Everything at once and in order: for tests.
    #[must_use]
    pub fn instant() -> Self {
        Self {
            sent_ms: 0,
            delivered_ms: 0,
            read_ms: 0,
            read_percent: 100,
            review_ms: 0,
            ..Self::default()
        }
    }
}
