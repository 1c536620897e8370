//! Reading Meta's rate card files (sources §4.4): a table of text goes in, a
//! draft with everything that was found wrong comes out. Nothing is stored
//! here; a person looks at the preview and at the difference first.
//!
//! Two layouts are known. The list has a header `Market, Currency, Marketing,
//! Utility, Authentication, Authentication-International, Service` and one line
//! for each market. The tier file has five lines of header and then market,
//! currency and five cells for each of up to three categories, with the market
//! only in the first line of its block.

mod diff;
mod list;
mod table;
mod tiers;
mod words;

#[cfg(test)]
mod tests;

pub(super) use words::market as market_named;

pub use diff::{Change, Diff, diff};
pub use table::{Table, TableError, read_csv};

use super::{
    calendar::Day,
    card::{RateCard, Tier},
    category::{Rated, Unit},
    market::Market,
};
use crate::money::{BadDecimal, Currency};

/// What a person says about the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// From 00:00 of this day in each WABA's time zone.
    pub effective: Day,
    /// What the rates are for.
    pub unit: Unit,
    /// The currency, where the file has several or none.
    pub currency: Option<Currency>,
    /// Where the file comes from.
    pub source: String,
    /// What a reader should know.
    pub note: Option<String>,
}

/// Something wrong with a file. Lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The table is empty.
    #[error("there is nothing in it")]
    Empty,
    /// Neither of the known layouts.
    #[error("neither a list of rates (a header with Market and categories) nor a file of volume bands")]
    Layout,
    /// A heading that stands for no category.
    #[error("line {line}: the column {word:?} is not known")]
    Column {
        /// Of the header.
        line: usize,
        /// The heading.
        word: String,
    },
    /// A column appears twice.
    #[error("line {line}: the column {word:?} is there twice")]
    ColumnTwice {
        /// Of the header.
        line: usize,
        /// The heading.
        word: String,
    },
    /// A line without a market.
    #[error("line {line}: no market")]
    NoMarket {
        /// Where.
        line: usize,
    },
    /// A market that the mapping of calling codes does not know on that day, such
    /// as a new one of a card to come.
    #[error(
        "line {line}: no customer belongs to a market {market:?} on that day yet, so nobody is priced by this line"
    )]
    UnknownMarket {
        /// Where.
        line: usize,
        /// As it is written.
        market: String,
    },
    /// Nobody belongs to any of its markets: it is hardly a rate card of Meta's.
    #[error("no customer belongs to any of its markets on that day")]
    NobodysMarkets,
    /// The same market again.
    #[error("line {line}: {market} is on line {first} already")]
    Duplicate {
        /// Where.
        line: usize,
        /// Where it was first.
        first: usize,
        /// The market.
        market: Market,
    },
    /// A cell that is no rate.
    #[error("line {line}, column {column}: {text:?}: {why}")]
    Rate {
        /// Where.
        line: usize,
        /// Which cell.
        column: usize,
        /// As it is written.
        text: String,
        /// Why it is refused.
        why: BadDecimal,
    },
    /// A currency that is not one.
    #[error("line {line}: {text:?} is no currency")]
    Currency {
        /// Where.
        line: usize,
        /// As it is written.
        text: String,
    },
    /// Two currencies in one card.
    #[error("line {line}: {found}, but the card is in {expected}")]
    MixedCurrencies {
        /// Where.
        line: usize,
        /// This line's.
        found: Currency,
        /// The card's.
        expected: Currency,
    },
    /// The file names no currency and neither did the person.
    #[error("the currency is not given")]
    NoCurrency,
    /// A market to which customers belong has no line.
    #[error("{market} is missing, though customers belong to it on that day")]
    MissingMarket {
        /// The market.
        market: Market,
    },
    /// A card of the same currency begins on the same day.
    #[error("{card} begins on {day} as well")]
    SameDay {
        /// The other card.
        card: String,
        /// The day.
        day: Day,
    },
    /// A whole number was expected.
    #[error("line {line}, column {column}: {text:?} is not a number of messages")]
    Volume {
        /// Where.
        line: usize,
        /// Which cell.
        column: usize,
        /// As it is written.
        text: String,
    },
    /// A band that begins before the one below it ends, or leaves a gap.
    #[error("line {line}: the band of {market}, {category} begins at {from} instead of {expected}")]
    Bands {
        /// Where.
        line: usize,
        /// The market.
        market: Market,
        /// The category.
        category: Rated,
        /// Where it begins.
        from: i64,
        /// Where it should.
        expected: i64,
    },
    /// A band that ends before it begins.
    #[error("line {line}: the band of {market}, {category} ends before it begins")]
    EmptyBand {
        /// Where.
        line: usize,
        /// The market.
        market: Market,
        /// The category.
        category: Rated,
    },
    /// A row with fewer or more cells than the header.
    #[error("line {line}: {found} cells instead of {expected}")]
    Cells {
        /// Where.
        line: usize,
        /// This many.
        found: usize,
        /// The header's.
        expected: usize,
    },
}

impl Problem {
    /// Whether the file can be used all the same, when a person agrees: a card
    /// may leave out markets, and their rates stay unknown then; and it may name
    /// markets of a time to come, which count once the mapping knows them.
    #[must_use]
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::MissingMarket { .. } | Self::UnknownMarket { .. })
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A card.
    Card(RateCard),
    /// Volume bands, to be put onto a card of the same currency.
    Tiers {
        /// Their currency.
        currency: Currency,
        /// The bands.
        tiers: Vec<Tier>,
    },
}

/// A file that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardDraft {
    /// What was read.
    pub content: Content,
    /// What a person should agree to; all of them [warnings](Problem::is_warning).
    pub warnings: Vec<Problem>,
}

/// What is wrong with a card beside others: that one of them begins on the same
/// day, so that one of the two would never count.
pub fn same_day<'c>(card: &RateCard, others: impl IntoIterator<Item = &'c RateCard>) -> Option<Problem> {
    let other = others.into_iter().find(|other| other.same_place(card))?;
    Some(Problem::SameDay {
        card: other.id.clone(),
        day: card.effective,
    })
}

/// Takes the currency that a line names; all lines of a file have one.
fn take_currency(line: usize, cell: &str, currency: &mut Option<Currency>, problems: &mut Vec<Problem>) {
    match (words::currency(cell), *currency) {
        (Err(_), _) => problems.push(Problem::Currency {
            line,
            text: cell.to_owned(),
        }),
        (Ok(found), None) => *currency = Some(found),
        (Ok(found), Some(expected)) if found != expected => {
            problems.push(Problem::MixedCurrencies {
                line,
                found,
                expected,
            });
        }
        (Ok(_), Some(_)) => {}
    }
}

/// Reads a table in either layout.
///
/// `cards` are those that exist, to find one of the same day; `markets` is the
/// mapping, to find markets that nobody belongs to and those that are missing.
///
/// # Errors
/// Everything that is wrong, in order of lines, when anything is that is more
/// than a warning.
pub fn draft(
    table: &Table,
    about: &About,
    cards: &[RateCard],
    markets: &super::MarketMap,
) -> Result<CardDraft, Vec<Problem>> {
    let mut problems = Vec::new();
    let content = if let Some(header) = list::header(table) {
        list::read(table, header, about, markets, &mut problems).map(Content::Card)
    } else if let Some(first) = tiers::first_row(table) {
        tiers::read(table, first, about, markets, &mut problems)
    } else {
        problems.push(if table.rows.is_empty() {
            Problem::Empty
        } else {
            Problem::Layout
        });
        None
    };
    if let Some(Content::Card(card)) = &content {
        problems.extend(same_day(card, cards));
        let expected = markets.markets_on(card.effective);
        for market in expected {
            if !card.markets().any(|other| *other == market) {
                problems.push(Problem::MissingMarket { market });
            }
        }
    }
    let mapped = markets.markets_on(about.effective);
    let anybodys = match &content {
        None => true,
        Some(Content::Card(card)) => card.markets().any(|market| mapped.contains(market)),
        Some(Content::Tiers { tiers, .. }) => tiers.iter().any(|tier| mapped.contains(&tier.market)),
    };
    if !anybodys && problems.iter().all(Problem::is_warning) {
        problems.push(Problem::NobodysMarkets);
    }
    match content {
        Some(content) if problems.iter().all(Problem::is_warning) => Ok(CardDraft {
            content,
            warnings: problems,
        }),
        _ => Err(problems),
    }
}
