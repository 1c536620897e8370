//! The file of volume bands: market, currency, then From, To, rate type, rate
//! and difference to the list for utility, authentication and
//! authentication-international (sources §4.4).

use std::collections::BTreeMap;

use super::{About, Content, Problem, Table, take_currency, words};
use crate::billing::{
    card::Tier,
    category::Rated,
    market::{Market, MarketMap},
};

/// The categories of the three groups of cells when the header does not say.
const GROUPS: [Rated; 3] = [
    Rated::Utility,
    Rated::Authentication,
    Rated::AuthenticationInternational,
];
/// Cells before the first group.
const BEFORE: usize = 2;
/// Cells of a group.
const GROUP: usize = 5;

/// The first line with bands: the one after the header that repeats "From".
pub(super) fn first_row(table: &Table) -> Option<usize> {
    table
        .rows
        .iter()
        .take(12)
        .position(|(_, cells)| cells.iter().any(|cell| cell.eq_ignore_ascii_case("from")))
        .map(|header| header + 1)
}

/// Reads the lines of bands.
pub(super) fn read(
    table: &Table,
    first: usize,
    about: &About,
    markets: &MarketMap,
    problems: &mut Vec<Problem>,
) -> Option<Content> {
    let groups = groups(table, first);
    let known = markets.markets_on(about.effective);
    let mut currency = about.currency;
    let mut market: Option<Market> = None;
    let mut tiers: Vec<Tier> = Vec::new();
    let mut ends: BTreeMap<(Market, Rated), Option<i64>> = BTreeMap::new();
    for (line, cells) in table.rows.iter().skip(first) {
        let line = *line;
        if cells.len() > BEFORE + GROUP * groups.len() {
            problems.push(Problem::Cells {
                line,
                found: cells.len(),
                expected: BEFORE + GROUP * groups.len(),
            });
            continue;
        }
        let cell = |index: usize| cells.get(index).map_or("", String::as_str);
        // The market stands in the first line of its block only.
        if !cell(0).is_empty() {
            let name = words::market(cell(0));
            if !known.contains(&name) {
                problems.push(Problem::UnknownMarket {
                    line,
                    market: name.to_string(),
                });
            }
            market = Some(name);
        }
        if !cell(1).is_empty() {
            take_currency(line, cell(1), &mut currency, problems);
        }
        let Some(market) = &market else {
            problems.push(Problem::NoMarket { line });
            continue;
        };
        for (group, category) in groups.iter().enumerate() {
            let start = BEFORE + group * GROUP;
            let [from, to, rate] = [cell(start), cell(start + 1), cell(start + 3)];
            let rate = match words::rate(rate) {
                Ok(None) => continue,
                Ok(Some(rate)) => rate,
                Err(why) => {
                    problems.push(Problem::Rate {
                        line,
                        column: start + 4,
                        text: rate.to_owned(),
                        why,
                    });
                    continue;
                }
            };
            let (Ok(from), Ok(to)) = (volume(from), volume(to)) else {
                let (column, text) = if volume(from).is_err() {
                    (start + 1, from)
                } else {
                    (start + 2, to)
                };
                problems.push(Problem::Volume {
                    line,
                    column,
                    text: text.to_owned(),
                });
                continue;
            };
            // Files count from 0 or from 1; the first unit is the first either way.
            let from = from.unwrap_or(1).max(1);
            let key = (market.clone(), *category);
            let expected = match ends.get(&key) {
                None => 1,
                Some(end) => end.map_or(i64::MAX, |end| end.saturating_add(1)),
            };
            if from != expected {
                problems.push(Problem::Bands {
                    line,
                    market: market.clone(),
                    category: *category,
                    from,
                    expected,
                });
            }
            if to.is_some_and(|to| to < from) {
                problems.push(Problem::EmptyBand {
                    line,
                    market: market.clone(),
                    category: *category,
                });
            }
            ends.insert(key, to);
            tiers.push(Tier {
                market: market.clone(),
                category: *category,
                from,
                to,
                rate_micros: rate,
            });
        }
    }
    if tiers.is_empty() && problems.is_empty() {
        problems.push(Problem::Empty);
    }
    let Some(currency) = currency else {
        if problems.is_empty() {
            problems.push(Problem::NoCurrency);
        }
        return None;
    };
    Some(Content::Tiers { currency, tiers })
}

/// Which category each group of cells is for: named in one of the lines above.
fn groups(table: &Table, first: usize) -> Vec<Rated> {
    let named = table
        .rows
        .iter()
        .take(first)
        .map(|(_, cells)| {
            cells
                .iter()
                .filter_map(|cell| words::category(cell))
                .collect::<Vec<_>>()
        })
        .find(|named| !named.is_empty());
    named.unwrap_or_else(|| GROUPS.to_vec())
}

/// A number of messages, with thousands separated as people like; `None` for
/// "no end".
fn volume(text: &str) -> Result<Option<i64>, ()> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '_'))
        .collect();
    if digits.is_empty()
        || matches!(digits.as_str(), "-" | "–" | "+" | "∞")
        || digits.eq_ignore_ascii_case("n/a")
    {
        return Ok(None);
    }
    digits.trim_end_matches('+').parse().map(Some).map_err(|_| ())
}
