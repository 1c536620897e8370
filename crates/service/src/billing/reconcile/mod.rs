//! Why Meta's figures differ from ours, level by level, with named reasons and
//! an unexplained rest.

mod causes;
pub mod invoice;
mod levels;
pub mod pull;

use domain::{
    billing::Month,
    ids::AccountId,
    money::{Currency, Money},
    permission::Permission,
    time::Millis,
};
use store::{
    Tx,
    billing::{
        analytics::{self, Point},
        differences, invoices,
        sums::{self, DaySum, Whose},
    },
};

pub(super) use levels::meta_type;
pub use levels::{Level, LevelRow};

use super::{calendar::month_no, close::Closed, world::World};
use crate::{
    Call, Services,
    error::{ServiceError, ServiceResult},
};

/// Where Meta's figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// `pricing_analytics`, which Meta calls approximate.
    Analytics,
    /// The invoice, which is final.
    Invoice,
}

impl Source {
    /// The stable word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Analytics => "analytics",
            Self::Invoice => "invoice",
        }
    }
}

/// What Meta says about a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theirs {
    /// Where that comes from.
    pub source: Source,
    /// The total.
    pub total: Money,
    /// Messages.
    pub messages: i64,
    /// When it was pulled or imported.
    pub at: Millis,
    /// Who imported it, or name of the file; empty for a pull.
    pub by: String,
}

/// Why a part of the difference is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Meta charged messages in another category than their template's.
    CategoryDrift,
    /// Meta counts customers to another market than we do.
    Market,
    /// A volume band lowered Meta's rate.
    Tier,
    /// Counted on the other side of midnight: Meta's day ends at another instant.
    TimeZoneEdge,
    /// Meta delivered messages of which no report came, or of which we know no delivery.
    MissingWebhook,
    /// We have deliveries that Meta does not count.
    NotAtMeta,
    /// The number's free replies were used by another system, too.
    AllowanceShared,
    /// Meta calls messages free that we charge, or the other way round.
    FreeOrNot,
    /// The rate itself differs.
    Rate,
    /// Prices that we do not know.
    UnknownRate,
    /// Less than a hundredth in total.
    Rounding,
}

impl Cause {
    /// The stable word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::CategoryDrift => "category_drift",
            Self::Market => "market",
            Self::Tier => "tier",
            Self::TimeZoneEdge => "time_zone_edge",
            Self::MissingWebhook => "missing_webhook",
            Self::NotAtMeta => "not_at_meta",
            Self::AllowanceShared => "allowance_shared",
            Self::FreeOrNot => "free_or_not",
            Self::Rate => "rate",
            Self::UnknownRate => "unknown_rate",
            Self::Rounding => "rounding",
        }
    }
}

/// A step from our figure to Meta's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Why.
    pub cause: Cause,
    /// Messages concerned; negative when Meta counts fewer.
    pub messages: i64,
    /// What Meta has more; negative for less.
    pub amount: Money,
    /// Days, numbers, categories as they are, in no language.
    pub detail: String,
}

/// Our month against Meta's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The account.
    pub account: AccountId,
    /// The month.
    pub month: Month,
    /// Our estimate, without the partner's fees: Meta does not know them.
    pub ours: Money,
    /// Messages of it.
    pub ours_messages: i64,
    /// What Meta says: the invoice where there is one.
    pub theirs: Option<Theirs>,
    /// Steps from ours to theirs.
    pub steps: Vec<Step>,
    /// What is left of the difference after all steps.
    pub unexplained: Money,
    /// Messages that are left.
    pub unexplained_messages: i64,
    /// Side by side by number, country, category, type, tier and day; empty without Meta's detail.
    pub levels: Vec<Level>,
    /// The rate cards of our estimate.
    pub cards: Vec<String>,
    /// When Meta's figures were pulled last, and what went wrong then.
    pub pulled: Option<(Millis, Option<String>)>,
}

impl Comparison {
    /// What Meta has more than we; `None` while Meta has said nothing.
    #[must_use]
    pub fn difference(&self) -> Option<Money> {
        let theirs = self.theirs.as_ref()?;
        Some(Money::of(
            theirs.total.micros.saturating_sub(self.ours.micros),
            self.ours.currency,
        ))
    }
}

/// A month as it is looked at for signing off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The comparison.
    pub comparison: Comparison,
    /// The sign-off, if there is one.
    pub closed: Option<Closed>,
}

/// Compares a month of an account.
pub async fn compare(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    month: Month,
) -> ServiceResult<Review> {
    call.allow(Permission::ViewBilling)?;
    let closed = super::close::get(svc, call, account, month).await?;
    let mut tx = svc.db.read().await?;
    let world = World::read(svc, &mut tx).await?;
    let comparison = read(&mut tx, &world, account, month).await?;
    Ok(Review { comparison, closed })
}

pub(super) async fn read(
    tx: &mut Tx,
    world: &World,
    account: &AccountId,
    month: Month,
) -> ServiceResult<Comparison> {
    let found = store::accounts::by_id(tx, account.as_str())
        .await?
        .ok_or(ServiceError::NotFound)?;
    let code = found
        .currency
        .as_deref()
        .and_then(|code| Currency::parse(code).ok());
    let currency = code.unwrap_or(Currency::EUR);
    let no = month_no(month);
    let mine = |number: i64| {
        world
            .numbers
            .get(&number)
            .is_some_and(|n| n.account == account.as_str())
    };
    let ours: Vec<DaySum> = sums::of_month(tx, Whose::All, no)
        .await?
        .into_iter()
        .filter(|sum| sum.charge == 1 && mine(sum.number))
        .collect();
    let points: Vec<Point> = analytics::points(tx, account.as_str(), no).await?;
    let pulled = analytics::pull(tx, account.as_str(), no).await?;
    let invoice = invoices::current(tx, account.as_str(), no).await?;
    let drifted = differences::sums(tx, Whose::All, no).await?;
    let monthly = sums::months(tx, Whose::All, no, no).await?;

    let our_total: i64 = ours.iter().map(|sum| sum.amount_micros).sum();
    let our_messages: i64 = ours.iter().map(|sum| sum.messages).sum();
    let theirs = match (&invoice, pulled.as_ref().filter(|_| !points.is_empty())) {
        (Some(invoice), _) => Some(Theirs {
            source: Source::Invoice,
            total: Money::of(invoice.total_micros, currency),
            messages: invoice::messages(&invoice.lines),
            at: Millis(invoice.imported_at),
            by: format!("{}, {}", invoice.file, invoice.imported_by),
        }),
        (None, Some(pull)) => Some(Theirs {
            source: Source::Analytics,
            total: Money::of(points.iter().map(|p| p.cost_micros).sum(), currency),
            messages: points.iter().map(|p| p.volume).sum(),
            at: Millis(pull.at),
            by: String::new(),
        }),
        (None, None) => None,
    };
    let detail = match &invoice {
        Some(invoice) if !invoice::points(&invoice.lines).is_empty() => invoice::points(&invoice.lines),
        _ => points,
    };
    let compared = levels::Sides::new(world, &ours, &detail);
    let steps = match &theirs {
        None => Vec::new(),
        Some(theirs) => causes::explain(&causes::Evidence {
            sides: &compared,
            drifted: &drifted,
            our_total,
            their_total: theirs.total.micros,
            currency,
            unpriced: ours.iter().map(|sum| sum.unpriced).sum(),
        }),
    };
    let explained: i64 = steps.iter().map(|step| step.amount.micros).sum();
    let counted: i64 = steps.iter().map(|step| step.messages).sum();
    let (rest, rest_messages) = theirs.as_ref().map_or((0, 0), |theirs| {
        (
            theirs.total.micros - our_total - explained,
            if theirs.messages == 0 {
                0
            } else {
                theirs.messages - our_messages - counted
            },
        )
    });
    let mut cards: Vec<String> = monthly
        .into_iter()
        .filter(|sum| sum.account_id == account.as_str() && !sum.card.is_empty())
        .map(|sum| sum.card)
        .collect();
    cards.sort_unstable();
    cards.dedup();
    Ok(Comparison {
        account: account.clone(),
        month,
        ours: Money::of(our_total, currency),
        ours_messages: our_messages,
        theirs,
        steps,
        unexplained: Money::of(rest, currency),
        unexplained_messages: rest_messages,
        levels: compared.levels(currency),
        cards,
        pulled: pulled.map(|pull| (Millis(pull.at), pull.problem)),
    })
}
