//! What the partner's answer, or the want of one, means for a message.

use channels::partner::SendError;
use domain::{
    message::pacing,
    meta_error::{self, Retry, Topic as About},
    time::{HOUR, Millis},
};

use super::{outcome::Ended, recover::WAITS_AT_MOST};

/// Trouble of one message alone, which should pass, counts as final after so
/// many calls, which take about nine minutes with their growing pauses, …
const CALLS_MAX: i64 = 10;
/// … and not before the message is so old.
const OLD: i64 = HOUR;

/// What becomes of a message.
pub(super) enum Fate {
    Accepted,
    /// Goes out later; `Some` leaves the number or the person alone as well.
    /// A number's pause is its own, and no shorter than what the partner asked for.
    Later {
        due_at: Millis,
        leave_alone: Option<Alone>,
    },
    /// Waits until somebody has ended the trouble.
    Stopped,
    Refused,
    Unknown,
}

/// What is left alone besides the message.
pub(super) enum Alone {
    Number { asked: Millis },
    Person,
}

/// Decides what becomes of a message. Trouble that is none of its own never
/// makes it fail by the number of calls: it waits as long as any message may.
pub(super) fn fate(end: &Ended) -> Fate {
    let (no, now) = (u32::try_from(end.job.no).unwrap_or(u32::MAX), end.at);
    let Err(error) = &end.result else {
        return Fate::Accepted;
    };
    let api = match error {
        SendError::Unknown { .. } => return Fate::Unknown,
        SendError::NotSent { .. } if end.job.is_unfit() => {
            return of_its_own(end, now.plus(pacing::backoff(no)));
        }
        // The network, or something on the way: the whole queue would meet it.
        SendError::NotSent { .. } => {
            return Fate::Later {
                due_at: now.plus(pacing::backoff(no)),
                leave_alone: Some(Alone::Number { asked: now }),
            };
        }
        SendError::Refused(api) => api,
    };
    let Some(meaning) = meta_error::lookup(api.code, api.subcode) else {
        return Fate::Refused;
    };
    if meaning.stops_all {
        return Fate::Stopped;
    }
    if meaning.retry != Retry::Backoff || age(end) >= WAITS_AT_MOST {
        return Fate::Refused;
    }
    let asked = api
        .retry_after
        .and_then(|wait| i64::try_from(wait.as_millis()).ok())
        .unwrap_or(0);
    let later = |pause: i64| now.plus(pause.max(asked));
    match meaning.topic {
        About::PairRate => Fate::Later {
            due_at: later(pacing::pair_backoff(no)),
            leave_alone: Some(Alone::Person),
        },
        About::Throughput | About::CallRate | About::Maintenance | About::MetaDown => Fate::Later {
            due_at: later(pacing::backoff(no)),
            leave_alone: Some(Alone::Number {
                asked: now.plus(asked),
            }),
        },
        _ => of_its_own(end, later(pacing::backoff(no))),
    }
}

/// Trouble that other messages need not meet ends some day.
fn of_its_own(end: &Ended, due_at: Millis) -> Fate {
    if end.job.no >= CALLS_MAX && age(end) >= OLD {
        return Fate::Refused;
    }
    Fate::Later {
        due_at,
        leave_alone: None,
    }
}

/// How long ago the message was asked for.
fn age(end: &Ended) -> i64 {
    end.at.since(end.job.message.at())
}
