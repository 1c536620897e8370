//! Rate cards: dated price lists as data (sources §4.3, §4.4).

mod stored;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::stored::BadCard;
use self::stored::Flat;
use super::{
    calendar::Day,
    category::{Rated, Unit},
    market::Market,
};
use crate::money::Currency;

/// How a rate came onto a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The source states this rate for this date.
    #[default]
    Stated,
    /// It follows from what sources state about other dates ("utility fell in
    /// April" and the rate after that). Used, and shown as derived.
    Inferred,
    /// Converted from another currency's card. Only used when asked for, and
    /// shown as an estimate.
    Converted,
}

/// A rate of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Micro-units of the card's currency for one unit; `None` when the source
    /// has the row but not the figure.
    pub micros: Option<i64>,
    /// How it came onto the card.
    #[serde(default)]
    pub origin: Origin,
}

/// A volume band of a market and category. Only the units inside a band have
/// the band's price (sources §4.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// The market.
    pub market: Market,
    /// Utility or authentication.
    pub category: Rated,
    /// The first unit of the month that has this rate, counted from 1.
    pub from: i64,
    /// The last unit; `None` for the last band.
    pub to: Option<i64>,
    /// Micro-units for one unit.
    pub rate_micros: i64,
}

/// A row as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The market.
    pub market: Market,
    /// What is charged for.
    pub category: Rated,
    /// Micro-units; `None` when unknown.
    pub rate_micros: Option<i64>,
    /// How it came onto the card.
    #[serde(default)]
    pub origin: Origin,
}

/// A dated price list of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Flat", into = "Flat")]
pub struct RateCard {
    /// Its name in ledgers and answers: `usd-2026-10-01`.
    pub id: String,
    /// The currency of all its rates.
    pub currency: Currency,
    /// In force from 00:00 of this day in the WABA's time zone, until another
    /// card of the same currency follows.
    pub effective: Day,
    /// What its rates are for.
    pub unit: Unit,
    /// Where it comes from.
    pub source: String,
    /// What a reader should know.
    pub note: Option<String>,
    /// Lines whose list of markets is known to be incomplete: a market that is
    /// not listed may have a rate all the same.
    pub incomplete: Vec<Rated>,
    rates: BTreeMap<Market, BTreeMap<Rated, Rate>>,
    tiers: Vec<Tier>,
}

impl RateCard {
    /// An empty card.
    #[must_use]
    pub fn new(id: &str, currency: Currency, effective: Day, unit: Unit, source: &str) -> Self {
        Self {
            id: id.to_owned(),
            currency,
            effective,
            unit,
            source: source.to_owned(),
            note: None,
            incomplete: Vec::new(),
            rates: BTreeMap::new(),
            tiers: Vec::new(),
        }
    }

    /// Puts a rate onto the card; a rate that is there already is replaced.
    pub fn set(&mut self, market: Market, category: Rated, rate: Rate) {
        self.rates.entry(market).or_default().insert(category, rate);
    }

    /// Whether both are for the same currency and unit and begin on the same day, so
    /// that one of them would never count.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        (self.currency, self.unit, self.effective) == (other.currency, other.unit, other.effective)
    }

    /// Replaces the volume bands.
    pub fn set_tiers(&mut self, mut tiers: Vec<Tier>) {
        tiers.sort_by(|a, b| (&a.market, a.category, a.from).cmp(&(&b.market, b.category, b.from)));
        self.tiers = tiers;
    }

    /// The list rate; `None` when the card has no such row.
    #[must_use]
    pub fn rate(&self, market: &Market, category: Rated) -> Option<Rate> {
        self.rates.get(market)?.get(&category).copied()
    }

    /// The rate of the `unit`th unit (counted from 1) of a month, with the
    /// band's price where there are bands.
    #[must_use]
    pub fn rate_of_unit(&self, market: &Market, category: Rated, unit: i64) -> Option<Rate> {
        let list = self.rate(market, category)?;
        let band = self
            .tiers_of(market, category)
            .find(|tier| tier.from <= unit && tier.to.is_none_or(|to| unit <= to));
        Some(band.map_or(list, |tier| Rate {
            micros: Some(tier.rate_micros),
            ..list
        }))
    }

    /// The bands of a market and category, lowest first.
    pub fn tiers_of<'a>(
        &'a self,
        market: &'a Market,
        category: Rated,
    ) -> impl Iterator<Item = &'a Tier> + 'a {
        self.tiers
            .iter()
            .filter(move |tier| tier.market == *market && tier.category == category)
    }

    /// Whether any band exists, so that counting is worth while.
    #[must_use]
    pub fn has_tiers(&self) -> bool {
        !self.tiers.is_empty()
    }

    /// All bands, ordered by market, category and first unit.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// All rows, ordered by market and category.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.rates.iter().flat_map(|(market, rates)| {
            rates.iter().map(|(category, rate)| Entry {
                market: market.clone(),
                category: *category,
                rate_micros: rate.micros,
                origin: rate.origin,
            })
        })
    }

    /// The markets of the card.
    pub fn markets(&self) -> impl Iterator<Item = &Market> {
        self.rates.keys()
    }

    /// Whether any rate is not stated by its source for this date.
    #[must_use]
    pub fn derived(&self) -> bool {
        self.entries().any(|entry| entry.origin != Origin::Stated)
    }
}
