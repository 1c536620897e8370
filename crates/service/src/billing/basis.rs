//! What figures rest on, said with each of them: an estimate, by which rules
//! and cards, in which time zone, counted until when.

use std::collections::BTreeSet;

use domain::{
    billing::{Book, Day, Regime},
    money::{Currency, Money, share},
    time::Millis,
};

use super::Amounts;

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
    /// Whether a rate of it is not stated by its source for this date.
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

/// The cards and rules behind these words of the ledger.
pub(super) fn cited<'a>(
    book: &Book,
    used: impl Iterator<Item = (&'a str, &'a str)>,
) -> (Vec<CardRef>, Vec<Regime>) {
    let (mut cards, mut regimes) = (BTreeSet::new(), BTreeSet::new());
    for (card, regime) in used {
        cards.insert(card);
        regimes.extend(Regime::parse(regime));
    }
    let cards = book
        .cards()
        .iter()
        .filter(|card| cards.contains(card.id.as_str()))
        .map(|card| CardRef {
            id: card.id.clone(),
            currency: card.currency,
            effective: card.effective,
            source: card.source.clone(),
            derived: card.derived(),
        })
        .collect();
    (cards, regimes.into_iter().collect())
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
