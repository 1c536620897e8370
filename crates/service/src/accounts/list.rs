//! Connected WABAs.

use domain::{
    account::{BusinessVerification, Ownership, ReviewStatus},
    health::Health,
    ids::AccountId,
    number::MessagingLimit,
    secret_age::TokenAge,
    time::Millis,
};

use super::{subscription::Subscription, sync::SyncProblem};
use crate::{Call, Services, error::{ServiceResult, Upstream}};

/// A WABA in a list.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Our id.
    pub id: AccountId,
    /// Meta's id.
    pub waba_id: String,
    /// Name.
    pub name: String,
    /// Portfolio: Meta's id and name.
    pub portfolio: Option<(String, String)>,
    /// Numbers that Meta lists.
    pub numbers: u32,
    /// Of those, in use by bakeries.
    pub in_use: u32,
    /// Meta's review.
    pub review: Option<ReviewStatus>,
    /// Last verdict of Meta on sending, and when it was asked.
    pub health: Option<(Health, Millis)>,
    /// How old the token is.
    pub token_age: TokenAge,
    /// When the token was set.
    pub token_set_at: Option<Millis>,
    /// When Meta lets it expire; `None`: never.
    pub token_expires_at: Option<Millis>,
    /// The last check of the token failed with this.
    pub token_problem: Option<Upstream>,
    /// Whether webhooks arrive here, and when that was asked.
    pub subscription: Option<(Subscription, Millis)>,
    /// Last attempt to sync.
    pub sync_attempt_at: Option<Millis>,
    /// Last complete sync.
    pub sync_ok_at: Option<Millis>,
    /// What failed in the last attempt.
    pub sync_problems: Vec<SyncProblem>,
    /// When it was disconnected.
    pub disconnected_at: Option<Millis>,
}

/// Everything about one WABA.
#[derive(Debug, Clone)]
pub struct AccountDetail {
    /// Its row.
    pub row: AccountRow,
    /// Currency of Meta's invoice.
    pub currency: Option<String>,
    /// Meta's numeric time zone id.
    pub timezone_id: Option<String>,
    /// Country of the business.
    pub country: Option<String>,
    /// Template namespace.
    pub namespace: Option<String>,
    /// Verification of the business.
    pub business_verification: Option<BusinessVerification>,
    /// Owner.
    pub ownership: Option<Ownership>,
    /// Meta's status word.
    pub status: Option<String>,
    /// Messaging limit of the portfolio.
    pub messaging_limit: Option<MessagingLimit>,
    /// The app whose token is used: id and name.
    pub app: Option<(String, String)>,
    /// Scopes of the token.
    pub scopes: Vec<String>,
    /// Whether an app secret is stored.
    pub has_app_secret: bool,
    /// When the token was last checked.
    pub token_checked_at: Option<Millis>,
    /// When it was connected.
    pub connected_at: Millis,
    /// Meta's last answer, as it came.
    pub raw: Option<String>,
}

/// Lists WABAs by name, disconnected ones last.
pub async fn list(svc: &Services, call: &Call) -> ServiceResult<Vec<AccountRow>> {
    let _ = (svc, call);
    todo!()
}

/// One WABA.
pub async fn get(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<AccountDetail> {
    let _ = (svc, call, account);
    todo!()
}
