//! Counts for pills and choices; each obeys every filter but its own.

use std::collections::BTreeMap;

use channels::template::{TemplateCategory, TemplateStatus};
use domain::{ids::AccountId, number::QualityRating};
use store::templates::{
    Freshness,
    list::{TemplateCell, TemplateFilter},
};

use crate::{error::ServiceResult, stored};

/// A part of a filter that a count may leave aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Status,
    Attention,
    Category,
    Language,
    Quality,
    Account,
}

pub(super) struct Counts<'a> {
    pub(super) filter: &'a TemplateFilter,
    pub(super) account: Option<&'a str>,
    pub(super) cells: &'a [TemplateCell],
}

impl Counts<'_> {
    fn fits(&self, cell: &TemplateCell, without: &[Part]) -> bool {
        let wants = |part: Part, wanted: Option<&String>, have: &str| {
            without.contains(&part) || wanted.is_none_or(|wanted| wanted == have)
        };
        wants(Part::Status, self.filter.shown.as_ref(), &cell.shown)
            && wants(Part::Category, self.filter.category.as_ref(), &cell.category)
            && wants(Part::Language, self.filter.language.as_ref(), &cell.language)
            && wants(Part::Quality, self.filter.quality.as_ref(), &cell.quality)
            && (without.contains(&Part::Attention) || !self.filter.attention || cell.attention == 1)
            && (without.contains(&Part::Account)
                || self.account.is_none_or(|wanted| wanted == cell.account_id))
    }

    pub(super) fn sum(&self, without: &[Part]) -> u64 {
        self.sum_where(without, |_| true)
    }

    pub(super) fn sum_where(&self, without: &[Part], also: impl Fn(&TemplateCell) -> bool) -> u64 {
        let cells = self
            .cells
            .iter()
            .filter(|cell| self.fits(cell, without) && also(cell));
        stored::count(cells.map(|cell| cell.count).sum())
    }

    pub(super) fn by_status(&self) -> Vec<(TemplateStatus, u64)> {
        self.by(
            &[Part::Status, Part::Attention],
            |cell| TemplateStatus::parse(&cell.shown),
            |a| {
                (
                    TemplateStatus::KNOWN.iter().position(|k| k == a),
                    a.as_str().to_owned(),
                )
            },
        )
    }

    pub(super) fn by_category(&self) -> Vec<(TemplateCategory, u64)> {
        self.by(
            &[Part::Category],
            |cell| TemplateCategory::parse(&cell.category),
            |a| {
                (
                    TemplateCategory::KNOWN.iter().position(|k| k == a),
                    a.as_str().to_owned(),
                )
            },
        )
    }

    pub(super) fn by_language(&self) -> Vec<(String, u64)> {
        self.by(
            &[Part::Language],
            |cell| cell.language.clone(),
            |a| (None, a.clone()),
        )
    }

    pub(super) fn by_quality(&self) -> Vec<(QualityRating, u64)> {
        self.by(
            &[Part::Quality],
            |cell| QualityRating::parse(&cell.quality),
            |a| {
                (
                    QualityRating::KNOWN.iter().position(|k| k == a),
                    a.as_str().to_owned(),
                )
            },
        )
    }

    /// Of every account, also where there is nothing: id, name, count.
    pub(super) fn by_account(&self, accounts: &[Freshness]) -> ServiceResult<Vec<(AccountId, String, u64)>> {
        accounts
            .iter()
            .map(|account| {
                let n = self.sum_where(&[Part::Account], |cell| cell.account_id == account.id);
                Ok((stored::id(account.id.clone())?, account.name.clone(), n))
            })
            .collect()
    }

    /// Counts by a property, known words first.
    fn by<T: Clone>(
        &self,
        without: &[Part],
        of: impl Fn(&TemplateCell) -> T,
        order: impl Fn(&T) -> (Option<usize>, String),
    ) -> Vec<(T, u64)> {
        let mut sums: BTreeMap<(usize, String), (T, u64)> = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| self.fits(cell, without)) {
            let value = of(cell);
            let (rank, word) = order(&value);
            let sum = sums
                .entry((rank.unwrap_or(usize::MAX), word))
                .or_insert_with(|| (value, 0));
            sum.1 += stored::count(cell.count);
        }
        sums.into_values().collect()
    }
}
