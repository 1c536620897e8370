//! What a calculation starts from: a month's cells with the cards and partners
//! that can be chosen. Small enough to be sent to a browser.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Cell, InForce, Old, Scenario, Shape, pilot};
use crate::{
    billing::{
        book::Book,
        calendar::{Day, Month},
        card::RateCard,
        category::Rated,
        fact::Account,
        market::Market,
        partner::Partner,
        regime::Regime,
    },
    money::{Currency, MICROS, share},
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

/// The cards of a currency, and for the times before its first the dollar's,
/// converted by the ratio of Meta's own cards of July 2026 (sources §4.3).
fn offered(book: &Book, currency: Currency, markets: &BTreeSet<&Market>) -> Vec<Offered> {
    let ratio = match currency {
        Currency::EUR => Some(828_000),
        Currency::GBP => Some(721_000),
        _ => None,
    };
    let own = |card: &RateCard| card.currency == currency;
    let mut all: Vec<Offered> = Vec::new();
    for card in book.cards() {
        let superseded = book
            .card(card.currency, card.unit, card.effective)
            .is_some_and(|last| last.id != card.id);
        let covered = || {
            book.cards()
                .iter()
                .any(|other| own(other) && other.unit == card.unit && other.effective <= card.effective)
        };
        if superseded {
            continue;
        }
        if own(card) {
            all.push(Offered {
                card: only(card, markets),
                converted: false,
            });
        } else if let (Currency::USD, Some(ratio), false) = (card.currency, ratio, covered()) {
            all.push(Offered {
                card: converted(&only(card, markets), currency, ratio),
                converted: true,
            });
        }
    }
    all
}

/// The rows of some markets.
fn only(card: &RateCard, markets: &BTreeSet<&Market>) -> RateCard {
    let mut less = RateCard::new(&card.id, card.currency, card.effective, card.unit, &card.source);
    less.note.clone_from(&card.note);
    less.incomplete.clone_from(&card.incomplete);
    for market in markets {
        for rated in Rated::ALL {
            if let Some(rate) = card.rate(market, rated) {
                less.set((*market).clone(), rated, rate);
            }
        }
    }
    let tiers = card.tiers().iter().filter(|tier| markets.contains(&tier.market));
    less.set_tiers(tiers.cloned().collect());
    less
}

fn converted(card: &RateCard, currency: Currency, ratio: i64) -> RateCard {
    let id = format!("{}-in-{}", card.id, currency.as_str().to_lowercase());
    let mut other = RateCard::new(&id, currency, card.effective, card.unit, &card.source);
    for entry in card.entries() {
        let rate = crate::billing::card::Rate {
            micros: entry.rate_micros.and_then(|micros| share(micros, ratio, MICROS)),
            origin: crate::billing::card::Origin::Converted,
        };
        other.set(entry.market, entry.category, rate);
    }
    other
}

/// Cells as rows of numbers, with the words aside: a tenth of the size.
mod packed {
    use serde::{Deserializer, Serializer, de::Error};

    use super::{Arc, BTreeMap, Cell, Deserialize, Market, Old, Rated, Serialize, Shape};

    #[derive(Serialize, Deserialize)]
    struct Packed {
        words: Vec<String>,
        cells: Vec<[i64; 7]>,
    }

    const NO_MARKET: i64 = -1;

    fn shape_code(shape: Shape) -> i64 {
        match shape {
            Shape::FreeForm => 0,
            Shape::Echo => 1,
            Shape::Unknown => 2,
            Shape::Inbound => 3,
            Shape::Failed => 4,
            Shape::Template(rated) => {
                let at = Rated::ALL.iter().position(|other| *other == rated);
                10 + at.and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
            }
        }
    }

    fn shape_of(code: i64) -> Option<Shape> {
        Some(match code {
            0 => Shape::FreeForm,
            1 => Shape::Echo,
            2 => Shape::Unknown,
            3 => Shape::Inbound,
            4 => Shape::Failed,
            code => Shape::Template(*Rated::ALL.get(usize::try_from(code - 10).ok()?)?),
        })
    }

    /// Bits 0 to 2 are yes or no; then two for `opens`, three for `old`, and the
    /// rest for the stretch.
    fn flags(cell: &Cell) -> i64 {
        let bit = |yes: bool, at: u32| i64::from(yes) << at;
        let opens = match cell.opens {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        };
        let old = match cell.old {
            None => 0,
            Some(Old::Business) => 1,
            Some(Old::User) => 2,
            Some(Old::Inside) => 3,
            Some(Old::Entry) => 4,
        };
        bit(cell.window, 0)
            | bit(cell.entry, 1)
            | bit(cell.large_media, 2)
            | opens << 3
            | old << 5
            | i64::from(cell.stretch) << 8
    }

    pub(super) fn serialize<S: Serializer>(cells: &[Cell], out: S) -> Result<S::Ok, S::Error> {
        let (mut words, mut known): (Vec<String>, BTreeMap<String, i64>) = <_>::default();
        let mut word = |text: &str| -> i64 {
            *known.entry(text.to_owned()).or_insert_with(|| {
                words.push(text.to_owned());
                i64::try_from(words.len() - 1).unwrap_or(0)
            })
        };
        let cells = cells
            .iter()
            .map(|cell| {
                [
                    word(&cell.tenant),
                    word(&cell.number),
                    cell.market
                        .as_ref()
                        .map_or(NO_MARKET, |market| word(market.as_str())),
                    shape_code(cell.shape),
                    flags(cell),
                    cell.volume,
                    cell.free_tier,
                ]
            })
            .collect();
        Packed { words, cells }.serialize(out)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Cell>, D::Error> {
        let packed = Packed::deserialize(from)?;
        let markets: Vec<Market> = packed.words.iter().map(|word| Market::new(word)).collect();
        let words: Vec<Arc<str>> = packed.words.iter().map(|word| word.as_str().into()).collect();
        let at = |n: i64| usize::try_from(n).ok();
        let cell = |[tenant, number, market, shape, flags, volume, free_tier]: [i64; 7]| {
            let word = |n: i64| words.get(at(n)?).cloned();
            let bit = |n: u32| flags >> n & 1 == 1;
            Some(Cell {
                tenant: word(tenant)?,
                number: word(number)?,
                market: at(market).and_then(|n| markets.get(n)).cloned(),
                shape: shape_of(shape)?,
                window: bit(0),
                entry: bit(1),
                old: match flags >> 5 & 7 {
                    1 => Some(Old::Business),
                    2 => Some(Old::User),
                    3 => Some(Old::Inside),
                    4 => Some(Old::Entry),
                    _ => None,
                },
                opens: match flags >> 3 & 3 {
                    1 => Some(false),
                    2 => Some(true),
                    _ => None,
                },
                large_media: bit(2),
                stretch: u8::try_from(flags >> 8).ok()?,
                volume,
                free_tier,
            })
        };
        packed
            .cells
            .into_iter()
            .map(|row| cell(row).ok_or_else(|| D::Error::custom("a cell that cannot be read")))
            .collect()
    }
}
