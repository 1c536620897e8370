//! Sums of money that may be of several currencies.

use std::{collections::BTreeMap, fmt};

use crate::money::{Currency, Money};

/// What something comes to: one amount for each currency, because amounts of
/// two currencies have no sum. Nearly always there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amounts(BTreeMap<Currency, i64>);

impl Amounts {
    /// One amount.
    #[must_use]
    pub fn of(money: Money) -> Self {
        Self(BTreeMap::from([(money.currency, money.micros)]))
    }

    /// Adds an amount.
    pub fn add(&mut self, micros: i64, currency: Currency) {
        let sum = self.0.entry(currency).or_default();
        *sum = sum.saturating_add(micros);
    }

    /// Adds everything of another sum.
    pub fn add_all(&mut self, other: &Self) {
        for (currency, micros) in &other.0 {
            self.add(*micros, *currency);
        }
    }

    /// The amounts, by currency.
    pub fn all(&self) -> impl Iterator<Item = Money> + '_ {
        self.0
            .iter()
            .map(|(currency, micros)| Money::of(*micros, *currency))
    }

    /// The amount of one currency; nothing when there is none.
    #[must_use]
    pub fn in_currency(&self, currency: Currency) -> Money {
        Money::of(self.0.get(&currency).copied().unwrap_or(0), currency)
    }

    /// The first amount, by currency; `None` when nothing was added.
    #[must_use]
    pub fn first(&self) -> Option<Money> {
        self.all().next()
    }

    /// Whether nothing was added, or nothing but zeros.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.values().all(|micros| *micros == 0)
    }

    /// Micro-units of all currencies together. Only good for putting rows in order.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.0.values().fold(0, |sum, micros| sum.saturating_add(*micros))
    }
}

impl fmt::Display for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, money) in self.all().enumerate() {
            if n > 0 {
                f.write_str(" + ")?;
            }
            write!(f, "{money}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_stay_apart() {
        let mut sum = Amounts::default();
        assert!(sum.is_zero() && sum.first().is_none());
        sum.add(16_600, Currency::EUR);
        sum.add(16_600, Currency::EUR);
        sum.add(1_000, Currency::USD);
        assert_eq!(sum.in_currency(Currency::EUR).micros, 33_200);
        assert_eq!(sum.to_string(), "0.0332 EUR + 0.001 USD");
        let mut twice = sum.clone();
        twice.add_all(&sum);
        assert_eq!(twice.in_currency(Currency::USD).micros, 2_000);
    }
}
