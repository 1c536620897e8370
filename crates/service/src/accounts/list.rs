//! Connected WABAs.

use domain::{
    account::{BusinessVerification, Ownership, ReviewStatus},
    health::Health,
    ids::AccountId,
    number::MessagingLimit,
    permission::Permission,
    secret_age::{TokenAge, token_age},
    time::Millis,
};
use store::accounts::{self as rows, AccountRecord};

use super::{
    save,
    subscription::Subscription,
    sync::{self, SyncProblem},
};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult, Upstream},
    stored,
};

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
    call.allow(Permission::ViewAccounts)?;
    let mut tx = svc.db.read().await?;
    let now = svc.clock.now();
    let mut rows = rows::all(&mut tx)
        .await?
        .iter()
        .map(|record| row(record, now))
        .collect::<ServiceResult<Vec<_>>>()?;
    rows.sort_by_key(|row| {
        (
            row.disconnected_at.is_some(),
            domain::tenant::search_key(&row.name),
        )
    });
    Ok(rows)
}

/// One WABA.
pub async fn get(svc: &Services, call: &Call, account: &AccountId) -> ServiceResult<AccountDetail> {
    call.allow(Permission::ViewAccounts)?;
    let mut tx = svc.db.read().await?;
    let record = rows::by_id(&mut tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    Ok(AccountDetail {
        row: row(&record, svc.clock.now())?,
        app: record
            .app_id
            .clone()
            .map(|id| (id, record.app_name.clone().unwrap_or_default())),
        scopes: save::read_json(Some(&record.scopes)).unwrap_or_default(),
        business_verification: record
            .business_verification
            .as_deref()
            .map(BusinessVerification::parse),
        ownership: record.ownership.as_deref().map(Ownership::parse),
        messaging_limit: record.messaging_limit.as_deref().map(MessagingLimit::parse),
        has_app_secret: record.app_secret.is_some(),
        token_checked_at: record.token_checked_at.map(Millis),
        connected_at: Millis(record.connected_at),
        currency: record.currency,
        timezone_id: record.timezone_id,
        country: record.country,
        namespace: record.namespace,
        status: record.status,
        raw: record.raw,
    })
}

pub(crate) fn row(record: &AccountRecord, now: Millis) -> ServiceResult<AccountRow> {
    let expires = record.token_expires_at.map(Millis);
    let token_problem: Option<SyncProblem> = save::read_json(record.token_problem.as_deref());
    let subscription: Option<Subscription> = save::read_json(record.subscription.as_deref());
    let health: Option<Health> = save::read_json(record.health.as_deref());
    Ok(AccountRow {
        id: stored::id(record.id.clone())?,
        waba_id: record.waba_id.clone(),
        name: record.name.clone(),
        portfolio: record
            .portfolio_id
            .clone()
            .map(|id| (id, record.portfolio_name.clone().unwrap_or_default())),
        numbers: stored::small(record.numbers),
        in_use: stored::small(record.in_use),
        review: record.review_status.as_deref().map(ReviewStatus::parse),
        health: health.zip(record.health_at.map(Millis)),
        // Without a token nothing works, as with one that has ended.
        token_age: match (&record.token, record.token_set_at) {
            (Some(_), Some(set_at)) => token_age(Millis(set_at), expires, now),
            _ => TokenAge::Expired,
        },
        token_set_at: record.token_set_at.map(Millis),
        token_expires_at: expires,
        token_problem: token_problem.map(|problem| problem.upstream()),
        subscription: subscription.zip(record.subscription_at.map(Millis)),
        sync_attempt_at: record.sync_attempt_at.map(Millis),
        sync_ok_at: record.sync_ok_at.map(Millis),
        sync_problems: sync::known_problems(record),
        disconnected_at: record.disconnected_at.map(Millis),
    })
}
