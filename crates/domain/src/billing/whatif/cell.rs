//! Equal messages, counted.

use std::{collections::BTreeMap, sync::Arc};

use super::{Change, base::NOBODY, statement::in_proportion_of};
use crate::{
    billing::{
        category::Rated,
        charge::Reason,
        market::Market,
        regime::{Regime, Verdict},
    },
    money,
};

/// The number of those that share one.
const SHARED: &str = "shared";

/// What kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Equal messages of a month. Cheap to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Whose.
    pub tenant: Arc<str>,
    /// From which number.
    pub number: Arc<str>,
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
    /// In which stretch of the month, counted from 0: a new one begins with each
    /// day on which another card or another price list of the partner does.
    pub stretch: u8,
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
}

/// The cells after some changes, in their order.
pub(super) fn changed(cells: &[Cell], changes: &[Change]) -> Vec<Cell> {
    let mut cells = cells.to_vec();
    for change in changes {
        match change {
            Change::Recategorise { from, to, tenant } => {
                for cell in cells.iter_mut().filter(|cell| concerns(tenant.as_deref(), cell)) {
                    if cell.shape == Shape::Template(*from) {
                        cell.shape = Shape::Template(*to);
                    }
                }
            }
            Change::Volume { ppm, tenant } => scale(&mut cells, (*ppm).max(0), tenant.as_deref()),
            Change::Assign { own } => {
                let shared: Arc<str> = SHARED.into();
                for cell in cells.iter_mut().filter(|cell| *cell.tenant != *NOBODY) {
                    let number = own.get(&cell.tenant).unwrap_or(&shared);
                    cell.number = Arc::clone(number);
                }
            }
        }
    }
    cells
}

fn concerns(tenant: Option<&str>, cell: &Cell) -> bool {
    tenant.is_none_or(|tenant| *tenant == *cell.tenant)
}

/// More or less of everything. What a bakery has of one kind is rounded once, not
/// cell by cell: many cells hold a single message.
fn scale(cells: &mut [Cell], ppm: i64, tenant: Option<&str>) {
    let mut kinds: BTreeMap<(Arc<str>, Shape), Vec<usize>> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        if concerns(tenant, cell) {
            let kind = (Arc::clone(&cell.tenant), cell.shape);
            kinds.entry(kind).or_default().push(at);
        }
    }
    let scaled = |n: i64| money::share(n, ppm, money::MICROS).unwrap_or(i64::MAX);
    for members in kinds.into_values() {
        let volumes: Vec<i64> = members
            .iter()
            .filter_map(|at| cells.get(*at))
            .map(|cell| cell.volume)
            .collect();
        let all = money::sum(volumes.iter().copied()).unwrap_or(i64::MAX);
        for (at, volume) in members.iter().zip(in_proportion_of(&volumes, scaled(all))) {
            if let Some(cell) = cells.get_mut(*at) {
                cell.volume = volume;
                cell.free_tier = scaled(cell.free_tier).min(volume);
            }
        }
    }
}
