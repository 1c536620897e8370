//! What a rule has to know beyond the template itself. Everything may be left
//! out: then the rules that need it have nothing to say.

use super::price::{Price, SPAIN};
use crate::template::words::TemplateCategory;

/// Templates a WABA may hold when its business is not verified, and when it is
/// (sources §1).
pub const TEMPLATES_UNVERIFIED: u32 = 250;
/// See [`TEMPLATES_UNVERIFIED`].
pub const TEMPLATES_VERIFIED: u32 = 6_000;
/// Templates that may be created in an hour.
pub const CREATIONS_PER_HOUR: u32 = 100;
/// Edits of an approved template in 24 hours.
pub const EDITS_PER_DAY: u32 = 1;
/// Edits of an approved template in 30 days.
pub const EDITS_PER_MONTH: u32 = 10;

/// Another template of the same account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its language.
    pub language: &'a str,
    /// Its category.
    pub category: TemplateCategory,
    /// Text of its body.
    pub body: &'a str,
    /// Text of its footer.
    pub footer: &'a str,
}

/// Edits of the template that is being edited, when it is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edits {
    /// In the last 24 hours.
    pub day: u32,
    /// In the last 30 days.
    pub month: u32,
}

/// What is known about the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context<'a> {
    /// The account's other templates, without the one that is checked.
    pub siblings: &'a [Sibling<'a>],
    /// Names that were deleted less than 30 days ago.
    pub blocked_names: &'a [&'a str],
    /// How many templates the account holds, and how many it may.
    pub templates: Option<(u32, u32)>,
    /// How many templates were created in the last hour.
    pub created_last_hour: u32,
    /// For an approved template that is edited: how often it was already.
    pub edits: Option<Edits>,
    /// What messages cost.
    pub price: Price<'a>,
}

impl Default for Context<'_> {
    fn default() -> Self {
        Self {
            siblings: &[],
            blocked_names: &[],
            templates: None,
            created_last_hour: 0,
            edits: None,
            price: SPAIN,
        }
    }
}
