//! Following the message log: pricing what webhooks noted, a piece at a time.
//!
//! One instance does it (a lease says which). A piece reads in a transaction of
//! its own, which sees one instant, and writes in another, which takes the notes
//! away; when somebody else has taken one of them in between, nothing of it is
//! kept.

mod piece;

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use domain::{
    message::id::MessageId,
    time::{DAY, Millis},
};
use store::{
    Engine, Tx,
    billing::{
        differences as difference_rows, due,
        facts::{self, Fact},
        lines,
    },
};

use self::piece::Piece;
use super::{
    again, booking, budgets, differences,
    priced::{LOOK_BACK, Priced},
    recompute,
    world::World,
};
use crate::{Services, error::ServiceResult, events::Topic, messages::retention};

/// Most notes of one piece.
const PIECE: i64 = 2_000;
/// Most while webhooks arrive and the piece would keep the only writer from
/// taking them in: an answer should not wait longer than a few dozen milliseconds.
const SHORT_PIECE: i64 = 250;
/// So recent is a webhook that counts as arriving.
const ARRIVING: Duration = Duration::from_millis(500);
/// How long pricing lets webhooks pass that wait for their effect.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a piece of following did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    /// Notes that were worked off.
    pub notes: u64,
    /// Messages that were priced for the first time.
    pub priced: u64,
    /// Corrections that were booked.
    pub corrected: u64,
    /// Whether more notes wait.
    pub more: bool,
}

/// Notes messages about which something was learnt. Part of the transaction
/// that learnt it, so that neither is without the other.
pub(crate) async fn note(svc: &Services, tx: &mut Tx, messages: &[i64]) -> ServiceResult<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let now = svc.clock.now();
    let rows: Vec<(MessageId, i64)> = messages
        .iter()
        .map(|message| (svc.random.message_id(now), *message))
        .collect();
    Ok(due::note(tx, &rows).await?)
}

/// Works off everything that waits. Answers what was done in all.
pub async fn all(svc: &Services) -> ServiceResult<Followed> {
    let mut sum = Followed::default();
    loop {
        let done = step(svc).await?;
        sum.notes += done.notes;
        sum.priced += done.priced;
        sum.corrected += done.corrected;
        if !done.more {
            break;
        }
    }
    Ok(sum)
}

/// Whether something waits.
pub async fn waits(svc: &Services) -> ServiceResult<bool> {
    let mut tx = svc.db.read().await?;
    Ok(due::any(&mut tx).await?)
}

/// Most notes of the next piece.
fn piece(svc: &Services) -> i64 {
    if svc.db.engine() == Engine::Sqlite && svc.rush().came_within(ARRIVING) {
        SHORT_PIECE
    } else {
        PIECE
    }
}

/// Works off one piece. What a message costs can wait for a moment, its effect
/// cannot: deliveries that wait go first.
pub async fn step(svc: &Services) -> ServiceResult<Followed> {
    svc.rush().let_pass(PATIENCE).await;
    let most = piece(svc);
    let more_notes = again::expand(svc).await?;
    let mut tx = svc.db.read().await?;
    // What a note is about is seen whenever the note is.
    tx.hold_still().await?;
    let notes = due::first(&mut tx, most).await?;
    if notes.is_empty() {
        return Ok(Followed {
            more: more_notes,
            ..Followed::default()
        });
    }
    let world = World::read(svc, &mut tx).await?;
    let settled_before = settled_before(svc, &mut tx).await?;
    let piece = Piece::read(&mut tx, &world, &notes, settled_before).await?;
    drop(tx);

    let mut tx = svc.db.write().await?;
    lines::lock(&mut tx).await?;
    let taken = u64::try_from(piece.notes.len()).unwrap_or(0);
    if !world.is_current(&mut tx).await? || due::done(&mut tx, &piece.notes).await? != taken {
        // What prices rest on has changed in between, or another instance was at
        // it; the transaction goes away with its changes.
        return Ok(Followed {
            more: true,
            ..Followed::default()
        });
    }
    let (mut booked, mut said) = booking::book(svc, &mut tx, &world, &piece.messages, piece.wanted).await?;
    let of_months = piece.whole_months.iter().flat_map(|whole| &whole.wanted);
    said.extend(
        of_months
            .filter(|priced| piece.facts.contains_key(&priced.message))
            .cloned(),
    );
    let messages = [piece.messages, piece.by_month].concat();
    note_differences(svc, &mut tx, &world, piece.facts, messages, &said).await?;
    for whole in piece.whole_months {
        let accounts = world.together(&whole.portfolio);
        let more = recompute::repair(svc, &mut tx, &world, &accounts, whole.month, whole.wanted).await?;
        booked.new += more.new;
        booked.corrected += more.corrected;
    }
    let alarms = budgets::raise(svc, &mut tx).await?;
    tx.commit().await?;
    for (budget, threshold) in alarms {
        tracing::warn!(
            bakery = budget.name,
            threshold,
            spent = %budget.spent,
            limit = %budget.limit,
            "a budget's threshold is passed"
        );
    }
    if booked != booking::Booked::default() {
        svc.events.publish(Topic::Billing);
    }
    Ok(Followed {
        notes: taken,
        priced: booked.new,
        corrected: booked.corrected,
        more: more_notes || piece.more || i64::try_from(notes.len()).unwrap_or(0) == most,
    })
}

/// Entries about earlier deliveries stay as they are: what their price rested on
/// may have gone from the log by age. Later ones have all of it.
pub(super) async fn settled_before(svc: &Services, tx: &mut Tx) -> ServiceResult<Millis> {
    let days = retention::read(tx).await?;
    Ok(svc.clock.now().plus(LOOK_BACK - days * DAY))
}

/// Keeps what reports say otherwise about these messages.
async fn note_differences(
    svc: &Services,
    tx: &mut Tx,
    world: &World,
    mut facts: HashMap<i64, Fact>,
    mut messages: Vec<i64>,
    said: &[Priced],
) -> ServiceResult<()> {
    // Messages whose place in an allowance moved were not looked at before.
    let moved: Vec<i64> = said
        .iter()
        .map(|priced| priced.message)
        .filter(|message| !facts.contains_key(message))
        .collect();
    for fact in facts::by_ids(tx, &moved).await? {
        messages.push(fact.id);
        facts.insert(fact.id, fact);
    }
    let now = svc.clock.now();
    let mut found = BTreeMap::new();
    for priced in said {
        let Some(fact) = facts.get(&priced.message) else {
            continue;
        };
        if let Some(difference) = differences::of(world, fact, priced, now) {
            found.insert(difference.message, difference);
        }
    }
    let rows: Vec<_> = found.into_values().collect();
    Ok(difference_rows::replace(tx, &messages, &rows).await?)
}
