//! Reading a page for filters that no index serves.
//!
//! An index for every column would cost each event that arrives more than it
//! saves the few who filter by template or number. So such a filter looks at
//! the messages of one day, then of four, sixteen … and stops when the page is
//! full or its time is used up. What it has not looked at yet is said, with a
//! link to look further; nothing is left out silently.

use std::time::{Duration, Instant};

use domain::{message::id::MessageId, time::DAY};
use store::{
    StoreResult, Tx,
    messages::log::{self, LogFilter, LogRecord},
};

/// How long a page may look.
pub(super) const BUDGET: Duration = Duration::from_millis(300);

/// Rows of a page, and how far back it looked when that was not to the end.
#[derive(Debug)]
pub(super) struct Found {
    /// The rows, newest first.
    pub(super) rows: Vec<LogRecord>,
    /// Everything from here on was looked at; older messages were not.
    pub(super) reached: Option<MessageId>,
}

/// Up to `limit` messages older than `before`.
pub(super) async fn page(
    tx: &mut Tx,
    filter: &LogFilter,
    before: Option<MessageId>,
    limit: i64,
    budget: Duration,
) -> StoreResult<Found> {
    if filter.is_indexed() {
        return Ok(Found {
            rows: log::page(tx, filter, before, limit).await?,
            reached: None,
        });
    }
    let newest = match before.or(filter.to) {
        Some(top) => Some(top),
        None => log::newest(tx, filter.reach)
            .await?
            .map(|id| MessageId(id.0.saturating_add(1))),
    };
    let Some(mut top) = newest else {
        return Ok(Found {
            rows: Vec::new(),
            reached: None,
        });
    };
    let begun = Instant::now();
    let (mut rows, mut width) = (Vec::new(), DAY);
    loop {
        let low = MessageId::first_of(top.at().plus(-width)).max(filter.from);
        let piece = LogFilter {
            from: low,
            ..filter.clone()
        };
        let missing = limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(limit));
        rows.extend(log::page(tx, &piece, Some(top), missing).await?);
        if i64::try_from(rows.len()).unwrap_or(limit) >= limit || low <= filter.from || low.0 <= 0 {
            return Ok(Found { rows, reached: None });
        }
        if begun.elapsed() >= budget {
            return Ok(Found {
                rows,
                reached: Some(low),
            });
        }
        (top, width) = (low, width.saturating_mul(4));
    }
}
