//! Meta's limits on what can be done with a template, told before they bite
//! (sources §1.5, §8.18).

use channels::template::{TemplateCategory, TemplateStatus};
pub use domain::template::lint::{CREATIONS_PER_HOUR, EDITS_PER_DAY, EDITS_PER_MONTH};
use domain::{
    account::BusinessVerification,
    template::lint::{TEMPLATES_UNVERIFIED, TEMPLATES_VERIFIED},
    time::{DAY, HOUR, Millis},
};
use store::{
    Tx,
    accounts::AccountRecord,
    templates::{states, submissions},
};

use crate::{Services, error::ServiceResult, stored};

/// How long the name of an approved template cannot be used after deletion.
pub const NAME_RESTS: i64 = 30 * DAY;

/// What stands in the way of handing a text in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A template in this state is not edited.
    NotEditable {
        /// Its state.
        status: TemplateStatus,
    },
    /// An approved template keeps its category.
    CategoryFixed {
        /// The one that it has.
        category: TemplateCategory,
    },
    /// Meta refuses edits for now.
    Locked,
    /// It was edited within 24 hours.
    EditedToday {
        /// When it can be edited again.
        until: Millis,
    },
    /// It was edited ten times within 30 days.
    EditedOften {
        /// When it can be edited again.
        until: Millis,
    },
    /// The name was deleted lately.
    NameRests {
        /// When it can be used again, at the latest.
        until: Millis,
    },
    /// The WABA holds as many templates as it may.
    QuotaUsed {
        /// How many it may hold.
        limit: u32,
    },
    /// Too many were handed in within the hour.
    TooFast {
        /// How many may be.
        limit: u32,
    },
    /// Nobody knows yet what became of an earlier attempt; the next sync tells.
    Unsettled {
        /// When that was.
        since: Millis,
    },
}

impl Obstacle {
    /// The stable word used in the API and in words.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotEditable { .. } => "template_not_editable",
            Self::CategoryFixed { .. } => "template_category_fixed",
            Self::Locked => "template_locked",
            Self::EditedToday { .. } => "template_edited_today",
            Self::EditedOften { .. } => "template_edited_often",
            Self::NameRests { .. } => "template_name_rests",
            Self::QuotaUsed { .. } => "template_quota_used",
            Self::TooFast { .. } => "template_creation_rate",
            Self::Unsettled { .. } => "submission_unsettled",
        }
    }
}

/// How a name in a language stands against the limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Whether there is such a template, so that handing in means editing.
    pub edits: bool,
    /// Edits of the last 24 hours that count.
    pub edits_today: u32,
    /// Edits of the last 30 days that count.
    pub edits_month: u32,
    /// Templates that the WABA holds; the languages of a name count once.
    pub held: u32,
    /// How many it may hold.
    pub quota: u32,
    /// What stands in the way, if anything does.
    pub obstacle: Option<Obstacle>,
}

/// How a name in a language of an account stands for a text of this category.
/// Edits made elsewhere than here are not counted; Meta's refusal tells of them.
pub(super) async fn of(
    svc: &Services,
    tx: &mut Tx,
    account: &AccountRecord,
    name: &str,
    language: &str,
    category: &str,
) -> ServiceResult<Limits> {
    let now = svc.clock.now();
    let state = states::by_name(tx, &account.id, name, language)
        .await?
        .filter(|state| state.vanished_at.is_none() && state.status != TemplateStatus::Deleted.as_str());
    let edits = submissions::edits_since(tx, &account.id, name, language, now.plus(-30 * DAY)).await?;
    let today: Vec<i64> = edits.iter().copied().filter(|at| *at > now.0 - DAY).collect();
    let held = stored::small(states::count(tx, &account.id).await?);
    let quota = quota(account);
    let open = submissions::open(tx, &account.id).await?;
    let unsettled = open
        .iter()
        .find(|s| s.name == name && (s.language == language || s.language.is_empty()))
        .map(|s| Obstacle::Unsettled { since: Millis(s.at) });
    let obstacle = if unsettled.is_some() {
        unsettled
    } else if let Some(state) = &state {
        let status = TemplateStatus::parse(&state.status);
        let known = TemplateCategory::parse(&state.category);
        let moves =
            ![category, state.category.as_str()].contains(&"") && TemplateCategory::parse(category) != known;
        let month = u32::try_from(edits.len()).unwrap_or(u32::MAX);
        if !status.editable() {
            Some(Obstacle::NotEditable { status })
        } else if state.locked == 1 {
            Some(Obstacle::Locked)
        } else if status != TemplateStatus::Approved {
            None
        } else if moves {
            Some(Obstacle::CategoryFixed { category: known })
        } else if let Some(first) = today.first() {
            Some(Obstacle::EditedToday {
                until: Millis(first + DAY),
            })
        } else if month >= EDITS_PER_MONTH {
            edits.first().map(|first| Obstacle::EditedOften {
                until: Millis(first + 30 * DAY),
            })
        } else {
            None
        }
    } else {
        let since = now.plus(-NAME_RESTS);
        let deleted = submissions::deleted_since(tx, &account.id, name, since).await?;
        let gone = states::gone_since(tx, &account.id, name, language, since).await?;
        // Another language of a name that is there takes no room.
        let siblings = states::siblings(tx, &account.id, name).await?;
        let new = siblings
            .iter()
            .all(|sibling| sibling.shown == TemplateStatus::Deleted.as_str());
        let created = stored::small(submissions::created_since(tx, &account.id, now.plus(-HOUR)).await?);
        if let Some(at) = deleted.or(gone) {
            Some(Obstacle::NameRests {
                until: Millis(at + NAME_RESTS),
            })
        } else if new && held >= quota {
            Some(Obstacle::QuotaUsed { limit: quota })
        } else if created >= CREATIONS_PER_HOUR {
            Some(Obstacle::TooFast {
                limit: CREATIONS_PER_HOUR,
            })
        } else {
            None
        }
    };
    Ok(Limits {
        edits: state.is_some(),
        edits_today: u32::try_from(today.len()).unwrap_or(u32::MAX),
        edits_month: u32::try_from(edits.len()).unwrap_or(u32::MAX),
        held,
        quota,
        obstacle,
    })
}

/// How many templates a WABA may hold, as far as its business's verification tells.
fn quota(account: &AccountRecord) -> u32 {
    let verified = account
        .business_verification
        .as_deref()
        .is_some_and(|word| BusinessVerification::parse(word) == BusinessVerification::Verified);
    if verified {
        TEMPLATES_VERIFIED
    } else {
        TEMPLATES_UNVERIFIED
    }
}
