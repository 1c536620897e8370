//! How long messages are kept, and forgetting them after that.

use domain::{
    message::id::MessageId,
    permission::Permission,
    time::{DAY, Millis},
};
use serde_json::json;
use store::{
    Tx, audit, conversations, leases,
    messages::{counts, retention as rows, trials},
    settings,
    webhooks::{events, refusals},
};

use super::outbox::SENDERS;
use crate::{Call, FieldError, Problem, Services, error::ServiceResult, events::Topic};

/// Days that messages are kept when nobody has said otherwise.
pub const DEFAULT_DAYS: i64 = 365;
/// Fewest days: disputes about a month's bill need the month before.
pub const MIN_DAYS: i64 = 62;
/// Most days: ten years.
pub const MAX_DAYS: i64 = 3_653;

/// Name of the setting.
const SETTING: &str = "message_days";
/// Rows that are removed in one transaction, so that nobody waits for long.
const PIECE: i64 = 1_000;
/// Days that ended reveals stay in their table; the audit log keeps them.
const REVEAL_DAYS: i64 = 30;
/// Days that counts of refused requests stay; pages show those of the last one.
const REFUSAL_DAYS: i64 = 30;
/// Days that a report waits for its message. Meta repeats what it could not
/// deliver for seven; after that only another system can have sent it.
const PARKED_DAYS: i64 = 10;

pub(crate) async fn read(tx: &mut Tx) -> ServiceResult<i64> {
    let set = settings::get(tx, SETTING).await?;
    Ok(set
        .and_then(|set| set.value.parse().ok())
        .unwrap_or(DEFAULT_DAYS)
        .clamp(MIN_DAYS, MAX_DAYS))
}

/// Days that messages are kept.
pub async fn days(svc: &Services) -> ServiceResult<i64> {
    let mut tx = svc.db.read().await?;
    read(&mut tx).await
}

/// Changes how long messages are kept. What becomes too old is removed by the
/// next [`sweep`].
pub async fn set_days(svc: &Services, call: &Call, days: &str) -> ServiceResult<i64> {
    call.allow(Permission::ManagePlatform)?;
    let days = days
        .trim()
        .parse()
        .ok()
        .filter(|days| (MIN_DAYS..=MAX_DAYS).contains(days));
    let days: i64 = days.ok_or_else(|| {
        FieldError::only(
            "days",
            Problem::OutOfRange {
                min: MIN_DAYS,
                max: MAX_DAYS,
            },
        )
    })?;
    let mut tx = svc.db.write().await?;
    let before = read(&mut tx).await?;
    if before == days {
        return Ok(days);
    }
    settings::set(
        &mut tx,
        SETTING,
        &days.to_string(),
        call.actor.name(),
        svc.clock.now(),
    )
    .await?;
    let states = (Some(json!({ "days": before })), Some(json!({ "days": days })));
    let entry = call.change(
        svc,
        "platform.message_days",
        "platform",
        SETTING,
        "WhatsApp",
        states,
    );
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Platform);
    Ok(days)
}

/// What a [`sweep`] removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Messages.
    pub messages: u64,
    /// Events of webhooks.
    pub events: u64,
    /// Deliveries of webhooks.
    pub deliveries: u64,
}

/// Forgets messages, events and deliveries that are older than the platform
/// keeps, lets reports no longer wait for messages that never come, and tidies
/// what else has had its time. For a job; several at once do no harm.
pub async fn sweep(svc: &Services) -> ServiceResult<Swept> {
    let now = svc.clock.now();
    let before = MessageId::first_of(now.plus(-days(svc).await? * DAY));
    let swept = Swept {
        messages: all(svc, Old::Messages(before)).await?,
        events: all(svc, Old::Events(before)).await?,
        deliveries: all(svc, Old::Deliveries(before)).await?,
    };
    all(svc, Old::Attempts(before)).await?;
    all(svc, Old::Conversations(before)).await?;
    all(svc, Old::Trials(before)).await?;
    let parked = MessageId::first_of(now.plus(-PARKED_DAYS * DAY));
    let settled = all(svc, Old::Parked(parked)).await?;
    all(svc, Old::Reveals(now.plus(-REVEAL_DAYS * DAY))).await?;
    all(svc, Old::Refusals(now.plus(-REFUSAL_DAYS * DAY))).await?;
    all(svc, Old::Senders(now.plus(-DAY))).await?;
    compact(svc).await?;
    if swept.messages + settled > 0 {
        svc.events.publish(Topic::Messages);
    }
    Ok(swept)
}

/// Makes the summary of counts small, a bakery in each transaction.
async fn compact(svc: &Services) -> ServiceResult<()> {
    let mut tx = svc.db.read().await?;
    let owners = counts::owners(&mut tx).await?;
    drop(tx);
    for owner in owners {
        let mut tx = svc.db.write().await?;
        counts::compact(&mut tx, owner).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What is removed, or waits no longer.
#[derive(Debug, Clone, Copy)]
enum Old {
    Messages(MessageId),
    Attempts(MessageId),
    Conversations(MessageId),
    Events(MessageId),
    Deliveries(MessageId),
    Trials(MessageId),
    Parked(MessageId),
    Reveals(Millis),
    Refusals(Millis),
    Senders(Millis),
}

/// Removes piece by piece, each in its own transaction.
async fn all(svc: &Services, old: Old) -> ServiceResult<u64> {
    let mut removed = 0;
    loop {
        let mut tx = svc.db.write().await?;
        let n = match old {
            Old::Messages(before) => rows::messages(&mut tx, before, PIECE).await?,
            Old::Attempts(before) => rows::attempts(&mut tx, before, PIECE).await?,
            Old::Conversations(before) => conversations::forget(&mut tx, before, PIECE).await?,
            Old::Events(before) => rows::events(&mut tx, before, PIECE).await?,
            Old::Deliveries(before) => rows::deliveries(&mut tx, before, PIECE).await?,
            Old::Trials(before) => trials::forget(&mut tx, before, PIECE).await?,
            Old::Parked(before) => events::settle_foreign(&mut tx, before, PIECE).await?,
            Old::Reveals(ended) => rows::reveals(&mut tx, ended, PIECE).await?,
            Old::Refusals(before) => refusals::forget(&mut tx, before, PIECE).await?,
            Old::Senders(ended) => leases::forget(&mut tx, SENDERS, ended, PIECE).await?,
        };
        tx.commit().await?;
        removed += n;
        if n == 0 {
            return Ok(removed);
        }
    }
}
