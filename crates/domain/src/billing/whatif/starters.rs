//! The pilot's plan, to begin with.

use super::{Cell, Old, Shape};
use crate::billing::{category::Rated, market::Market};

/// What the pilot's plan of 2026 reckoned for a month: 1,500 × about €0.05 for a
/// conversation begun by the business. That price was
/// for conversations, which Meta no longer charges for.
pub const PILOT_PLAN_MICROS: i64 = 75_000_000;

/// The pilot: 10 bakeries send 5 orders a day for 30 days to suppliers in Spain
/// who have not written before: 1,500 utility templates.
#[must_use]
pub fn pilot() -> Vec<Cell> {
    (1..=10)
        .map(|n| Cell {
            tenant: format!("bakery {n:02}").into(),
            number: format!("number {n:02}").into(),
            market: Some(Market::new("Spain")),
            shape: Shape::Template(Rated::Utility),
            window: false,
            entry: false,
            old: Some(Old::Business),
            opens: Some(true),
            large_media: false,
            stretch: 0,
            volume: 5 * 30,
            free_tier: 0,
        })
        .collect()
}
