//! What dead senders left behind, and what has waited too long.

use domain::{
    message::{daily_limit, delivery::State, id::MessageId},
    time::{DAY, Millis},
};
use serde_json::json;
use store::{
    Engine, Tx, idempotency, leases,
    messages::{
        outgoing::{self, Attempt},
        progress,
    },
    nudges, outbox as rows, recipients,
};

use super::{LEASE, outcome::Ended};
use crate::{Services, error::ServiceResult, events::Topic};

/// How long a message may wait to leave (design: "expires on …").
pub const WAITS_AT_MOST: i64 = 7 * DAY;
/// What the names of senders' leases begin with; see `store::outbox::take_orphans`.
pub(in crate::messages) const SENDERS: &str = "outbox:";
/// Most characters of an answer that could not be written as it was.
const WORDS_MAX: usize = 1_000;
/// How long a key of a request is remembered.
const KEYS: i64 = 7 * DAY;

/// Most rows of each kind that one transaction ends or forgets, so that nobody
/// waits for long behind a queue of days that ends at once.
const PIECE: i64 = 500;
/// Most such transactions at a time: the next sign of life must not be late.
const PIECES: usize = 20;

/// What becomes of messages that left the outbox without an answer.
enum End {
    Unknown,
    Dropped,
}

/// The lease of a sender that lives.
fn lease(me: &str) -> String {
    format!("{SENDERS}{me}")
}

/// Lets the others know that this sender has ended.
pub(super) async fn leave(svc: &Services, me: &str) -> ServiceResult<()> {
    let mut tx = svc.db.write().await?;
    leases::give_back(&mut tx, &lease(me), me).await?;
    tx.commit().await?;
    Ok(())
}

/// Answers how many senders live, this one included. `under_way` are the
/// messages whose calls this sender knows of.
pub(super) async fn upkeep(svc: &Services, me: &str, now: Millis, under_way: &[i64]) -> ServiceResult<u32> {
    let mut tx = svc.db.write().await?;
    leases::take(&mut tx, &lease(me), me, now, now.plus(LEASE)).await?;
    // On SQLite everybody but this one is dead, whatever their leases say.
    let senders = match tx.engine() {
        Engine::Sqlite => 1,
        Engine::Postgres => leases::held(&mut tx, SENDERS, now).await?,
    };
    // In the order in which everybody locks: outbox, messages.
    let mut orphans = rows::take_orphans(&mut tx, me, now).await?;
    // A call that broke, or a claim whose commit was not confirmed.
    orphans.extend(rows::take_forgotten(&mut tx, me, now.plus(-LEASE), under_way).await?);
    outgoing::lock(&mut tx, &orphans).await?;
    let lost = settle(&mut tx, &orphans, now, &End::Unknown).await?;
    tx.commit().await?;
    tell(svc, lost, "lost");
    for _ in 0..PIECES {
        if !tidy(svc, now).await? {
            break;
        }
    }
    Ok(u32::try_from(senders).unwrap_or(u32::MAX))
}

/// The outcome of a call cannot be written: the message counts as unknown, with
/// words that can be written. A report or a person settles it.
pub(super) async fn unwritten(svc: &Services, end: &Ended) -> ServiceResult<()> {
    let id = end.job.message;
    let mut tx = svc.db.write().await?;
    rows::lock(&mut tx, &[id.0]).await?;
    outgoing::lock(&mut tx, &[id.0]).await?;
    let mut messages = progress::by_ids(&mut tx, &[id.0]).await?;
    let words = "the partner's answer could not be written down";
    for message in &mut messages {
        message.facts.unanswered_at.get_or_insert(end.at);
        if message.facts.state() == State::Unknown {
            message.errors = Some(json!([{ "title": words }]).to_string());
        }
    }
    rows::remove(&mut tx, id).await?;
    progress::save(&mut tx, &messages).await?;
    let said = end.result.as_ref().err().map(ToString::to_string);
    let attempt = Attempt {
        message: id,
        no: end.job.no,
        at: end.job.at,
        ended_at: end.at,
        outcome: "unknown",
        code: None,
        trace: None,
        detail: said.map_or_else(|| words.to_owned(), |said| writable(&said)),
    };
    outgoing::note_attempt(&mut tx, &attempt).await?;
    tx.commit().await?;
    svc.events.publish(Topic::Messages);
    Ok(())
}

/// The beginning of a text, as any database takes it.
fn writable(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(WORDS_MAX).collect()
}

/// Ends what has waited too long and forgets what no longer counts, up to
/// [`PIECE`] of each. Answers whether there was anything.
async fn tidy(svc: &Services, now: Millis) -> ServiceResult<bool> {
    let mut tx = svc.db.write().await?;
    let before = MessageId::first_of(now.plus(-WAITS_AT_MOST));
    // In the order in which everybody locks: nudges, outbox, messages.
    let unanswered = nudges::take_expired(&mut tx, now, PIECE).await?;
    let old = rows::take_expired(&mut tx, before, PIECE).await?;
    outgoing::lock(&mut tx, &[&old[..], &unanswered].concat()).await?;
    let dropped = settle(&mut tx, &old, now, &End::Dropped).await?;
    let expired = settle(&mut tx, &unanswered, now, &End::Dropped).await?;
    for message in &old {
        recipients::give_back(&mut tx, MessageId(*message)).await?;
    }
    let people = recipients::forget(&mut tx, now.plus(-daily_limit::PERIOD), PIECE).await?;
    let keys = idempotency::forget(&mut tx, now.plus(-KEYS), PIECE).await?;
    tx.commit().await?;
    tell(svc, dropped, "waited too long");
    tell(svc, expired, "nobody answered the template");
    Ok(!old.is_empty() || !unanswered.is_empty() || people + keys > 0)
}

fn tell(svc: &Services, messages: usize, why: &'static str) {
    if messages > 0 {
        tracing::warn!(messages, why, "messages left the outbox without an answer");
        svc.events.publish(Topic::Messages);
    }
}

/// The messages are locked.
async fn settle(tx: &mut Tx, ids: &[i64], now: Millis, end: &End) -> ServiceResult<usize> {
    if ids.is_empty() {
        return Ok(0);
    }
    let mut messages = progress::by_ids(tx, ids).await?;
    for message in &mut messages {
        match end {
            End::Unknown => message.facts.unanswered_at.get_or_insert(now),
            End::Dropped => message.facts.dropped_at.get_or_insert(now),
        };
    }
    progress::save(tx, &messages).await?;
    Ok(messages.len())
}
