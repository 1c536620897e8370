//! Equal messages, counted.

use serde::{Deserialize, Serialize};

use super::Change;
use crate::{
    billing::{
        category::Rated,
        charge::Reason,
        market::Market,
        regime::{Regime, Verdict},
    },
    money,
};

/// What kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A template, by the line it stands on.
    Template(Rated),
    /// Free text.
    FreeForm,
    /// Sent from the business's own app.
    Echo,
    /// Of a category or kind that is not known.
    Unknown,
    /// Written by a customer; only partners take something for it.
    Inbound,
    /// Not delivered; only partners take something for it.
    Failed,
}

/// What the message would do under the rules of 2022.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Old {
    /// It opens a conversation begun by the business.
    Business,
    /// It opens a conversation begun by the customer.
    User,
    /// It is inside one.
    Inside,
    /// It is part of a free entry point.
    Entry,
}

/// Equal messages of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Whose.
    pub tenant: String,
    /// From which number.
    pub number: String,
    /// The customers' market; `None` when it could not be told.
    pub market: Option<Market>,
    /// What kind of message.
    pub shape: Shape,
    /// The customer had written within 24 hours.
    pub window: bool,
    /// A free entry point was open.
    pub entry: bool,
    /// Under the rules of 2022; `None` when nobody has worked it out.
    pub old: Option<Old>,
    /// Whether it opens a conversation of its category under the rules of 2023;
    /// `None` when nobody has worked it out.
    pub opens: Option<bool>,
    /// Carries a file for which partners take a fee.
    pub large_media: bool,
    /// How many.
    pub volume: i64,
    /// How many of them were free by the month's allowance.
    pub free_tier: i64,
}

impl Cell {
    /// What the rules say about one of these messages, before allowances. With
    /// `true`, the month's allowance of free ones applies.
    pub(super) fn verdict(&self, regime: Regime, nonprofit: bool) -> (Verdict, bool) {
        use Verdict::{Free, Rate, Unknown};
        let service = Some(Rated::Service);
        let rated = match self.shape {
            Shape::Echo => return (Free(service, Reason::AppEcho), false),
            Shape::Inbound | Shape::Failed => return (Free(None, Reason::PartnerFee), false),
            Shape::Unknown => None,
            Shape::FreeForm => service,
            Shape::Template(rated) => Some(rated),
        };
        let free_form = self.shape == Shape::FreeForm;
        let entry = self.entry && regime >= Regime::CategoryConversation;
        let verdict = match (regime, rated) {
            _ if entry => Free(rated, Reason::FreeEntryPoint),
            (Regime::Notification | Regime::PerMessage, _) if free_form => {
                Free(service, Reason::FreeCustomerService)
            }
            (Regime::Notification, _) => Rate(Rated::Notification, false),
            (Regime::Conversation, _) => {
                return match self.old {
                    None => (Unknown(Reason::UnknownCategory), false),
                    Some(Old::Entry) => (Free(Some(Rated::UserInitiated), Reason::FreeEntryPoint), false),
                    Some(Old::Inside) => (Free(None, Reason::OpenConversation), false),
                    Some(Old::Business) => (Rate(Rated::BusinessInitiated, false), true),
                    Some(Old::User) => (Rate(Rated::UserInitiated, false), true),
                };
            }
            (_, None) => Unknown(Reason::UnknownCategory),
            (Regime::CategoryConversation | Regime::FreeServiceConversation, Some(rated)) => match self.opens
            {
                None => Unknown(Reason::UnknownCategory),
                Some(false) => Free(Some(rated), Reason::OpenConversation),
                Some(true) if free_form && regime == Regime::FreeServiceConversation => {
                    Free(service, Reason::FreeCustomerService)
                }
                Some(true) => return (Rate(rated, false), free_form),
            },
            (Regime::PerMessage, Some(Rated::Utility)) if self.window => {
                Free(rated, Reason::FreeCustomerService)
            }
            (Regime::ChargedService, Some(_)) if free_form && nonprofit => {
                Free(service, Reason::FreeNonprofit)
            }
            (Regime::ChargedService, Some(_)) if free_form => return (Rate(Rated::Service, false), true),
            (Regime::PerMessage | Regime::ChargedService, Some(rated)) => {
                Rate(rated, rated != Rated::Marketing)
            }
        };
        (verdict, false)
    }

    /// This cell after a change.
    pub(super) fn changed(mut self, change: &Change) -> Self {
        let concerns = |tenant: &Option<String>| tenant.as_ref().is_none_or(|tenant| *tenant == self.tenant);
        match change {
            Change::Recategorise { from, to, tenant } => {
                if concerns(tenant) && self.shape == Shape::Template(*from) {
                    self.shape = Shape::Template(*to);
                }
            }
            Change::Volume { ppm, tenant } => {
                if concerns(tenant) {
                    let scaled = |n: i64| money::share(n, (*ppm).max(0), money::MICROS).unwrap_or(i64::MAX);
                    self.volume = scaled(self.volume);
                    self.free_tier = scaled(self.free_tier).min(self.volume);
                }
            }
            Change::Assign { tenant, number } => {
                if *tenant == self.tenant {
                    self.number.clone_from(number);
                }
            }
        }
        self
    }
}
