//! How much arrived lately, minute by minute or hour by hour.

use domain::time::{HOUR, MINUTE, Millis};
use store::webhooks::traffic as rows;

use super::list::allow;
use crate::{Call, Services, error::ServiceResult, stored};

/// How far back to look, and in which steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Span {
    /// The last hour, by the minute.
    #[default]
    Hour,
    /// The last 24 hours, by the hour.
    Day,
}

impl Span {
    /// The word used in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// Reads [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Hour, Self::Day].into_iter().find(|span| span.key() == key)
    }

    /// Length of a step in milliseconds, and how many there are.
    #[must_use]
    pub const fn steps(self) -> (i64, usize) {
        match self {
            Self::Hour => (MINUTE, 60),
            Self::Day => (HOUR, 24),
        }
    }
}

/// What arrived in one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slot {
    /// When it began.
    pub from: Millis,
    /// Deliveries that were answered 200.
    pub taken: u64,
    /// Requests that were not believed or not stored.
    pub refused: u64,
}

/// What arrived, step by step; the last step is not over yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traffic {
    /// How far back.
    pub span: Span,
    /// Every step, oldest first, also those in which nothing came.
    pub slots: Vec<Slot>,
}

impl Traffic {
    /// Deliveries and refusals of all steps.
    #[must_use]
    pub fn totals(&self) -> (u64, u64) {
        self.slots.iter().fold((0, 0), |(taken, refused), slot| {
            (taken + slot.taken, refused + slot.refused)
        })
    }
}

/// Looks back.
pub async fn traffic(svc: &Services, call: &Call, span: Span) -> ServiceResult<Traffic> {
    allow(call)?;
    let (step, count) = span.steps();
    let last = svc.clock.now().0.div_euclid(step) * step;
    let back = i64::try_from(count).unwrap_or(1) - 1;
    let first = Millis(last - back * step);
    let mut slots: Vec<Slot> = (0..)
        .take(count)
        .map(|index: i64| Slot {
            from: first.plus(index * step),
            ..Slot::default()
        })
        .collect();
    let mut tx = svc.db.read().await?;
    let at = |slot: i64| usize::try_from(slot).unwrap_or(usize::MAX);
    for (slot, n) in rows::deliveries(&mut tx, first, step).await? {
        if let Some(slot) = slots.get_mut(at(slot)) {
            slot.taken += stored::count(n);
        }
    }
    for (slot, _, n) in rows::refusals(&mut tx, first, step).await? {
        if let Some(slot) = slots.get_mut(at(slot)) {
            slot.refused += stored::count(n);
        }
    }
    Ok(Traffic { span, slots })
}
