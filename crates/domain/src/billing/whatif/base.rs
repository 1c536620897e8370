//! What a calculation starts from: a month's cells with the cards and partners
//! that can be chosen. Small enough to be sent to a browser.

mod cards;
mod packed;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use self::cards::offered;
use super::{Cell, InForce, Scenario, pilot};
use crate::{
    billing::{
        book::Book,
        calendar::{Day, Month},
        card::RateCard,
        fact::Account,
        market::Market,
        partner::Partner,
        regime::Regime,
    },
    money::Currency,
};

/// A card that can be chosen, with the markets of the cells only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The card.
    pub card: RateCard,
    /// Whether it was converted from the dollar card because there is none in
    /// the account's currency for that time: an estimate.
    pub converted: bool,
}

/// A part of the month in which another card or partner counts than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its first day.
    pub from: Day,
    /// Id of the card in force.
    pub card: Option<String>,
    /// Who carries the messages; `None` when nothing is known of them.
    pub partner: Option<Partner>,
}

/// The days of a month on which a stretch begins: the first day, and each one on
/// which a card of the currency or a price list of the partner does.
#[must_use]
pub fn stretches(book: &Book, month: Month, currency: Currency, partner: &str) -> Vec<Day> {
    let unit = Regime::of(month.first()).unit();
    let cards = book
        .cards()
        .iter()
        .filter(|card| card.currency == currency && card.unit == unit)
        .map(|card| card.effective);
    let lists = book
        .partners()
        .iter()
        .filter(|list| list.id == partner)
        .filter_map(|list| list.from);
    let mut days: Vec<Day> = cards
        .chain(lists)
        .filter(|day| day.month() == month)
        .chain([month.first()])
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// What a calculation starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The month.
    pub month: Month,
    /// The account's currency.
    pub currency: Currency,
    /// The rules of the month.
    pub regime: Regime,
    /// Id of the card in force on the month's first day.
    pub card: Option<String>,
    /// The stretches of the month after the first: from each of these days on
    /// another card or another price list of the partner counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<Stretch>,
    /// Cards that can be chosen, oldest first.
    pub cards: Vec<Offered>,
    /// Who carries the messages on the month's first day; `None` when nothing is
    /// known of them.
    pub partner: Option<Partner>,
    /// Partners that can be chosen.
    pub partners: Vec<Partner>,
    /// The account is of a government or non-profit organisation.
    pub nonprofit: bool,
    /// Whether conversations were followed message by message. If not, what
    /// depends on them is unknown.
    pub followed: bool,
    /// Names of the bakeries, by the words in the cells.
    pub names: BTreeMap<String, String>,
    /// Equal messages, counted.
    #[serde(with = "packed")]
    pub cells: Vec<Cell>,
}

/// The word in the cells for numbers that serve nobody.
pub const NOBODY: &str = "0";

impl Base {
    /// A month's cells with everything of the book that can be chosen for them,
    /// for an account that is connected to Meta directly.
    #[must_use]
    pub fn new(book: &Book, month: Month, currency: Currency, cells: Vec<Cell>) -> Self {
        Self::with(book, month, currency, "meta", cells)
    }

    /// The cells of an account's month.
    #[must_use]
    pub fn of_account(book: &Book, month: Month, account: &Account, cells: Vec<Cell>) -> Self {
        Self {
            nonprofit: account.nonprofit,
            ..Self::with(book, month, account.currency, &account.partner, cells)
        }
    }

    fn with(book: &Book, month: Month, currency: Currency, carrier: &str, cells: Vec<Cell>) -> Self {
        let regime = Regime::of(month.first());
        let markets: BTreeSet<&Market> = cells.iter().filter_map(|cell| cell.market.as_ref()).collect();
        let mut partners: BTreeMap<&str, &Partner> = BTreeMap::new();
        for partner in book.partners() {
            let begun = partner.from.is_none_or(|from| from <= month.first());
            if begun && partner.known && !partner.id.starts_with(TERMS) {
                partners.insert(&partner.id, partner);
            }
        }
        let card = |day: Day| {
            book.card(currency, regime.unit(), day)
                .map(|card| card.id.clone())
        };
        let later = stretches(book, month, currency, carrier)
            .into_iter()
            .skip(1)
            .map(|from| Stretch {
                from,
                card: card(from),
                partner: book.partner(carrier, from).cloned(),
            })
            .collect();
        Self {
            month,
            currency,
            regime,
            card: card(month.first()),
            later,
            cards: offered(book, currency, &markets),
            partner: book.partner(carrier, month.first()).cloned(),
            partners: partners.into_values().cloned().collect(),
            nonprofit: false,
            followed: true,
            names: BTreeMap::new(),
            cells,
        }
    }

    /// The pilot's plan under the rules of a month (see [`pilot`]).
    #[must_use]
    pub fn of_pilot(book: &Book, month: Month) -> Self {
        let cells = pilot();
        let names = cells
            .iter()
            .enumerate()
            .map(|(n, cell)| (cell.tenant.to_string(), format!("{}", n + 1)))
            .collect();
        Self {
            names,
            ..Self::new(book, month, Currency::EUR, cells)
        }
    }

    /// The circumstances of the month itself.
    #[must_use]
    pub fn present(&self) -> Scenario<'_> {
        let in_force = |card: Option<&str>| {
            let offered = card.and_then(|id| self.offered(id));
            let converted = offered.is_some_and(|offered| offered.converted);
            (offered.map(|offered| &offered.card), converted)
        };
        let (card, converted) = in_force(self.card.as_deref());
        let later = self.later.iter().map(|stretch| {
            let (card, converted) = in_force(stretch.card.as_deref());
            InForce {
                card,
                converted,
                partner: stretch.partner.as_ref(),
            }
        });
        Scenario {
            regime: self.regime,
            card,
            converted,
            partner: self.partner.as_ref(),
            later: later.collect(),
            month: self.month,
            nonprofit: self.nonprofit,
            changes: Vec::new(),
        }
    }

    /// A card by its id.
    #[must_use]
    pub fn offered(&self, id: &str) -> Option<&Offered> {
        self.cards.iter().find(|offered| offered.card.id == id)
    }

    /// The card that goes with rules: the month's own as long as it fits, or of
    /// those until the rules ended the one that knows most rates, the latest of
    /// several.
    #[must_use]
    pub fn card_for(&self, regime: Regime) -> Option<&Offered> {
        let unit = regime.unit();
        if unit == self.regime.unit() {
            return self.card.as_deref().and_then(|id| self.offered(id));
        }
        let until = regime.until();
        self.cards
            .iter()
            .filter(|offered| offered.card.unit == unit)
            .filter(|offered| until.is_none_or(|until| offered.card.effective < until))
            .max_by_key(|offered| {
                let known = offered.card.entries().filter(|entry| entry.rate_micros.is_some());
                (known.count(), offered.card.effective)
            })
    }

    /// The bakeries in the cells, without the numbers that serve nobody.
    pub fn tenants(&self) -> impl Iterator<Item = &Arc<str>> {
        let all: BTreeSet<&Arc<str>> = self.cells.iter().map(|cell| &cell.tenant).collect();
        all.into_iter().filter(|tenant| ***tenant != *NOBODY)
    }
}

/// How partners go in a book that stand for an account's own terms.
pub const TERMS: &str = "terms:";
