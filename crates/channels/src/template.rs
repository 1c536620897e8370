//! Words that Meta uses about message templates, in answers and in webhooks.

use domain::open_enum;

open_enum! {
    /// State of a template (facts §1.5, the union of all lists, and the
    /// webhook's `LOCKED`/`UNLOCKED`).
    pub enum TemplateStatus {
        /// May be sent.
        Approved = "APPROVED",
        /// In review.
        Pending = "PENDING",
        /// Refused.
        Rejected = "REJECTED",
        /// Stopped for a while because of low quality.
        Paused = "PAUSED",
        /// Stopped for good.
        Disabled = "DISABLED",
        /// The refusal is being looked at again.
        InAppeal = "IN_APPEAL",
        /// Back after an appeal or a pause.
        Reinstated = "REINSTATED",
        /// Gone.
        Deleted = "DELETED",
        /// Gone as soon as the last message has left.
        PendingDeletion = "PENDING_DELETION",
        /// In danger of being disabled; may still be sent.
        Flagged = "FLAGGED",
        /// The account holds too many templates.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// Put away because nobody used it.
        Archived = "ARCHIVED",
        /// Back from the archive.
        Unarchived = "UNARCHIVED",
        /// Cannot be edited for now.
        Locked = "LOCKED",
        /// Can be edited again.
        Unlocked = "UNLOCKED",
    }
}

impl TemplateStatus {
    /// Whether Meta lets a template in this state be sent (facts §1.5).
    #[must_use]
    pub const fn sendable(&self) -> bool {
        matches!(self, Self::Approved | Self::Flagged | Self::Reinstated)
    }
}

open_enum! {
    /// What a template is for; decides what it costs.
    pub enum TemplateCategory {
        /// About something that the customer asked for.
        Utility = "UTILITY",
        /// Advertising.
        Marketing = "MARKETING",
        /// One-time codes.
        Authentication = "AUTHENTICATION",
    }
}

open_enum! {
    /// How a template names its variables.
    pub enum ParameterFormat {
        /// `{{1}}`, `{{2}}`, …
        Positional = "POSITIONAL",
        /// `{{name}}`
        Named = "NAMED",
    }
}
