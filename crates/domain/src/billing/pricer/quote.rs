//! Which rate of a card applies.

use std::{collections::HashMap, sync::Arc};

use crate::{
    billing::{
        book::Book,
        calendar::{Day, Month},
        card::{Origin, Rate, RateCard},
        category::{Rated, Unit},
        charge::Reason,
        fact::Account,
        market::Market,
    },
    time::Millis,
};

/// Since when codes to these countries have had a rate of their own (sources §4.1).
/// Cards that are in force on both sides of such a day have the row all along.
const INTERNATIONAL_FROM: [(&str, Day); 9] = [
    ("Indonesia", Day::of(2024, 6, 1)),
    ("India", Day::of(2024, 7, 1)),
    ("Egypt", Day::of(2025, 2, 1)),
    ("Malaysia", Day::of(2025, 2, 1)),
    ("Nigeria", Day::of(2025, 2, 1)),
    ("Pakistan", Day::of(2025, 2, 1)),
    ("Saudi Arabia", Day::of(2025, 2, 1)),
    ("South Africa", Day::of(2025, 2, 1)),
    ("UAE", Day::of(2025, 2, 1)),
];

/// Charged units of the month, for volume bands: by portfolio, market and line.
pub(super) type Volumes = HashMap<(Arc<str>, Market, Rated, Month), i64>;

/// Finds a list rate.
pub(super) struct Quote<'q> {
    pub(super) book: &'q Book,
    pub(super) card: Option<&'q RateCard>,
    pub(super) account: &'q Account,
    pub(super) at: Millis,
    pub(super) day: Day,
    pub(super) market: Option<&'q Market>,
}

impl Quote<'_> {
    /// The line of the card that a message stands on, and its rate.
    pub(super) fn find(&self, rated: Rated) -> (Rated, Result<Rate, Reason>) {
        let Some(market) = self.market else {
            return (rated, Err(Reason::UnknownMarket));
        };
        let Some(card) = self.card else {
            return (rated, Err(Reason::UnknownRate));
        };
        let rated = match rated {
            Rated::Authentication => match self.authentication(card, market) {
                Ok(rated) => rated,
                Err(reason) => return (rated, Err(reason)),
            },
            other => other,
        };
        let mut rate = card.rate(market, rated);
        // Service messages cost the market's utility rate (sources §4.1, 2026-10-01).
        if rate.is_none() && rated == Rated::Service && card.unit == Unit::Message {
            rate = card.rate(market, Rated::Utility);
        }
        let known = rate.filter(|rate| {
            rate.micros.is_some() && (self.book.converted || rate.origin != Origin::Converted)
        });
        (rated, known.ok_or(Reason::UnknownRate))
    }

    /// The same where volume bands apply: counts one more unit of the portfolio's
    /// month and finds the rate of the band that it falls into.
    pub(super) fn quote_banded(
        &self,
        rated: Rated,
        portfolio: &Arc<str>,
        volumes: &mut Volumes,
    ) -> (Rated, Result<Rate, Reason>) {
        let (rated, found) = self.find(rated);
        let found = found.map(|list| match (self.card, self.market) {
            (Some(card), Some(market)) if card.has_tiers() => {
                let key = (Arc::clone(portfolio), market.clone(), rated, self.day.month());
                let unit = volumes.entry(key).or_insert(0);
                *unit += 1;
                card.rate_of_unit(market, rated, *unit).unwrap_or(list)
            }
            _ => list,
        });
        (rated, found)
    }

    /// Domestic or international (sources §4.2 step 7).
    fn authentication(&self, card: &RateCard, market: &Market) -> Result<Rated, Reason> {
        let Some(international) = &self.account.auth_international else {
            return Ok(Rated::Authentication);
        };
        let markets = &self.book.markets;
        let from = international
            .exceptions
            .iter()
            .find(|(country, _)| markets.of_country(country, self.day) == *market)
            .map_or(international.from, |(_, from)| *from);
        if self.at < from {
            return Ok(Rated::Authentication);
        }
        let listed = card.rate(market, Rated::AuthenticationInternational).is_some()
            && international_exists(market, self.day);
        let home = self
            .account
            .country
            .as_deref()
            .map(|country| markets.of_country(country, self.day) == *market);
        match (listed, home) {
            (_, Some(true)) => Ok(Rated::Authentication),
            (true, Some(false)) => Ok(Rated::AuthenticationInternational),
            (true, None) => Err(Reason::UnknownCountry),
            // The rate is for a destination country (sources §4.2 step 7), so a market of
            // several, such as "Rest of W. Europe", has none on any list.
            (false, _)
                if !market.is_group() && card.incomplete.contains(&Rated::AuthenticationInternational) =>
            {
                Err(Reason::UnknownRate)
            }
            (false, _) => Ok(Rated::Authentication),
        }
    }
}

/// Whether codes to a market that a card lists had a rate of their own on a day.
fn international_exists(market: &Market, day: Day) -> bool {
    INTERNATIONAL_FROM
        .iter()
        .find(|(name, _)| *name == market.as_str())
        .is_none_or(|(_, from)| *from <= day)
}
