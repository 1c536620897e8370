//! The output of pricing: one line, with everything that made it.

use std::sync::Arc;

use super::{
    calendar::{Day, Month},
    card::Origin,
    category::Rated,
    market::Market,
    regime::Regime,
};
use crate::{money::Currency, open_enum};

open_enum! {
    /// Why a line costs what it costs. The words are those of the ledger and of
    /// `tahona billing price`; three of them are Meta's (sources §2.3).
    pub enum Reason {
        /// Charged at the rate of the card.
        Regular = "regular",
        /// Free: the customer wrote within the last 24 hours.
        FreeCustomerService = "free_customer_service",
        /// Free: the customer came through an ad or a page's button.
        FreeEntryPoint = "free_entry_point",
        /// Free: within the monthly allowance of 1,000.
        FreeTier = "free_tier",
        /// Free: sent from the WhatsApp Business app.
        AppEcho = "app_echo",
        /// Free: inside a conversation that is charged with its first message.
        OpenConversation = "open_conversation",
        /// Free: service message of a government or non-profit organisation.
        FreeNonprofit = "free_nonprofit",
        /// Only the partner takes something: a customer's message, or a failed one.
        PartnerFee = "partner_fee",
        /// Not known: no card, or a card without this rate.
        UnknownRate = "unknown_rate",
        /// Not known: the contact is neither a phone number nor a user id.
        UnknownMarket = "unknown_market",
        /// Not known: the category is new to this version or none that a template has.
        UnknownCategory = "unknown_category",
        /// Not known: neither template nor free text nor app.
        UnknownKind = "unknown_kind",
        /// Not known: the account's time zone and currency are missing.
        UnknownWaba = "unknown_waba",
        /// Not known: whether the domestic or the international authentication
        /// rate applies, because the business's country is missing.
        UnknownCountry = "unknown_country",
    }
}

impl Reason {
    /// Whether the message is free for this reason.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        matches!(
            self,
            Self::FreeCustomerService
                | Self::FreeEntryPoint
                | Self::FreeTier
                | Self::AppEcho
                | Self::OpenConversation
                | Self::FreeNonprofit
        )
    }
}

/// What one delivered message costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The rules that applied; `None` when the account is unknown.
    pub regime: Option<Regime>,
    /// The calendar day in the WABA's time zone.
    pub day: Option<Day>,
    /// The customer's market; `None` when it cannot be told.
    pub market: Option<Market>,
    /// Which line of the card.
    pub charged_as: Option<Rated>,
    /// Why.
    pub reason: Reason,
    /// What Meta charges for the unit, in micro-units; 0 when free, `None` when unknown.
    pub rate_micros: Option<i64>,
    /// Meta's price of this message; `None` when unknown.
    pub amount_micros: Option<i64>,
    /// The partner's fee; `None` when unknown.
    pub fee_micros: Option<i64>,
    /// The currency of rate and amount: the WABA's.
    pub currency: Option<Currency>,
    /// The currency of the fee: the partner's price list may have another.
    pub fee_currency: Option<Currency>,
    /// The card in force; `None` when there is none.
    pub card: Option<Arc<str>>,
    /// How the rate came onto the card; `None` when no rate was needed.
    pub origin: Option<Origin>,
    /// Whether the customer had written within the last 24 hours.
    pub window_open: bool,
}

impl Charge {
    /// The line of a message of which nothing is known.
    pub(crate) fn unknown(reason: Reason) -> Self {
        Self {
            regime: None,
            day: None,
            market: None,
            charged_as: None,
            reason,
            rate_micros: None,
            amount_micros: None,
            fee_micros: None,
            currency: None,
            fee_currency: None,
            card: None,
            origin: None,
            window_open: false,
        }
    }

    /// The month it is charged in, in the WABA's time zone.
    #[must_use]
    pub fn month(&self) -> Option<Month> {
        self.day.map(Day::month)
    }
}
