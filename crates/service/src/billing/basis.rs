//! What figures rest on, said with each of them: an estimate, by which rules
//! and cards, in which time zone, counted until when.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    billing::{Book, Day, Market, Month, Origin, RateCard, Regime, category::Rated},
    money::{Currency, Money, share},
    time::Millis,
};
use store::billing::{
    lines::Line,
    sums::{self, MonthSum},
};

use super::{Amounts, calendar::month_no, reach, world::World};
use crate::{Call, Services, error::ServiceResult};

/// The words that go with every figure, wherever it leaves the console.
pub const DISCLAIMER: &str = "Estimate; Meta's invoice is final.";

/// A rate card that figures rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRef {
    /// Its id.
    pub id: String,
    /// Its currency.
    pub currency: Currency,
    /// In force from 00:00 of this day.
    pub effective: Day,
    /// Where it comes from.
    pub source: String,
    /// Whether a rate that the figures rest on is not stated by its source for
    /// this date.
    pub derived: bool,
}

/// What figures rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The time zone of days and months.
    pub zone: String,
    /// Whether nobody said which zone an account has, and the platform's is taken.
    pub zone_assumed: bool,
    /// The cards, by id.
    pub cards: Vec<CardRef>,
    /// The sets of rules, oldest first.
    pub regimes: Vec<Regime>,
    /// When it was counted.
    pub counted_at: Millis,
    /// Messages that are on the phone but not priced yet.
    pub waiting: u64,
}

/// Words of the ledger that say what a price rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used<'a> {
    card: &'a str,
    regime: &'a str,
    market: &'a str,
    category: &'a str,
    /// Whether a rate of the card was charged: what is free needs none.
    charged: bool,
}

impl<'a> Used<'a> {
    /// Those of a sum.
    pub(super) fn of_sum(sum: &'a MonthSum) -> Self {
        Self {
            card: &sum.card,
            regime: &sum.regime,
            market: &sum.market,
            category: &sum.category,
            charged: sum.rate_micros > 0,
        }
    }

    /// Those of a line.
    pub(super) fn of_line(line: &'a Line) -> Self {
        Self {
            card: &line.card,
            regime: &line.regime,
            market: &line.market,
            category: &line.category,
            charged: line.rate_micros.is_some_and(|micros| micros > 0),
        }
    }
}

/// The cards and rules behind these words of the ledger.
pub(super) fn cited<'a>(book: &Book, used: impl Iterator<Item = Used<'a>>) -> (Vec<CardRef>, Vec<Regime>) {
    let mut rows: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    let mut regimes = BTreeSet::new();
    for used in used {
        let rows = rows.entry(used.card).or_default();
        if used.charged {
            rows.insert((used.market, used.category));
        }
        regimes.extend(Regime::parse(used.regime));
    }
    let cards = book
        .cards()
        .iter()
        .filter_map(|card| {
            let rows = rows.get(card.id.as_str())?;
            Some(CardRef {
                id: card.id.clone(),
                currency: card.currency,
                effective: card.effective,
                source: card.source.clone(),
                derived: rows
                    .iter()
                    .any(|(market, category)| derived(card, market, category)),
            })
        })
        .collect();
    (cards, regimes.into_iter().collect())
}

/// Whether a rate is not stated by the card's source for its date.
fn derived(card: &RateCard, market: &str, category: &str) -> bool {
    let (market, rated) = (Market::new(market), Rated::parse(category));
    let found = rated.and_then(|rated| card.rate(&market, rated));
    // Service messages cost the market's utility rate where they have none of their own.
    let found = found.or_else(|| {
        let service = rated == Some(Rated::Service);
        service.then(|| card.rate(&market, Rated::Utility)).flatten()
    });
    found.is_some_and(|rate| rate.origin != Origin::Stated)
}

/// The cards that a month's figures of everybody (or of the caller's bakery)
/// rest on; those of the running month when none is named.
pub async fn cards_of(svc: &Services, call: &Call, month: Option<Month>) -> ServiceResult<Vec<CardRef>> {
    let mut tx = svc.db.read().await?;
    let whose = reach::whose(&mut tx, call, None).await?;
    let world = World::read(svc, &mut tx).await?;
    let month = month.unwrap_or_else(|| world.common_zone(svc).month(svc.clock.now()));
    let no = month_no(month);
    let sums = sums::months(&mut tx, whose, no, no).await?;
    Ok(cited(&world.book, sums.iter().map(Used::of_sum)).0)
}

/// An amount in another currency, for information only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondCurrency {
    /// The amount.
    pub amount: Money,
    /// How many millionths of the account's currency one unit of this one is.
    pub rate_micros: i64,
    /// The day from which on the rate was observed.
    pub dated: Day,
    /// What the rate follows from.
    pub source: &'static str,
}

/// What an amount is in US dollars, by the ratio between Meta's own cards of
/// July 2026: the euro card is 0.828 and the sterling card 0.721 of the dollar
/// card on every row that both have, within 0.0001 (sources §4.3).
pub(super) fn in_dollars(amounts: &Amounts) -> Option<SecondCurrency> {
    let mut all = amounts.all();
    let amount = all.next()?;
    if all.next().is_some() {
        return None;
    }
    let rate_micros = match amount.currency {
        Currency::EUR => 828_000,
        Currency::GBP => 721_000,
        _ => return None,
    };
    let micros = share(amount.micros, domain::money::MICROS, rate_micros)?;
    Some(SecondCurrency {
        amount: Money::of(micros, Currency::USD),
        rate_micros,
        dated: Day::new(2026, 7, 1)?,
        source: "ratio of Meta's rate cards of 2026-07-01",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_derived_where_a_rate_that_is_used_is() {
        let book = Book::shipped();
        let used = |market, charged| Used {
            card: "eur-2026-10-01",
            regime: "per-message-2026-10",
            market,
            category: "utility",
            charged,
        };
        let found = |used: &[Used<'_>]| cited(&book, used.iter().copied()).0.remove(0).derived;
        // Spain's rate in euros is stated, India's is converted; what is free needs none.
        assert!(!found(&[used("Spain", true)]));
        assert!(!found(&[used("Spain", true), used("India", false)]));
        assert!(found(&[used("Spain", true), used("India", true)]));
    }

    #[test]
    fn euros_are_told_in_dollars_and_nothing_is_guessed_for_others() {
        // 0.0585 / 0.828 = 0.070652…; Meta's card says 0.0707.
        let spain = Amounts::of(Money::of(58_500, Currency::EUR));
        assert_eq!(
            in_dollars(&spain).unwrap().amount,
            Money::of(70_652, Currency::USD)
        );
        assert_eq!(in_dollars(&Amounts::of(Money::of(1, Currency::BRL))), None);
        assert_eq!(in_dollars(&Amounts::default()), None);
    }
}
