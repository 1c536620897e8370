//! Whose message is next: numbers take turns, and the bakeries of each number do.

use std::collections::{BTreeSet, HashMap, VecDeque};

use domain::time::Millis;
use store::{
    Tx,
    outbox::{self as rows, Candidate},
};

use super::pace::Pace;
use crate::error::ServiceResult;

/// What a number may still send in one round.
pub(super) struct Line {
    /// How many more calls it may have under way.
    seats: usize,
    /// Its bakeries whose queue has not been looked at.
    unread: BTreeSet<i64>,
    /// What was found in the others'.
    waiting: HashMap<i64, VecDeque<Candidate>>,
    /// How many of each have been chosen.
    chosen: HashMap<i64, usize>,
}

impl Line {
    pub(super) fn new(tenants: &[i64], seats: usize) -> Self {
        Self {
            seats,
            unread: tenants.iter().copied().collect(),
            waiting: HashMap::new(),
            chosen: HashMap::new(),
        }
    }

    fn is_over(&self) -> bool {
        self.seats == 0 || (self.unread.is_empty() && self.waiting.values().all(VecDeque::is_empty))
    }
}

/// Chooses messages, one of each number in turn, so that a long queue of one
/// number delays another's single message by one turn.
pub(super) async fn choose(
    tx: &mut Tx,
    pace: &mut Pace,
    mut lines: HashMap<i64, Line>,
    room: usize,
    now: Millis,
) -> ServiceResult<Vec<i64>> {
    let mut chosen = Vec::new();
    while chosen.len() < room && !lines.is_empty() {
        let Some(number) = pace.next_number() else {
            break;
        };
        let Some(line) = lines.get_mut(&number) else {
            continue;
        };
        let left = room - chosen.len();
        let next = next_of(tx, pace, number, line, left, now).await?;
        chosen.extend(next);
        if next.is_none() || line.is_over() {
            lines.remove(&number);
        }
    }
    Ok(chosen)
}

/// The next message of a number, from its bakeries in turns; `None` when
/// nothing more leaves it in this round.
async fn next_of(
    tx: &mut Tx,
    pace: &mut Pace,
    number: i64,
    line: &mut Line,
    room: usize,
    now: Millis,
) -> ServiceResult<Option<i64>> {
    while !line.is_over() {
        // Before anybody's turn: whoever could not use it would have to wait for the next.
        if let Err(until) = pace.ready(number, now) {
            pace.waits(until);
            return Ok(None);
        }
        let Some(tenant) = pace.next_turn(number) else {
            return Ok(None);
        };
        let chosen = line.chosen.get(&tenant).copied().unwrap_or(0);
        if pace.seats_of(number, tenant) <= chosen {
            // Its calls have to end first: the places that are left are the others'.
            line.unread.remove(&tenant);
            line.waiting.remove(&tenant);
            continue;
        }
        if line.unread.remove(&tenant) {
            // A long queue is read as far as it can leave in one round.
            let limit = i64::try_from(room).unwrap_or(i64::MAX);
            let found = rows::candidates(tx, number, tenant, now, limit).await?;
            line.waiting.insert(tenant, found.into());
        }
        let Some(queue) = line.waiting.get_mut(&tenant) else {
            continue;
        };
        while let Some(candidate) = queue.pop_front() {
            if let Some(until) = pace.pair_until(number, candidate.contact, now) {
                // Out of the way until this person may be written to again.
                rows::put_off(tx, candidate.message, until).await?;
                pace.waits(until);
                continue;
            }
            if let Err(until) = pace.take(number, now) {
                pace.waits(until);
                return Ok(None);
            }
            pace.pair_used(number, candidate.contact, now);
            line.seats -= 1;
            *line.chosen.entry(tenant).or_default() += 1;
            return Ok(Some(candidate.message));
        }
    }
    Ok(None)
}
