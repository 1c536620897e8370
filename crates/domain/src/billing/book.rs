//! Everything a price is looked up in.

use super::{
    calendar::Day,
    card::RateCard,
    category::Unit,
    market::MarketMap,
    partner::{self, Partner},
    shipped,
};
use crate::money::Currency;

/// Cards, markets and partners' fees.
#[derive(Debug, Clone)]
pub struct Book {
    cards: Vec<RateCard>,
    /// Which customer belongs to which market.
    pub markets: MarketMap,
    partners: Vec<Partner>,
    /// Use rates that were converted from another currency where a card has no
    /// rate of its own. Off unless asked for: an unknown rate stays unknown.
    pub converted: bool,
}

impl Book {
    /// A book from its parts. Of two cards of the same currency, unit and day
    /// the later in the list counts; the same holds for partners.
    #[must_use]
    pub fn new(cards: Vec<RateCard>, markets: MarketMap, partners: Vec<Partner>) -> Self {
        let mut book = Self {
            cards,
            markets,
            partners,
            converted: false,
        };
        book.cards.sort_by_key(|card| card.effective);
        book.partners.sort_by_key(|partner| partner.from);
        book
    }

    /// What this version ships with.
    #[must_use]
    pub fn shipped() -> Self {
        Self::new(shipped::cards(), shipped::markets(), partner::shipped())
    }

    /// Adds a card, which counts before an older one of the same day.
    pub fn add(&mut self, card: RateCard) {
        let at = self
            .cards
            .partition_point(|other| other.effective <= card.effective);
        self.cards.insert(at, card);
    }

    /// Adds a partner's price list, which counts before an older one of the same day.
    #[cfg(test)]
    pub(crate) fn add_partner(&mut self, partner: Partner) {
        let at = self.partners.partition_point(|other| other.from <= partner.from);
        self.partners.insert(at, partner);
    }

    /// The cards, oldest first.
    #[must_use]
    pub fn cards(&self) -> &[RateCard] {
        &self.cards
    }

    /// The card in force on a day.
    #[must_use]
    pub fn card(&self, currency: Currency, unit: Unit, day: Day) -> Option<&RateCard> {
        self.cards
            .iter()
            .rev()
            .find(|card| card.currency == currency && card.unit == unit && card.effective <= day)
    }

    /// A partner's price list on a day; `None` for a partner we know nothing of.
    #[must_use]
    pub fn partner(&self, id: &str, day: Day) -> Option<&Partner> {
        self.partners
            .iter()
            .rev()
            .find(|partner| partner.id == id && partner.from.is_none_or(|from| from <= day))
    }

    /// The partners' price lists, oldest first.
    #[must_use]
    pub fn partners(&self) -> &[Partner] {
        &self.partners
    }
}
