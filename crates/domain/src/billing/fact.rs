//! What happened: the input of pricing. Facts may come in any order.

use super::{
    category::{Category, Kind},
    zone::Zone,
};
use crate::{money::Currency, time::Millis};

/// The higher authentication rate for codes sent to other countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthInternational {
    /// From this instant on, unless the destination is listed below.
    pub from: Millis,
    /// Destinations (two letters) with an instant of their own.
    pub exceptions: Vec<(String, Millis)>,
}

/// A WhatsApp Business Account, as far as prices depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id in the facts.
    pub id: String,
    /// Its portfolio, over which volume bands are counted; `None` counts it alone.
    pub portfolio: Option<String>,
    /// Its time zone.
    pub zone: Zone,
    /// Its currency.
    pub currency: Currency,
    /// Who carries its messages: `meta`, `gupshup`, …
    pub partner: String,
    /// Two letters of the country where the business is registered.
    pub country: Option<String>,
    /// Since when Meta charges authentication-international, if at all. Meta
    /// decides and tells by a webhook (sources §2.4), so it is not computed here.
    pub auth_international: Option<AuthInternational>,
    /// A government or non-profit organisation: service messages are free until
    /// the end of 2027 (sources §4.1).
    pub nonprofit: bool,
}

impl Account {
    /// An account of an ordinary business that is connected to Meta directly.
    #[must_use]
    pub fn new(id: &str, zone: Zone, currency: Currency) -> Self {
        Self {
            id: id.to_owned(),
            portfolio: None,
            zone,
            currency,
            partner: "meta".to_owned(),
            country: None,
            auth_international: None,
            nonprofit: false,
        }
    }
}

/// A customer wrote (or called, which opens the same window; sources §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inbound<'a> {
    /// When.
    pub at: Millis,
    /// To which account.
    pub waba: &'a str,
    /// To which number of it.
    pub number: &'a str,
    /// Who: a phone number with its calling code, or a user id.
    pub contact: &'a str,
    /// Through an ad that clicks to WhatsApp or a page's button.
    pub entry_point: bool,
}

/// A message arrived at the customer's device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered<'a> {
    /// Its identity within the account; a message counts once.
    pub id: &'a str,
    /// When it was delivered.
    pub at: Millis,
    /// From which account.
    pub waba: &'a str,
    /// From which number of it.
    pub number: &'a str,
    /// To whom: a phone number with its calling code, or a user id.
    pub contact: &'a str,
    /// How it was sent.
    pub kind: Kind,
    /// The category at the time of sending.
    pub category: Category,
    /// Size of the file it carries, in bytes; 0 for none.
    pub media_bytes: i64,
}

/// A message could not be delivered. Meta charges nothing, some partners do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed<'a> {
    /// Its identity within the account; a message counts once.
    pub id: &'a str,
    /// When it failed.
    pub at: Millis,
    /// From which account.
    pub waba: &'a str,
    /// From which number of it.
    pub number: &'a str,
    /// To whom.
    pub contact: &'a str,
}

/// Anything that bears on prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<'a> {
    /// A customer wrote.
    Inbound(Inbound<'a>),
    /// A message arrived.
    Delivered(Delivered<'a>),
    /// A message did not.
    Failed(Failed<'a>),
}

impl Fact<'_> {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Millis {
        match self {
            Self::Inbound(fact) => fact.at,
            Self::Delivered(fact) => fact.at,
            Self::Failed(fact) => fact.at,
        }
    }
}
