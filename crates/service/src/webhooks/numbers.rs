//! Whose number an event came to.

use std::collections::HashMap;

use domain::{number::REST_AFTER_RELEASE, time::Millis};
use store::{
    Tx,
    assignments::{self, IntervalRecord},
    short_ids::{self, ShortKind},
};

use crate::error::ServiceResult;

/// A number with everybody who ever had it.
#[derive(Debug)]
pub(super) struct KnownNumber {
    /// Short id.
    pub(super) no: i64,
    holders: Vec<(IntervalRecord, i64)>,
}

impl KnownNumber {
    /// Short id of the bakery that an event of `at` belongs to: who had the
    /// number then, or, while it rests after a release, who had it last, so
    /// that late replies still reach them.
    pub(super) fn holder(&self, at: Millis) -> Option<i64> {
        self.held_by(at)
            .or_else(|| self.let_go(at).map(|(_, tenant)| tenant))
    }

    /// Short id of the bakery that had the number at `at`.
    pub(super) fn held_by(&self, at: Millis) -> Option<i64> {
        let lasts = |i: &IntervalRecord| i.from_at <= at.0 && i.to_at.is_none_or(|to| at.0 < to);
        let (_, tenant) = self.holders.iter().find(|(i, _)| lasts(i))?;
        Some(*tenant)
    }

    /// While the number rests: since when, and who had it last.
    pub(super) fn let_go(&self, at: Millis) -> Option<(Millis, i64)> {
        let ended = self
            .holders
            .iter()
            .filter_map(|(i, tenant)| i.to_at.map(|to| (to, *tenant)));
        let (to, tenant) = ended.filter(|(to, _)| *to <= at.0).max_by_key(|(to, _)| *to)?;
        (at.0 - to < REST_AFTER_RELEASE).then_some((Millis(to), tenant))
    }
}

/// The numbers of one batch, read once each.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<String, Option<KnownNumber>>);

impl Numbers {
    /// Reads a number by Meta's id; `None` when no WABA of ours has it.
    pub(super) async fn get(
        &mut self,
        tx: &mut Tx,
        phone_number_id: &str,
    ) -> ServiceResult<Option<&KnownNumber>> {
        if !self.0.contains_key(phone_number_id) {
            let known = read(tx, phone_number_id).await?;
            self.0.insert(phone_number_id.to_owned(), known);
        }
        Ok(self.0.get(phone_number_id).and_then(Option::as_ref))
    }
}

async fn read(tx: &mut Tx, phone_number_id: &str) -> ServiceResult<Option<KnownNumber>> {
    let Some(number) = store::numbers::state_by_phone_number_id(tx, phone_number_id).await? else {
        return Ok(None);
    };
    let no = short_ids::ensure(tx, ShortKind::Number, &number.id).await?;
    let mut holders = Vec::new();
    for interval in assignments::of_number(tx, &number.id).await? {
        let tenant = short_ids::ensure(tx, ShortKind::Tenant, &interval.tenant_id).await?;
        holders.push((interval, tenant));
    }
    Ok(Some(KnownNumber { no, holders }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(from_at: i64, to_at: Option<i64>) -> IntervalRecord {
        IntervalRecord {
            id: String::new(),
            number_id: String::new(),
            display: String::new(),
            e164: None,
            tenant_id: String::new(),
            tenant_name: String::new(),
            from_at,
            to_at,
            opened_by_name: String::new(),
            closed_by_name: None,
        }
    }

    #[test]
    fn the_end_belongs_to_the_next_holder_and_a_number_that_rests_to_the_last() {
        let released = 30;
        let holders = vec![
            (interval(20, Some(released)), 2),
            // Given and taken back in the same instant: nobody's number for a moment.
            (interval(15, Some(15)), 3),
            (interval(10, Some(20)), 1),
        ];
        let number = KnownNumber { no: 1, holders };
        for (at, holder) in [
            (9, None),
            (10, Some(1)),
            (15, Some(1)),
            (19, Some(1)),
            (20, Some(2)),
            (29, Some(2)),
            (released, Some(2)),
            (released + REST_AFTER_RELEASE - 1, Some(2)),
            (released + REST_AFTER_RELEASE, None),
        ] {
            assert_eq!(number.holder(Millis(at)), holder, "{at}");
        }
    }
}
