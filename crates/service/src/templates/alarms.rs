//! What somebody should know of a template, worst first.

use channels::template::{TemplateCategory, TemplateStatus};
use domain::{number::QualityRating, time::Millis};
use store::templates::states::TemplateState;

/// Something that wants somebody's attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// Stopped for good because of low quality.
    Disabled,
    /// Stopped for a while because of low quality.
    Paused {
        /// When that ends, where Meta said which pause it is.
        until: Option<Millis>,
    },
    /// Meta will make it a category that costs more.
    Moving {
        /// What it is.
        from: TemplateCategory,
        /// What it will be.
        to: TemplateCategory,
        /// When.
        at: Option<Millis>,
    },
    /// Meta has made it a category that costs more.
    Moved {
        /// What it was.
        from: TemplateCategory,
        /// What it is.
        to: TemplateCategory,
        /// Since when.
        at: Millis,
    },
    /// Refused.
    Rejected,
    /// In danger of being disabled.
    Flagged,
    /// The account holds too many templates.
    LimitExceeded,
    /// People block it or report it more than before.
    QualityDropped {
        /// What it was.
        from: QualityRating,
        /// What it is.
        to: QualityRating,
        /// Since when.
        at: Millis,
    },
    /// Put away because nobody used it; Meta deletes it after 28 days.
    Archived,
}

impl Alarm {
    /// The stable word used in URLs, in the API and in words.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Paused { .. } => "paused",
            Self::Moving { .. } => "moving",
            Self::Moved { .. } => "moved",
            Self::Rejected => "rejected",
            Self::Flagged => "flagged",
            Self::LimitExceeded => "limit_exceeded",
            Self::QualityDropped { .. } => "quality_dropped",
            Self::Archived => "archived",
        }
    }

    /// How much it wants attention; lists show the highest first.
    #[must_use]
    pub const fn weight(&self) -> i64 {
        match self {
            Self::Disabled => 9,
            Self::Paused { .. } => 8,
            Self::Moving { .. } => 7,
            Self::Moved { .. } => 6,
            Self::Rejected => 5,
            Self::Flagged => 4,
            Self::LimitExceeded => 3,
            Self::QualityDropped { .. } => 2,
            Self::Archived => 1,
        }
    }
}

/// Whether messages of category `to` cost more than those of `from` anywhere:
/// marketing is the dearest in every market of every rate card (sources §4.3).
#[must_use]
pub fn costs_more(from: &TemplateCategory, to: &TemplateCategory) -> bool {
    *to == TemplateCategory::Marketing && *from != TemplateCategory::Marketing
}

/// The alarms of a template, worst first.
#[must_use]
pub fn of(state: &TemplateState) -> Vec<Alarm> {
    if state.shown == TemplateStatus::Deleted.as_str() {
        return Vec::new();
    }
    let mut alarms = Vec::new();
    match TemplateStatus::parse(&state.status) {
        TemplateStatus::Disabled => alarms.push(Alarm::Disabled),
        TemplateStatus::Paused => alarms.push(Alarm::Paused {
            until: state.paused_until.map(Millis),
        }),
        TemplateStatus::Rejected => alarms.push(Alarm::Rejected),
        TemplateStatus::Flagged => alarms.push(Alarm::Flagged),
        TemplateStatus::LimitExceeded => alarms.push(Alarm::LimitExceeded),
        TemplateStatus::Archived => alarms.push(Alarm::Archived),
        _ => {}
    }
    let category = TemplateCategory::parse(&state.category);
    if let Some(to) = state.next_category.as_deref().map(TemplateCategory::parse)
        && costs_more(&category, &to)
        && state.next_since.unwrap_or(0) > state.accepted_at
    {
        alarms.push(Alarm::Moving {
            from: category.clone(),
            to,
            at: state.moves_at.map(Millis),
        });
    }
    if let Some(from) = state.previous_category.as_deref().map(TemplateCategory::parse)
        && costs_more(&from, &category)
        && state.category_since > state.accepted_at
    {
        alarms.push(Alarm::Moved {
            from,
            to: category,
            at: Millis(state.category_since),
        });
    }
    let quality = QualityRating::parse(&state.quality);
    if let Some(from) = state.previous_quality.as_deref().map(QualityRating::parse)
        && rank(&quality) > rank(&from).max(1)
    {
        alarms.push(Alarm::QualityDropped {
            from,
            to: quality,
            at: Millis(state.quality_since),
        });
    } else if quality == QualityRating::Red {
        alarms.push(Alarm::QualityDropped {
            from: QualityRating::NotRated,
            to: quality,
            at: Millis(state.quality_since),
        });
    }
    alarms.sort_by_key(|alarm| std::cmp::Reverse(alarm.weight()));
    alarms
}

/// How bad a rating is; what is not rated counts as good.
const fn rank(rating: &QualityRating) -> u8 {
    match rating {
        QualityRating::Yellow => 2,
        QualityRating::Red => 3,
        _ => 1,
    }
}
