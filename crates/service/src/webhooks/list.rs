//! What arrived, what became of it, and what did not get in.

use channels::webhook;
use domain::{
    message::id::MessageId,
    permission::{Permission, Scope},
    time::{DAY, Millis},
};
use store::webhooks::{deliveries, event_list as events, refusals};

use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

pub use store::webhooks::{
    event_list::{EventFilter, EventRow, UNREADABLE},
    events::EventState,
};

/// Rows of a page.
const SIZE: i64 = 50;

/// Whoever looks after accounts, and programs with a platform key.
pub(super) fn allow(call: &Call) -> ServiceResult<()> {
    let may = |permission| call.actor.may(permission, Scope::Platform);
    if may(Permission::ViewAccounts) || may(Permission::UseAdminApi) {
        Ok(())
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// The state of everything that arrives.
#[derive(Debug, Clone)]
pub struct WebhookState {
    /// When the last signed delivery came.
    pub last_at: Option<Millis>,
    /// Deliveries that wait to be processed, and since when the oldest does.
    pub waiting: (u64, Option<Millis>),
    /// Deliveries that could not be read.
    pub dead: u64,
    /// Events by state; processed ones are not counted.
    pub open: Vec<(EventState, u64)>,
    /// Requests that were not believed in the last 24 hours, by reason.
    pub refused: Vec<(String, u64)>,
    /// Whether any connected WABA has an app secret; without one nothing is believed.
    pub has_secret: bool,
    /// When this was put together.
    pub at: Millis,
}

/// Looks at the state of everything that arrives.
pub async fn state(svc: &Services, call: &Call) -> ServiceResult<WebhookState> {
    allow(call)?;
    let now = svc.clock.now();
    let mut tx = svc.db.read().await?;
    let summary = deliveries::summary(&mut tx).await?;
    let open = events::open_counts(&mut tx).await?;
    let refused = refusals::since(&mut tx, now.plus(-DAY)).await?;
    let accounts = store::accounts::all(&mut tx).await?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(WebhookState {
        last_at: summary.last_at.map(Millis),
        waiting: (count(summary.waiting), summary.oldest_waiting_at.map(Millis)),
        dead: count(summary.dead),
        open: open
            .into_iter()
            .filter_map(|(s, n)| Some((EventState::from_code(s)?, count(n))))
            .collect(),
        refused: refused.into_iter().map(|(why, n)| (why, count(n))).collect(),
        has_secret: accounts
            .iter()
            .any(|a| a.disconnected_at.is_none() && a.app_secret.is_some()),
        at: now,
    })
}

/// Events of one page, newest first.
#[derive(Debug, Clone)]
pub struct EventPage {
    /// The rows.
    pub rows: Vec<EventRow>,
    /// Pass as `before` to get older ones; `None` at the end.
    pub next: Option<MessageId>,
}

/// Lists events that match, below `before` when given. At most `limit` rows,
/// a page when `None`.
pub async fn events(
    svc: &Services,
    call: &Call,
    filter: &EventFilter,
    before: Option<MessageId>,
    limit: Option<u32>,
) -> ServiceResult<EventPage> {
    allow(call)?;
    let size = limit.map_or(SIZE, i64::from).clamp(1, 200);
    let mut tx = svc.db.read().await?;
    let mut rows = events::list(&mut tx, filter, before, size + 1).await?;
    let more = i64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let next = if more {
        rows.last().map(|row| MessageId(row.id))
    } else {
        None
    };
    Ok(EventPage { rows, next })
}

/// One event with the part of the delivery that holds it, as it came.
#[derive(Debug, Clone)]
pub struct EventDetail {
    /// Its row.
    pub row: EventRow,
    /// The part, indented for people where that is possible; phone numbers are
    /// inside. Of a delivery that could not be read, its start, as far as it is
    /// text. `None` when the delivery is no longer kept.
    pub raw: Option<String>,
    /// Size of the whole delivery in bytes; `None` when it is no longer kept.
    pub bytes: Option<usize>,
}

/// Bytes that are shown of a delivery that could not be read.
const START: usize = 4_000;

/// One event. Its content is for people who look after accounts only.
pub async fn event(svc: &Services, call: &Call, id: MessageId) -> ServiceResult<EventDetail> {
    call.allow(Permission::ManageAccounts)?;
    let mut tx = svc.db.read().await?;
    let row = events::get(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    let delivery = deliveries::get(&mut tx, MessageId(row.delivery)).await?;
    let raw = delivery.as_ref().map(|d| {
        let part = if row.what == UNREADABLE && row.field.is_empty() {
            None
        } else {
            webhook::part(&d.body, &row.pointer)
        };
        match part {
            Some(part) => laid_out(part),
            None => String::from_utf8_lossy(d.body.get(..START).unwrap_or(&d.body)).into_owned(),
        }
    });
    let bytes = delivery.map(|d| d.body.len());
    Ok(EventDetail { row, raw, bytes })
}

/// JSON indented for people; as it came when it is nested too deep for that, or
/// holds a number that no machine has.
fn laid_out(part: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(part) {
        Ok(value) => format!("{value:#}"),
        Err(_) => part.to_owned(),
    }
}

/// Fields that a list can be narrowed to: those of which there are events.
pub async fn fields(svc: &Services, call: &Call) -> ServiceResult<Vec<String>> {
    allow(call)?;
    let mut tx = svc.db.read().await?;
    let mut fields = events::rare_fields(&mut tx).await?;
    fields.insert(0, "messages".to_owned());
    Ok(fields)
}
