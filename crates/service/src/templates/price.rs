//! What a template's category means in money: list prices of Meta's card in the
//! account's currency, for the market of its numbers. Estimates; Meta's invoice is final.

use channels::template::TemplateCategory;
use domain::{
    billing::{Book, Market, Rated, Unit, Zone},
    ids::AccountId,
    message::id::MessageId,
    money::Currency,
    permission::Permission,
    template::lint,
    time::{DAY, Millis},
};
use store::{
    Tx,
    accounts::{self, AccountRecord},
    templates::usage,
};

use crate::{
    Call, Services,
    billing::{calendar, world},
    error::ServiceResult,
    stored,
};

/// Where most bakeries are, for accounts of which Meta says nothing.
const USUAL_COUNTRY: &str = "ES";

/// List prices of one message, in millionths of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// ISO 4217.
    pub currency: String,
    /// The market as the card names it.
    pub market: String,
    /// Of a utility message; `None` where the card does not say.
    pub utility: Option<i64>,
    /// Of a marketing message.
    pub marketing: Option<i64>,
    /// Of an authentication message.
    pub authentication: Option<i64>,
}

impl Prices {
    /// The price of a category.
    #[must_use]
    pub fn of(&self, category: &TemplateCategory) -> Option<i64> {
        match category {
            TemplateCategory::Utility => self.utility,
            TemplateCategory::Marketing => self.marketing,
            TemplateCategory::Authentication => self.authentication,
            TemplateCategory::Unknown(_) => None,
        }
    }

    /// What a move costs with so many messages.
    #[must_use]
    pub fn effect(
        &self,
        from: &TemplateCategory,
        to: &TemplateCategory,
        messages: u64,
    ) -> Option<PriceEffect> {
        let (from, to) = (self.of(from)?, self.of(to)?);
        let n = i64::try_from(messages).ok()?;
        Some(PriceEffect {
            currency: self.currency.clone(),
            from,
            to,
            messages,
            cost_from: from.checked_mul(n)?,
            cost_to: to.checked_mul(n)?,
        })
    }
}

/// What a move of category costs, in millionths of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceEffect {
    /// ISO 4217.
    pub currency: String,
    /// Of one message before.
    pub from: i64,
    /// Of one message after.
    pub to: i64,
    /// Messages of the last 30 days.
    pub messages: u64,
    /// What those cost before.
    pub cost_from: i64,
    /// What those would cost after.
    pub cost_to: i64,
}

impl PriceEffect {
    /// How much more.
    #[must_use]
    pub const fn more(&self) -> i64 {
        self.cost_to.saturating_sub(self.cost_from)
    }
}

/// Prices of an account today; `None` for a currency without a card.
#[must_use]
pub fn of_account(book: &Book, currency: Option<&str>, country: Option<&str>, now: Millis) -> Option<Prices> {
    let currency = Currency::parse(currency?).ok()?;
    let day = Zone::new("UTC", 0, Vec::new()).day(now);
    let card = book.card(currency, Unit::Message, day)?;
    let market: Market = book.markets.of_country(country.unwrap_or(USUAL_COUNTRY), day);
    let rate = |rated| card.rate(&market, rated).and_then(|rate| rate.micros);
    Some(Prices {
        currency: currency.as_str().to_owned(),
        utility: rate(Rated::Utility),
        marketing: rate(Rated::Marketing),
        authentication: rate(Rated::Authentication),
        market: market.as_str().to_owned(),
    })
}

/// Prices of an account today, by the cards in force.
pub(super) async fn of_record(
    svc: &Services,
    tx: &mut Tx,
    account: &AccountRecord,
) -> ServiceResult<Option<Prices>> {
    let book = world::book(tx, Vec::new()).await?;
    let (currency, country) = (account.currency.as_deref(), account.country.as_deref());
    Ok(of_account(&book, currency, country, svc.clock.now()))
}

/// What the rules need to tell what marketing costs more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Volume {
    prices: Option<Prices>,
    per_month: Option<i64>,
}

impl Volume {
    pub(super) fn as_lint(&self) -> lint::Price<'_> {
        let known = self.prices.as_ref().and_then(|prices| {
            Some(lint::Price {
                currency: &prices.currency,
                utility: prices.utility?,
                marketing: prices.marketing?,
                per_month: self.per_month,
            })
        });
        known.unwrap_or(lint::Price {
            per_month: self.per_month,
            ..lint::SPAIN
        })
    }
}

/// Prices of an account and the messages of a name in the last 30 days.
pub(super) async fn of_name(svc: &Services, tx: &mut Tx, account: &str, name: &str) -> ServiceResult<Volume> {
    let prices = match accounts::by_id(tx, account).await? {
        Some(account) => of_record(svc, tx, &account).await?,
        None => None,
    };
    let from = MessageId::first_of(svc.clock.now().plus(-30 * DAY));
    let sent = usage::sent_of_name(tx, account, name, from).await?;
    Ok(Volume {
        prices,
        per_month: (sent > 0).then_some(sent),
    })
}

/// How many messages of a template are sent in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMonth {
    /// How many.
    pub messages: u64,
    /// Whether they are those of another: nothing was sent under this name yet, and
    /// this is what the account's utility templates have on average.
    pub estimated: bool,
}

/// Messages of a name in the last 30 days, or else as many as the account's
/// utility templates in use had on average; `None` when it sent none of those.
pub async fn per_month(
    svc: &Services,
    call: &Call,
    account: &AccountId,
    name: &str,
) -> ServiceResult<Option<PerMonth>> {
    call.allow(Permission::ViewTemplates)?;
    let now = svc.clock.now();
    let mut tx = svc.db.read().await?;
    let from = MessageId::first_of(now.plus(-30 * DAY));
    let sent = usage::sent_of_name(&mut tx, account.as_str(), name, from).await?;
    if sent > 0 {
        return Ok(Some(PerMonth {
            messages: stored::count(sent),
            estimated: false,
        }));
    }
    let first = Zone::utc().day(now).plus(-30);
    let month = calendar::month_no(first.month());
    let day = now.0.div_euclid(DAY) - 30;
    let (sent, templates) = usage::utility(&mut tx, account.as_str(), month, day).await?;
    let average = (sent + templates / 2)
        .checked_div(templates)
        .filter(|average| *average > 0);
    Ok(average.map(|average| PerMonth {
        messages: stored::count(average),
        estimated: true,
    }))
}

/// Messages of a template in the last 30 days.
pub(super) async fn messages(
    svc: &Services,
    tx: &mut Tx,
    account: &str,
    name: &str,
    language: &str,
) -> ServiceResult<u64> {
    let from = MessageId::first_of(svc.clock.now().plus(-30 * DAY));
    Ok(stored::count(
        usage::sent(tx, account, name, language, from).await?,
    ))
}
