//! The list of rates.

use std::collections::BTreeMap;

use super::{About, Problem, Table, take_currency, words};
use crate::billing::{
    card::{Origin, Rate, RateCard},
    category::Rated,
    market::{Market, MarketMap},
};

/// How many lines may stand above the header: titles, dates, notes.
const ABOVE: usize = 12;

/// Where the header is: the first line whose first cell says "Market" and that
/// names a category.
pub(super) fn header(table: &Table) -> Option<usize> {
    table.rows.iter().take(ABOVE).position(|(_, cells)| {
        let market = cells
            .first()
            .is_some_and(|cell| cell.eq_ignore_ascii_case("market"));
        // The tier file's header repeats From, To and Rate.
        let bands = cells.iter().any(|cell| cell.eq_ignore_ascii_case("from"));
        market && !bands && cells.iter().any(|cell| words::category(cell).is_some())
    })
}

enum Column {
    Market,
    Currency,
    Rate(Rated),
}

fn columns(line: usize, cells: &[String], problems: &mut Vec<Problem>) -> Vec<Option<Column>> {
    let mut seen: Vec<String> = Vec::new();
    cells
        .iter()
        .map(|cell| {
            let word = cell.to_ascii_lowercase();
            if seen.contains(&word) {
                problems.push(Problem::ColumnTwice {
                    line,
                    word: cell.clone(),
                });
            }
            seen.push(word.clone());
            let column = match word.as_str() {
                "market" => Some(Column::Market),
                "currency" => Some(Column::Currency),
                _ => words::category(cell).map(Column::Rate),
            };
            if column.is_none() {
                problems.push(Problem::Column {
                    line,
                    word: cell.clone(),
                });
            }
            column
        })
        .collect()
}

/// Reads the lines under the header.
pub(super) fn read(
    table: &Table,
    header: usize,
    about: &About,
    markets: &MarketMap,
    problems: &mut Vec<Problem>,
) -> Option<RateCard> {
    let (line, cells) = table.rows.get(header)?;
    let columns = columns(*line, cells, problems);
    let known = markets.markets_on(about.effective);
    let mut currency = about.currency;
    let mut first: BTreeMap<Market, usize> = BTreeMap::new();
    let mut rates: Vec<(Market, Rated, Rate)> = Vec::new();
    for (line, cells) in table.rows.iter().skip(header + 1) {
        let line = *line;
        if cells.len() > columns.len() {
            problems.push(Problem::Cells {
                line,
                found: cells.len(),
                expected: columns.len(),
            });
            continue;
        }
        let mut market = None;
        for (index, (column, cell)) in columns.iter().zip(cells).enumerate() {
            match column {
                None => {}
                Some(Column::Market | Column::Currency) if cell.is_empty() => {}
                Some(Column::Market) => market = Some(words::market(cell)),
                Some(Column::Currency) => take_currency(line, cell, &mut currency, problems),
                Some(Column::Rate(category)) => match words::rate(cell) {
                    Err(why) => problems.push(Problem::Rate {
                        line,
                        column: index + 1,
                        text: cell.clone(),
                        why,
                    }),
                    Ok(None) => {}
                    Ok(micros) => {
                        if let Some(market) = &market {
                            let rate = Rate {
                                micros,
                                origin: Origin::Stated,
                            };
                            rates.push((market.clone(), *category, rate));
                        }
                    }
                },
            }
        }
        let Some(market) = market else {
            problems.push(Problem::NoMarket { line });
            continue;
        };
        if !known.contains(&market) {
            problems.push(Problem::UnknownMarket {
                line,
                market: market.to_string(),
            });
        }
        if let Some(first) = first.get(&market) {
            problems.push(Problem::Duplicate {
                line,
                first: *first,
                market,
            });
        } else {
            first.insert(market, line);
        }
    }
    // What follows from something that has been said already is not said again.
    if first.is_empty() && problems.is_empty() {
        problems.push(Problem::Empty);
    }
    let Some(currency) = currency else {
        if problems.is_empty() {
            problems.push(Problem::NoCurrency);
        }
        return None;
    };
    let id = format!("{}-{}", currency.as_str().to_ascii_lowercase(), about.effective);
    let mut card = RateCard::new(&id, currency, about.effective, about.unit, &about.source);
    card.note.clone_from(&about.note);
    for (market, category, rate) in rates {
        card.set(market, category, rate);
    }
    Some(card)
}
