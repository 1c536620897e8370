//! How fast messages may leave (sources §1.2).

use domain::time::{Millis, SECOND};

use super::{super::answer::Answer, recipient::To, refuse};
use crate::{Phone, State};

/// Messages a second of a number with high throughput (sources §1.2).
const HIGH: u32 = 1_000;

/// Counts a message of `phone` to `to`, or refuses it.
pub(super) fn pass(state: &mut State, phone: &Phone, to: &To) -> Result<(), Answer> {
    let now = state.now();
    let settings = &state.config.behaviour;
    let most = if phone.throughput == "HIGH" {
        settings.per_second.max(HIGH)
    } else {
        settings.per_second
    };
    let (pause, burst) = (settings.pair_pause_ms, settings.pair_burst);
    let second = now.0.div_euclid(SECOND);
    let counted = state.traffic.seconds.entry(phone.id.clone()).or_default();
    if counted.0 != second {
        *counted = (second, 0);
    }
    if counted.1 >= most {
        return Err(refuse(
            130_429,
            "Message failed to send because the throughput limit of the number was reached.",
        ));
    }
    let person = to.people().next().unwrap_or_default().to_owned();
    let next = state
        .traffic
        .pairs
        .entry((phone.id.clone(), person))
        .or_insert(Millis(i64::MIN));
    let from = now.max(*next);
    if from.since(now) > pause.saturating_mul(burst) {
        return Err(refuse(
            131_056,
            "Message failed to send because too many messages were sent from this number to the same person.",
        ));
    }
    *next = from.plus(pause);
    if let Some(counted) = state.traffic.seconds.get_mut(&phone.id) {
        counted.1 += 1;
    }
    Ok(())
}
