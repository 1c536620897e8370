//! Which templates somebody wants, and in which order.

use channels::template::{TemplateCategory, TemplateStatus};
use domain::{ids::AccountId, number::QualityRating};
use store::templates::list::{TemplateFilter, TemplateOrder};

use crate::stored;

/// Which templates to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateQuery {
    /// Part of the name or of a text, or Meta's id.
    pub q: Option<String>,
    /// Only of this WABA.
    pub account: Option<AccountId>,
    /// Only in this state, Meta's word.
    pub status: Option<String>,
    /// Only of this category, Meta's word.
    pub category: Option<String>,
    /// Only in this language.
    pub language: Option<String>,
    /// Only of this quality, Meta's word.
    pub quality: Option<String>,
    /// Only those that want attention.
    pub attention: bool,
    /// Order.
    pub sort: TemplateSort,
    /// After this place: [`next`](super::TemplateList::next) or
    /// [`previous`](super::TemplateList::previous) of another answer.
    pub after: Option<String>,
    /// Names on a page; 50 when nothing is said.
    pub size: Option<u32>,
}

/// Order of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TemplateSort {
    /// By name.
    #[default]
    Name,
    /// By name, from the end.
    NameDown,
    /// Longest unused first.
    Used,
    /// Used last first.
    UsedDown,
    /// What wants attention most first.
    Attention,
}

impl TemplateSort {
    /// The order with this key in an address; anything else is by name.
    #[must_use]
    pub fn parse(key: &str) -> Self {
        match key {
            "-name" => Self::NameDown,
            "used" => Self::Used,
            "-used" => Self::UsedDown,
            "attention" => Self::Attention,
            _ => Self::Name,
        }
    }

    pub(super) const fn order(self) -> TemplateOrder {
        match self {
            Self::Name => TemplateOrder::Name,
            Self::NameDown => TemplateOrder::NameDown,
            Self::Used => TemplateOrder::Used,
            Self::UsedDown => TemplateOrder::UsedDown,
            Self::Attention => TemplateOrder::Attention,
        }
    }
}

/// What a query asks of the database.
pub(super) fn filter(query: &TemplateQuery) -> TemplateFilter {
    let word = |word: &Option<String>| {
        word.as_deref()
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
    };
    let digits = query
        .q
        .as_deref()
        .map(str::trim)
        .filter(|text| text.len() >= 12 && text.bytes().all(|b| b.is_ascii_digit()));
    TemplateFilter {
        meta_id: digits.map(str::to_owned),
        text: stored::search_text(query.q.as_deref()),
        accounts: query.account.iter().map(ToString::to_string).collect(),
        shown: word(&query.status).map(|w| TemplateStatus::parse(&w).as_str().to_owned()),
        category: word(&query.category).map(|w| TemplateCategory::parse(&w).as_str().to_owned()),
        language: word(&query.language),
        quality: word(&query.quality).map(|w| QualityRating::parse(&w).as_str().to_owned()),
        attention: query.attention,
    }
}
