//! The portfolio's limit of people written to first within 24 hours, and how
//! bakeries share it (sources §0.2: one bakery can exhaust everyone's quota).
//!
//! Half of the limit is kept in equal parts, one for each bakery; the other
//! half goes to whoever comes first. So no bakery can take another's part, and
//! a busy one still gets far beyond its own while others are quiet.

use crate::time::HOUR;

/// How long a person counts.
pub const PERIOD: i64 = 24 * HOUR;

/// How far a portfolio's limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// People that Meta allows.
    pub limit: u32,
    /// People written to by everybody.
    pub total: u32,
    /// Of those, by this bakery.
    pub own: u32,
    /// Of those that bakeries used beyond their own parts.
    pub beyond: u32,
    /// The part kept for each bakery.
    pub share: u32,
}

impl Usage {
    /// Usage from the people of each bakery: `own` is this bakery's count and
    /// `others` those of the rest; `bakeries` share the limit.
    #[must_use]
    pub fn of(limit: u32, bakeries: u32, own: u32, others: &[u32]) -> Self {
        let share = limit / 2 / bakeries.max(1);
        let all = || others.iter().copied().chain(std::iter::once(own));
        Self {
            limit,
            total: all().fold(0, u32::saturating_add),
            own,
            beyond: all().fold(0, |sum, used| sum.saturating_add(used.saturating_sub(share))),
            share,
        }
    }

    /// What is not kept for anybody.
    const fn common(&self, bakeries: u32) -> u32 {
        self.limit.saturating_sub(self.share.saturating_mul(bakeries))
    }

    /// Whether this bakery may write to one more person.
    #[must_use]
    pub const fn has_room(&self, bakeries: u32) -> bool {
        let bakeries = if bakeries == 0 { 1 } else { bakeries };
        self.total < self.limit && (self.own < self.share || self.beyond < self.common(bakeries))
    }

    /// Whether `people` more, written to at the same time, could use it up.
    #[must_use]
    pub const fn is_near(&self, bakeries: u32, people: u32) -> bool {
        let after = Self {
            total: self.total.saturating_add(people),
            own: self.own.saturating_add(people),
            beyond: self.beyond.saturating_add(people),
            ..*self
        };
        !after.has_room(bakeries)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_bakery_takes_its_part_and_the_common_half_and_no_more() {
        let mut own = 0;
        while Usage::of(250, 5, own, &[0, 0, 0, 0]).has_room(5) {
            own += 1;
        }
        assert_eq!(own, 150);
        assert!(Usage::of(250, 5, 0, &[own, 0, 0, 0]).has_room(5));
        assert!(Usage::of(250, 5, 24, &[own, 0, 0, 0]).has_room(5));
        assert!(!Usage::of(250, 5, 25, &[own, 0, 0, 0]).has_room(5));
    }

    #[test]
    fn who_is_near_the_end_knows_it_before_others_can_take_the_rest() {
        let near = |own| Usage::of(2_000, 1, own, &[]).is_near(1, 256);
        assert!(!near(0) && !near(1_743));
        assert!(near(1_744) && near(2_000));
        assert!(Usage::of(250, 1, 0, &[]).is_near(1, 256));
    }

    proptest! {
        #[test]
        fn whatever_the_order_the_limit_holds_and_every_part_is_reachable(
            limit in 1u32..3_000, bakeries in 1usize..20, asks in proptest::collection::vec(0usize..20, 0..4_000)
        ) {
            let count = u32::try_from(bakeries).unwrap();
            let mut used = vec![0u32; bakeries];
            let room = |used: &[u32], who: usize| {
                let others: Vec<u32> = used.iter().enumerate().filter(|(i, _)| *i != who).map(|(_, n)| *n).collect();
                Usage::of(limit, count, used[who], &others).has_room(count)
            };
            for ask in asks {
                let who = ask % bakeries;
                if room(&used, who) { used[who] += 1; }
            }
            prop_assert!(used.iter().sum::<u32>() <= limit);
            let share = limit / 2 / count;
            for who in 0..bakeries {
                if used[who] < share { prop_assert!(room(&used, who)); }
            }
        }
    }
}
