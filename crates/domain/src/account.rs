//! WhatsApp Business Accounts as Meta describes them.

use crate::open_enum;

open_enum! {
    /// Meta's review of a WABA (sources §1.3).
    pub enum ReviewStatus {
        /// Approved.
        Approved = "APPROVED",
        /// In review.
        Pending = "PENDING",
        /// Rejected.
        Rejected = "REJECTED",
        /// Put off until more is known.
        Deferred = "DEFERRED",
        /// At a limit.
        LimitReached = "LIMIT_REACHED",
        /// Restricted.
        Restricted = "RESTRICTED",
    }
}

open_enum! {
    /// Verification of the business behind a WABA. Meta documents capitals and
    /// sends lower case (sources §1.3).
    pub enum BusinessVerification {
        /// Verified.
        Verified = "verified",
        /// Not verified.
        NotVerified = "not_verified",
        /// Not verified, as one document spells it.
        Unverified = "unverified",
        /// Under way.
        Pending = "pending",
        /// Meta wants more documents.
        PendingNeedMoreInfo = "pending_need_more_info",
        /// Started, not handed in.
        PendingSubmission = "pending_submission",
        /// Rejected.
        Rejected = "rejected",
        /// Taken back.
        Revoked = "revoked",
        /// Run out.
        Expired = "expired",
        /// Failed.
        Failed = "failed",
        /// Not possible for this business.
        Ineligible = "ineligible",
    }
}

open_enum! {
    /// Who owns a WABA.
    pub enum Ownership {
        /// The business that holds the token.
        SelfOwned = "SELF_OWNED",
        /// A client of that business.
        ClientOwned = "CLIENT_OWNED",
        /// An agency.
        AgencyOwned = "AGENCY_OWNED",
    }
}

/// Scope needed to read WABAs, numbers and templates.
pub const SCOPE_MANAGEMENT: &str = "whatsapp_business_management";
/// Scope needed to send messages and to receive message webhooks.
pub const SCOPE_MESSAGING: &str = "whatsapp_business_messaging";
/// Scopes that a token must carry for this product to work.
pub const NEEDED_SCOPES: [&str; 2] = [SCOPE_MANAGEMENT, SCOPE_MESSAGING];
