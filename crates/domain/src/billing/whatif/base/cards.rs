//! The cards that can be chosen.

use std::collections::BTreeSet;

use super::Offered;
use crate::{
    billing::{book::Book, card::RateCard, category::Rated, market::Market},
    money::{Currency, MICROS, share},
};

/// The cards of a currency, and for the times before its first the dollar's,
/// converted by the ratio of Meta's own cards of July 2026 (sources §4.3).
pub(super) fn offered(book: &Book, currency: Currency, markets: &BTreeSet<&Market>) -> Vec<Offered> {
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
