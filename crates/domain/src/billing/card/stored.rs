//! The stored form of a card, and why one may be refused. A file of Meta's is
//! checked line by line when it is imported; a card that comes as JSON is checked
//! here, whoever wrote it.

use serde::{Deserialize, Serialize};

use super::{Entry, Rate, RateCard, Tier};
use crate::{
    billing::{
        calendar::Day,
        category::{Rated, Unit},
        market::Market,
    },
    money::Currency,
};

/// Why a stored card cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCard {
    /// A rate below zero, on the list or in a band.
    #[error("{market}, {category}: the rate {micros} is negative")]
    Negative {
        /// The market.
        market: Market,
        /// The line.
        category: Rated,
        /// The rate, in micro-units.
        micros: i64,
    },
    /// The same line again.
    #[error("{market}, {category} is there twice")]
    Duplicate {
        /// The market.
        market: Market,
        /// The line.
        category: Rated,
    },
    /// A band that ends before it begins, or begins before the first unit.
    #[error("{market}, {category}: the band from {from} has no units; they are counted from 1")]
    EmptyBand {
        /// The market.
        market: Market,
        /// The line.
        category: Rated,
        /// Its first unit.
        from: i64,
    },
    /// Two bands with a unit in common.
    #[error("{market}, {category}: the band from {from} begins before the one below it ends")]
    Bands {
        /// The market.
        market: Market,
        /// The line.
        category: Rated,
        /// The first unit of the upper band.
        from: i64,
    },
}

/// The stored form.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Flat {
    id: String,
    currency: Currency,
    effective: Day,
    unit: Unit,
    source: String,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    incomplete: Vec<Rated>,
    entries: Vec<Entry>,
    #[serde(default)]
    tiers: Vec<Tier>,
}

impl TryFrom<Flat> for RateCard {
    type Error = BadCard;

    fn try_from(flat: Flat) -> Result<Self, BadCard> {
        let mut card = Self::new(&flat.id, flat.currency, flat.effective, flat.unit, &flat.source);
        card.note = flat.note;
        card.incomplete = flat.incomplete;
        for Entry {
            market,
            category,
            rate_micros: micros,
            origin,
        } in flat.entries
        {
            not_negative(&market, category, micros)?;
            if card.rate(&market, category).is_some() {
                return Err(BadCard::Duplicate { market, category });
            }
            card.set(market, category, Rate { micros, origin });
        }
        card.set_tiers(flat.tiers);
        let mut below: Option<&Tier> = None;
        for tier in card.tiers() {
            let Tier {
                market,
                category,
                from,
                to,
                rate_micros,
            } = tier;
            not_negative(market, *category, Some(*rate_micros))?;
            if *from < 1 || to.is_some_and(|to| to < *from) {
                return Err(BadCard::EmptyBand {
                    market: market.clone(),
                    category: *category,
                    from: *from,
                });
            }
            let meets = below
                .filter(|below| below.market == *market && below.category == *category)
                .is_some_and(|below| below.to.is_none_or(|end| *from <= end));
            if meets {
                return Err(BadCard::Bands {
                    market: market.clone(),
                    category: *category,
                    from: *from,
                });
            }
            below = Some(tier);
        }
        Ok(card)
    }
}

fn not_negative(market: &Market, category: Rated, micros: Option<i64>) -> Result<(), BadCard> {
    match micros {
        Some(micros) if micros < 0 => Err(BadCard::Negative {
            market: market.clone(),
            category,
            micros,
        }),
        _ => Ok(()),
    }
}

impl From<RateCard> for Flat {
    fn from(card: RateCard) -> Self {
        let entries = card.entries().collect();
        Self {
            id: card.id,
            currency: card.currency,
            effective: card.effective,
            unit: card.unit,
            source: card.source,
            note: card.note,
            incomplete: card.incomplete,
            entries,
            tiers: card.tiers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entries: &str, tiers: &str) -> Result<RateCard, String> {
        let text = format!(
            r#"{{"id":"x","currency":"EUR","effective":"2027-01-01","unit":"message","source":"s",
                "entries":[{entries}],"tiers":[{tiers}]}}"#
        );
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }

    const SPAIN: &str = r#"{"market":"Spain","category":"utility","rate_micros":16600}"#;

    fn band(from: i64, to: &str, micros: i64) -> String {
        format!(r#"{{"market":"Spain","category":"utility","from":{from},"to":{to},"rate_micros":{micros}}}"#)
    }

    #[test]
    fn a_card_that_contradicts_itself_is_refused() {
        let spain = || SPAIN.to_owned();
        let two = |a: &str, b: &str| format!("{a},{b}");
        for (entries, tiers, why) in [
            (
                SPAIN.replace("16600", "-16600"),
                String::new(),
                "Spain, utility: the rate -16600 is negative",
            ),
            (two(SPAIN, SPAIN), String::new(), "Spain, utility is there twice"),
            // The market's name is the same but for the space around it.
            (
                two(SPAIN, &SPAIN.replace("Spain", " Spain ")),
                String::new(),
                "Spain, utility is there twice",
            ),
            (
                spain(),
                band(1, "null", -1),
                "Spain, utility: the rate -1 is negative",
            ),
            (
                spain(),
                band(0, "10", 1),
                "Spain, utility: the band from 0 has no units",
            ),
            (
                spain(),
                band(5, "4", 1),
                "Spain, utility: the band from 5 has no units",
            ),
            // Unit 10 is in both.
            (
                spain(),
                two(&band(10, "null", 1), &band(1, "10", 2)),
                "Spain, utility: the band from 10 begins before the one below it ends",
            ),
            // What has no end goes over everything above it.
            (
                spain(),
                two(&band(1, "null", 1), &band(11, "20", 2)),
                "Spain, utility: the band from 11 begins before the one below it ends",
            ),
        ] {
            let said = read(&entries, &tiers).unwrap_err();
            assert!(said.starts_with(why), "{said}");
        }
    }

    #[test]
    fn bands_may_leave_gaps_which_have_the_list_rate() {
        let tiers = format!("{},{}", band(20, "null", 14_940), band(5, "10", 15_770));
        let card = read(SPAIN, &tiers).unwrap();
        let spain = Market::new("Spain");
        let rates: Vec<_> = [1, 5, 10, 11, 20]
            .into_iter()
            .filter_map(|unit| card.rate_of_unit(&spain, Rated::Utility, unit)?.micros)
            .collect();
        assert_eq!(rates, [16_600, 15_770, 15_770, 16_600, 14_940]);
    }
}
