//! What needs a person now, the set-up checklist, and figures that are true.

mod attention;
mod checklist;
mod facts;
mod template_alarms;

use domain::{
    ids::{AccountId, NumberId, TenantId},
    number::{NumberStatus, QualityRating},
    permission::Permission,
    secret_age::TokenAge,
    time::Millis,
};

use crate::{
    Call, Services,
    billing::budgets::{self, BudgetState},
    error::ServiceResult,
    messages::outbox::stops::{self, Stop},
    templates::{alarms::Alarm, row::TemplateRow},
};

/// The template of the platform's orders: the set-up asks for it by name.
pub const ORDER_TEMPLATE: &str = "po_notification";

/// The first page.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What needs a person, most urgent first.
    pub attention: Vec<Attention>,
    /// The set-up steps, in order.
    pub checklist: Vec<Step>,
    /// A bakery from which a test message can be sent, while none was.
    pub trial_at: Option<TenantId>,
    /// Bakeries: all, active, with the switch on.
    pub tenants: (u64, u64, u64),
    /// Bakeries that have everything they need to send, as far as is known.
    pub ready_tenants: u64,
    /// Numbers in the pool.
    pub numbers: u64,
    /// Connected WABAs.
    pub accounts: u64,
    /// Numbers by quality.
    pub quality: Vec<(QualityRating, u64)>,
    /// Oldest successful sync among the connected WABAs.
    pub read_at: Option<Millis>,
    /// When this was put together.
    pub at: Millis,
}

/// How urgent something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Something has stopped.
    Stopped,
    /// To be decided or done soon.
    Soon,
    /// To be planned.
    Plan,
}

/// Something that needs a person.
#[derive(Debug, Clone)]
pub struct Attention {
    /// How urgent.
    pub urgency: Urgency,
    /// What it is.
    pub kind: AttentionKind,
    /// Since when, if that is known.
    pub since: Option<Millis>,
}

/// What needs a person.
#[derive(Debug, Clone)]
pub enum AttentionKind {
    /// Meta refuses the token.
    TokenRefused(AccountId, String, crate::error::Upstream),
    /// The token should be replaced.
    TokenOld(AccountId, String, TokenAge),
    /// Webhooks do not arrive here (or nobody knows).
    NotSubscribed(AccountId, String),
    /// No account has its app secret, so every webhook is refused: the first of
    /// them, and how many were refused for that within a day.
    NoAppSecret(AccountId, u64),
    /// The last sync failed.
    SyncFailed(AccountId, String, String),
    /// Meta blocks or limits sending.
    Health(AccountId, String, domain::health::CanSend, Option<String>),
    /// A number that a bakery uses is not connected.
    NumberDown(NumberId, String, NumberStatus, Option<String>),
    /// A number's quality is medium or low.
    QualityLow(NumberId, String, QualityRating, Option<String>),
    /// A name was declined.
    NameDeclined(NumberId, String, String),
    /// A number vanished from Meta's list while a bakery uses it.
    NumberVanished(NumberId, String, Option<String>),
    /// Two WABAs list the same number.
    NumberTwice(String),
    /// Active bakeries with the switch on and no number, not even a default one: how many, and the first.
    TenantsWithoutNumber(u64, TenantId, String),
    /// The same with the switch off: nothing is missing until they turn it on.
    TenantsToAssign(u64, TenantId, String),
    /// The platform's switch is off.
    PlatformOff(Option<String>),
    /// Sending through an account or a number stands still.
    SendingStopped(Stop),
    /// A budget's threshold is passed.
    BudgetPassed(Box<BudgetState>),
    /// A template cannot be used, is about to cost more, or is liked less.
    Template(Box<TemplateRow>, Alarm),
    /// So many more of these.
    MoreTemplates(u64),
}

/// A step of the set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub key: StepKey,
    /// Whether it is proven done.
    pub done: bool,
    /// The evidence: a fact for people, for example "10 of 10".
    pub evidence: Option<Evidence>,
}

/// Evidence of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// So many of so many.
    Count(u64, u64),
    /// Numbers by Meta's rating.
    Rated {
        /// Those that are high.
        high: u64,
        /// Those that Meta has not rated yet.
        unrated: u64,
        /// All of them.
        of: u64,
    },
    /// A word of Meta's, at a time.
    Meta(String, Millis),
    /// A name.
    Name(String),
    /// A name, and since when.
    Since(String, Millis),
}

/// The set-up steps that can be proven here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKey {
    /// A WABA is connected.
    AccountConnected,
    /// The business behind it is verified.
    BusinessVerified,
    /// Numbers are added and connected.
    NumbersConnected,
    /// The token does not expire and has the scopes.
    TokenPermanent,
    /// The template of the orders is approved at some account.
    TemplateApproved,
    /// Webhooks are subscribed to this console.
    WebhooksSubscribed,
    /// A default number is set.
    DefaultNumber,
    /// Every active bakery has a number (its own or the default).
    TenantsAssigned,
    /// Quality is high everywhere; what Meta has not rated proves nothing.
    QualityHigh,
    /// Meta reports no obstacle with payment.
    PaymentWorks,
    /// At least one owner turned WhatsApp on.
    OwnersTurnedOn,
    /// A test message was taken by Meta and has not failed since.
    TestSent,
}

/// Puts the first page together.
pub async fn get(svc: &Services, call: &Call) -> ServiceResult<Overview> {
    call.allow(Permission::ViewOverview)?;
    let facts = facts::read(svc).await?;
    let stopped = stops::list(svc, call).await?;
    let budgets = budgets::list(svc, call).await?;
    let mut attention = attention::list(&facts, stopped, budgets);
    template_alarms::add(svc, call, &mut attention).await?;
    Ok(Overview {
        attention,
        checklist: checklist::steps(&facts),
        trial_at: facts.trial_at.clone(),
        tenants: (facts.tenants, facts.active, facts.switched_on),
        ready_tenants: facts.ready(),
        numbers: u64::try_from(facts.pool().count()).unwrap_or(0),
        accounts: u64::try_from(facts.accounts.len()).unwrap_or(0),
        quality: facts.quality(),
        read_at: facts
            .accounts
            .iter()
            .map(|account| account.row.sync_ok_at)
            .min()
            .flatten(),
        at: facts.now,
    })
}
