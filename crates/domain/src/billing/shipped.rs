//! The rate cards and the mapping that come with the product, as files in
//! `crates/domain/data`. They are read once by the tests, so that a file that
//! cannot be read never leaves the workshop.

use super::{
    calendar::Day,
    card::{Origin, Rate, RateCard},
    category::{Rated, Unit},
    market::{Market, MarketMap, Rule},
};
use crate::money::{Currency, parse_decimal};

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [ $( include_str!(concat!("../../data/rate-cards/", $name, ".csv")) ),+ ]
    };
}

/// A card of each currency and day, as text.
const CARDS: [&str; 19] = files![
    "usd-notification",
    "usd-2022-02-01",
    "usd-2023-06-01",
    "usd-2024-08-01",
    "usd-2024-10-01",
    "usd-2025-07-01",
    "usd-2025-10-01",
    "usd-2026-01-01",
    "usd-2026-04-01",
    "usd-2026-07-01",
    "usd-2026-10-01",
    "eur-2026-01-01",
    "eur-2026-04-01",
    "eur-2026-07-01",
    "eur-2026-10-01",
    "gbp-2026-07-01",
    "gbp-2026-10-01",
    "brl-2026-01-01",
    "brl-2026-07-01",
];

const MARKETS: &str = include_str!("../../data/markets.csv");

/// Why one of our own files cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct BadFile {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// All shipped cards, oldest first for each currency.
///
/// A file that cannot be read is left out; that none is, is tested.
#[must_use]
pub fn cards() -> Vec<RateCard> {
    CARDS.iter().filter_map(|text| read_card(text).ok()).collect()
}

/// The shipped mapping of calling codes and countries.
#[must_use]
pub fn markets() -> MarketMap {
    MarketMap::new(read_markets(MARKETS).unwrap_or_default())
}

/// Reads the mapping: `key,market,from`, comments with `#`.
pub fn read_markets(text: &str) -> Result<Vec<Rule>, BadFile> {
    let mut rows = Vec::new();
    for (line, cells) in lines(text).skip(1) {
        let bad = |what: &str| BadFile {
            line,
            what: what.to_owned(),
        };
        let [key, market, from] = cells.as_slice() else {
            return Err(bad("three cells are needed: key, market, from"));
        };
        let from = if from.is_empty() {
            None
        } else {
            Some(Day::parse(from).map_err(|error| bad(&error.to_string()))?)
        };
        rows.push(Rule {
            key: (*key).to_owned(),
            market: Market::new(market),
            from,
        });
    }
    Ok(rows)
}

/// Reads a card: `# key: value` lines, a header with categories, one line for
/// each market. A rate is a decimal with `~` behind it when inferred and `^`
/// when converted; `?` is a rate that exists and is not known; empty is none.
pub fn read_card(text: &str) -> Result<RateCard, BadFile> {
    let head = |key: &str| -> Option<&str> {
        text.lines()
            .find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)?.strip_prefix(": "))
            .map(str::trim)
    };
    let bad = |line: usize, what: String| BadFile { line, what };
    let need = |key: &str| head(key).ok_or_else(|| bad(1, format!("`# {key}:` is missing")));
    let mut card = RateCard::new(
        need("id")?,
        Currency::parse(need("currency")?).map_err(|error| bad(1, error.to_string()))?,
        Day::parse(need("effective")?).map_err(|error| bad(1, error.to_string()))?,
        Unit::parse(need("unit")?).ok_or_else(|| bad(1, "the unit is not known".to_owned()))?,
        need("source")?,
    );
    card.note = head("note").map(str::to_owned);
    let category =
        |line: usize, word: &str| Rated::parse(word).ok_or_else(|| bad(line, format!("no category: {word}")));
    if let Some(words) = head("incomplete") {
        card.incomplete = words
            .split(' ')
            .map(|word| category(1, word))
            .collect::<Result<_, _>>()?;
    }
    let mut lines = lines(text);
    let (at, header) = lines.next().ok_or_else(|| bad(1, "no header".to_owned()))?;
    let columns = header
        .iter()
        .skip(1)
        .map(|word| category(at, word))
        .collect::<Result<Vec<_>, _>>()?;
    for (line, cells) in lines {
        if cells.len() != columns.len() + 1 {
            return Err(bad(
                line,
                format!("{} cells instead of {}", cells.len(), columns.len() + 1),
            ));
        }
        let market = Market::new(cells.first().copied().unwrap_or_default());
        if card.markets().any(|other| *other == market) {
            return Err(bad(line, format!("{market} is there twice")));
        }
        for (cell, category) in cells.iter().skip(1).zip(&columns) {
            if let Some(rate) = read_rate(cell).map_err(|what| bad(line, format!("{cell}: {what}")))? {
                card.set(market.clone(), *category, rate);
            }
        }
    }
    Ok(card)
}

fn read_rate(cell: &str) -> Result<Option<Rate>, crate::money::BadDecimal> {
    let (figure, origin) = if let Some(figure) = cell.strip_suffix('~') {
        (figure, Origin::Inferred)
    } else if let Some(figure) = cell.strip_suffix('^') {
        (figure, Origin::Converted)
    } else {
        (cell, Origin::Stated)
    };
    match figure {
        "" => Ok(None),
        "?" => Ok(Some(Rate { micros: None, origin })),
        figure => parse_decimal(figure).map(|micros| {
            Some(Rate {
                micros: Some(micros),
                origin,
            })
        }),
    }
}

/// The lines that are not comments, with their number and cells.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(index, line)| (index + 1, line.split(',').map(str::trim).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_and_the_list_names_them_all() {
        for text in &CARDS {
            if let Err(error) = read_card(text) {
                panic!("{}: {error}", text.lines().next().unwrap_or_default());
            }
        }
        assert!(!read_markets(MARKETS).unwrap().is_empty());
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/rate-cards");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), cards().len());
    }

    #[test]
    fn every_market_of_the_mapping_has_a_row_on_the_card_of_its_day() {
        let markets = markets();
        for card in cards()
            .iter()
            .filter(|card| card.id.starts_with("usd-2026") || card.id == "usd-2025-07-01")
        {
            let on_card: Vec<&Market> = card.markets().collect();
            for rule in markets
                .rows()
                .filter(|rule| rule.from.is_none_or(|from| from <= card.effective))
            {
                assert!(on_card.contains(&&rule.market), "{}: {}", card.id, rule.market);
            }
        }
    }

    #[test]
    fn a_file_with_a_mistake_says_where() {
        let head = "# id: x\n# currency: USD\n# effective: 2026-10-01\n# unit: message\n# source: s\n";
        let read = |rest: &str| read_card(&format!("{head}{rest}")).unwrap_err().to_string();
        assert_eq!(
            read("market,utility\nSpain,0.01,0.02\n"),
            "line 7: 3 cells instead of 2"
        );
        assert_eq!(read("market,utility\nSpain,-1\n"), "line 7: -1: negative");
        assert_eq!(
            read("market,utility\nSpain,1\nSpain,1\n"),
            "line 8: Spain is there twice"
        );
        assert_eq!(read("market,love\n"), "line 6: no category: love");
    }
}
