//! Markets, and which market a customer belongs to (sources §4.5).
//!
//! A market is a country with rates of its own or a group of countries such as
//! "Rest of LATAM". Which one applies follows from the customer's calling code,
//! or from the two letters of the user id when the phone number is hidden. The
//! mapping is dated: countries leave their group when they get rates of their own.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{calendar::Day, country, import};

/// The market of everything that no other market claims.
pub const OTHER: &str = "Other";

/// The name of a market as rate cards use it, such as `Spain` or `Rest of CEE`.
/// Cheap to copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Market(Arc<str>);

impl Market {
    /// A market by its name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.trim().into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether several countries share it, so that it is nobody's home and no
    /// destination country.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.0.starts_with("Rest of ") || matches!(self.as_str(), OTHER | "North America")
    }
}

impl fmt::Display for Market {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Market {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Market {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(|name| Self::new(&name))
    }
}

/// One row of the mapping: from a day on, a key belongs to a market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The beginning of a phone number with its calling code (`34`, `1809`, `77`),
    /// or two capital letters of a country (`ES`).
    pub key: String,
    /// The market.
    pub market: Market,
    /// First day, in the WABA's time zone; `None` for as long as the mapping knows.
    pub from: Option<Day>,
}

/// The dated mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketMap {
    /// For each key, its markets in order of their first day.
    rules: BTreeMap<String, Vec<(Option<Day>, Market)>>,
    longest: usize,
    other: Market,
}

impl MarketMap {
    /// A mapping from its rows, in any order. Of two rows for the same key and
    /// day, the later row counts, so that an operator's row can be put after
    /// the shipped ones.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = Rule>) -> Self {
        let mut rules: BTreeMap<String, Vec<(Option<Day>, Market)>> = BTreeMap::new();
        for Rule { key, market, from } in rows {
            let dated = rules.entry(key.to_ascii_uppercase()).or_default();
            dated.retain(|(day, _)| *day != from);
            dated.push((from, market));
            dated.sort_unstable_by_key(|(day, _)| *day);
        }
        let longest = rules.keys().map(String::len).max().unwrap_or(0);
        Self {
            rules,
            longest,
            other: Market::new(OTHER),
        }
    }

    /// The part of a contact that decides its market: contacts with the same
    /// part belong together on any day. `None` for what is no contact.
    #[must_use]
    pub fn key<'c>(&self, contact: &'c str) -> Option<&'c str> {
        let contact = contact.trim();
        if let Some(country) = country_of_user_id(contact) {
            return Some(country);
        }
        let digits = digits_of(contact)?;
        Some(&digits[..self.longest.min(digits.len())])
    }

    /// The market of a contact on a day: a phone number with its calling code
    /// (`+34600111222` or `34600111222`) or a user id (`ES.13491208655302741918`).
    /// `None` when it is neither, or the user id of no country, so that nothing can
    /// be said.
    #[must_use]
    pub fn of(&self, contact: &str, day: Day) -> Option<Market> {
        let contact = contact.trim();
        if let Some(country) = country_of_user_id(contact) {
            // Letters that are no country say nothing: "Other" would be a guess.
            let known = || country::is_code(country).then(|| self.other.clone());
            return self.lookup(country, day).or_else(known);
        }
        let digits = digits_of(contact)?;
        (1..=self.longest.min(digits.len()))
            .rev()
            .find_map(|len| self.lookup(&digits[..len], day))
            .or_else(|| Some(self.other.clone()))
    }

    /// The market of a country (two letters) on a day.
    #[must_use]
    pub fn of_country(&self, country: &str, day: Day) -> Market {
        self.lookup(&country.to_ascii_uppercase(), day)
            .unwrap_or_else(|| self.other.clone())
    }

    /// The two letters of a country that a person names: by them, in any case, or by
    /// the name of the market that it is all by itself (`India`, `UK`, `United
    /// Kingdom`). `None` for anything else, also for the name of a group.
    #[must_use]
    pub fn country(&self, text: &str) -> Option<String> {
        let code = text.trim().to_ascii_uppercase();
        if country::is_code(&code) {
            return Some(code);
        }
        let named = import::market_named(text);
        // What a country is now, not what it was: Kazakhstan belonged to "Russia". Where
        // a territory shares a market, either code means the same to every price.
        let now = |dated: &[(Option<Day>, Market)]| {
            dated
                .last()
                .is_some_and(|(_, market)| market.as_str().eq_ignore_ascii_case(named.as_str()))
        };
        self.rules
            .iter()
            .find(|(key, dated)| !named.is_group() && country::is_code(key) && now(dated))
            .map(|(key, _)| key.clone())
    }

    fn lookup(&self, key: &str, day: Day) -> Option<Market> {
        let dated = self.rules.get(key)?;
        let begun = dated.partition_point(|(from, _)| from.is_none_or(|from| from <= day));
        dated.get(begun.checked_sub(1)?).map(|(_, market)| market.clone())
    }

    /// The markets that customers belong to on a day.
    #[must_use]
    pub fn markets_on(&self, day: Day) -> BTreeSet<Market> {
        let mut markets: BTreeSet<Market> = self
            .rules
            .keys()
            .filter_map(|key| self.lookup(key, day))
            .collect();
        markets.insert(self.other.clone());
        markets
    }

    /// Every row, in order of key and day.
    pub fn rows(&self) -> impl Iterator<Item = Rule> + '_ {
        self.rules.iter().flat_map(|(key, dated)| {
            dated.iter().map(|(from, market)| Rule {
                key: key.clone(),
                market: market.clone(),
                from: *from,
            })
        })
    }
}

/// The country in a user id such as `US.13491208655302741918` (sources §2.5).
#[must_use]
pub fn country_of_user_id(contact: &str) -> Option<&str> {
    let (country, rest) = contact.split_once('.')?;
    let two_letters = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    (two_letters && !rest.is_empty()).then_some(country)
}

/// The digits of a phone number with its calling code; as in
/// [`E164`](crate::phone::E164), without making a new text of it.
pub(super) fn digits_of(contact: &str) -> Option<&str> {
    let digits = contact.strip_prefix('+').unwrap_or(contact);
    let digits = digits.strip_prefix("00").unwrap_or(digits);
    let numeric = digits.bytes().all(|b| b.is_ascii_digit());
    let fits = numeric && (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    fits.then_some(digits)
}
