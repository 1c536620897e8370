//! Money: whole micro-units of a currency. No floats anywhere.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Micro-units in one unit of a currency. Meta's rates have four decimals and
/// a volume tier two more (sources §4.3, §4.4), so six hold every rate exactly.
pub const MICROS: i64 = 1_000_000;

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Text that is not a currency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a currency code of three letters, such as EUR")]
pub struct BadCurrency(pub String);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The US dollar.
    pub const USD: Self = Self(*b"USD");
    /// The pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// The Brazilian real.
    pub const BRL: Self = Self(*b"BRL");

    /// Reads a code in any case, ignoring white space around it.
    pub fn parse(text: &str) -> Result<Self, BadCurrency> {
        let word = text.trim().as_bytes();
        let Ok(code) = <[u8; 3]>::try_from(word) else {
            return Err(BadCurrency(text.to_owned()));
        };
        if code.iter().all(u8::is_ascii_alphabetic) {
            Ok(Self(code.map(|b| b.to_ascii_uppercase())))
        } else {
            Err(BadCurrency(text.to_owned()))
        }
    }

    /// `EUR`
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII letters get in.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Currency {
    type Error = BadCurrency;
    fn try_from(text: String) -> Result<Self, BadCurrency> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// An amount of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Millionths of the currency's unit: €0.0166 is 16,600.
    pub micros: i64,
    /// The currency.
    pub currency: Currency,
}

/// A sum that cannot be formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Larger than 64 bits of micro-units: nine billion of any currency.
    #[error("the amount is too large")]
    Overflow,
    /// Two currencies have no sum.
    #[error("{0} and {1} cannot be added")]
    Currencies(Currency, Currency),
}

impl Money {
    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { micros: 0, currency }
    }

    /// An amount of micro-units.
    #[must_use]
    pub const fn of(micros: i64, currency: Currency) -> Self {
        Self { micros, currency }
    }

    /// The sum of two amounts of the same currency.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies(self.currency, other.currency));
        }
        let micros = self
            .micros
            .checked_add(other.micros)
            .ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, ..self })
    }

    /// This amount `count` times.
    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        let micros = times(self.micros, count).ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, ..self })
    }
}

/// `micros` × `count`; `None` when it does not fit.
#[must_use]
pub fn times(micros: i64, count: i64) -> Option<i64> {
    i64::try_from(i128::from(micros) * i128::from(count)).ok()
}

/// `value` × `numerator` ÷ `denominator`, halves rounded away from zero; `None`
/// when it does not fit or the denominator is not positive.
#[must_use]
pub fn share(value: i64, numerator: i64, denominator: i64) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let product = i128::from(value).checked_mul(i128::from(numerator))?;
    let denominator = i128::from(denominator);
    let half = denominator / 2;
    let rounded = if product >= 0 {
        (product + half) / denominator
    } else {
        (product - half) / denominator
    };
    i64::try_from(rounded).ok()
}

/// The sum of many amounts, without an overflow on the way; `None` when the
/// result does not fit.
pub fn sum(micros: impl IntoIterator<Item = i64>) -> Option<i64> {
    let total: i128 = micros.into_iter().map(i128::from).sum();
    i64::try_from(total).ok()
}

/// A decimal that cannot be taken as an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDecimal {
    /// `0,0166`: whether the comma separates decimals or thousands is not ours to guess.
    #[error("a comma; decimals are written with a point")]
    Comma,
    /// `1e-7`
    #[error("an exponent; write the number out")]
    Exponent,
    /// More than six decimals that are not zero.
    #[error("more than six decimals")]
    TooFine,
    /// Below zero.
    #[error("negative")]
    Negative,
    /// Anything else.
    #[error("not a number")]
    NotANumber,
    /// Larger than an amount can be.
    #[error("too large")]
    TooLarge,
}

/// Reads a decimal with a point, such as `0.0166` or `.0166`, as micro-units.
pub fn parse_decimal(text: &str) -> Result<i64, BadDecimal> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    if digits.contains(',') {
        return Err(BadDecimal::Comma);
    }
    let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if let Some((mantissa, exponent)) = digits.split_once(['e', 'E']) {
        let mantissa_fits = !mantissa.is_empty() && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let exponent = exponent.trim_start_matches(['+', '-']);
        if mantissa_fits && !exponent.is_empty() && numeric(exponent) {
            return Err(BadDecimal::Exponent);
        }
        return Err(BadDecimal::NotANumber);
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if (whole.is_empty() && fraction.is_empty()) || !numeric(whole) || !numeric(fraction) {
        return Err(BadDecimal::NotANumber);
    }
    if negative {
        return Err(BadDecimal::Negative);
    }
    let fine = fraction.trim_end_matches('0');
    if fine.len() > 6 {
        return Err(BadDecimal::TooFine);
    }
    let part = |s: &str| -> Result<i64, BadDecimal> {
        if s.is_empty() {
            Ok(0)
        } else {
            s.parse().map_err(|_| BadDecimal::TooLarge)
        }
    };
    let micros = part(&format!("{fine:0<6}"))?;
    part(whole)?
        .checked_mul(MICROS)
        .and_then(|units| units.checked_add(micros))
        .ok_or(BadDecimal::TooLarge)
}

/// Reads an amount as people type it: `180`, `180.50`, and `180,50` with one or
/// two decimals after a comma. What else a comma or a point could mean is not
/// guessed: `1.500` is fifteen hundred to some and one and a half to others.
pub fn parse_typed(text: &str) -> Result<i64, BadDecimal> {
    let text = text.trim();
    if text
        .split_once('.')
        .is_some_and(|(whole, rest)| rest.len() == 3 && !matches!(whole, "" | "0"))
    {
        return Err(BadDecimal::NotANumber);
    }
    match text.split_once(',') {
        Some((whole, decimals)) if matches!(decimals.len(), 1 | 2) && !whole.contains('.') => {
            parse_decimal(&format!("{whole}.{decimals}"))
        }
        _ => parse_decimal(text),
    }
}

/// `16600` as `0.0166`: a point, at least `min` and at most six decimals.
#[must_use]
pub fn decimal(micros: i64, min: usize) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let size = micros.unsigned_abs();
    let unit = MICROS.unsigned_abs();
    let fraction = format!("{:06}", size % unit);
    let mut keep = fraction.trim_end_matches('0').len().max(min.min(6));
    keep = keep.min(6);
    let whole = size / unit;
    if keep == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{}", &fraction[..keep])
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", decimal(self.micros, 2), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("180", Ok(180_000_000))]
    #[case("180.50", Ok(180_500_000))]
    #[case(" 180,50 ", Ok(180_500_000))]
    #[case("180,5", Ok(180_500_000))]
    #[case("1,500", Err(BadDecimal::Comma))]
    #[case("1,500,00", Err(BadDecimal::Comma))]
    #[case("1.500,00", Err(BadDecimal::Comma))]
    #[case(",5", Ok(500_000))]
    #[case("5,", Err(BadDecimal::Comma))]
    #[case("-1,50", Err(BadDecimal::Negative))]
    #[case("1,5x", Err(BadDecimal::NotANumber))]
    fn amounts_are_read_as_people_type_them(#[case] text: &str, #[case] expected: Result<i64, BadDecimal>) {
        assert_eq!(parse_typed(text), expected);
    }

    #[rstest]
    #[case("0.0166", Ok(16_600))]
    #[case(".0166", Ok(16_600))]
    #[case(" 75 ", Ok(75_000_000))]
    #[case("0.00133", Ok(1_330))]
    #[case("0.0166000000", Ok(16_600))]
    #[case("0,0166", Err(BadDecimal::Comma))]
    #[case("1e-7", Err(BadDecimal::Exponent))]
    #[case("1E-7", Err(BadDecimal::Exponent))]
    #[case("0.0000001", Err(BadDecimal::TooFine))]
    #[case("-0.0166", Err(BadDecimal::Negative))]
    #[case("", Err(BadDecimal::NotANumber))]
    #[case(".", Err(BadDecimal::NotANumber))]
    #[case("free", Err(BadDecimal::NotANumber))]
    #[case("0.0.1", Err(BadDecimal::NotANumber))]
    #[case("99999999999999999999", Err(BadDecimal::TooLarge))]
    #[case("9999999999999", Err(BadDecimal::TooLarge))]
    fn decimals_are_exact_or_refused(#[case] text: &str, #[case] is: Result<i64, BadDecimal>) {
        assert_eq!(parse_decimal(text), is);
    }

    #[test]
    fn two_currencies_have_no_sum_and_sums_do_not_wrap() {
        let euro = Money::of(1, Currency::EUR);
        assert_eq!(
            euro.plus(Money::of(1, Currency::USD)),
            Err(MoneyError::Currencies(Currency::EUR, Currency::USD))
        );
        assert_eq!(
            euro.plus(Money::of(i64::MAX, Currency::EUR)),
            Err(MoneyError::Overflow)
        );
        // 1,500 × €0.0166 = €24.90.
        assert_eq!(
            Money::of(16_600, Currency::EUR).times(1_500).unwrap().to_string(),
            "24.90 EUR"
        );
        assert_eq!(sum([i64::MAX, 1, -1]), Some(i64::MAX));
        assert_eq!(sum([i64::MAX, 1]), None);
    }

    #[test]
    fn shares_round_halves_away_from_zero() {
        assert_eq!(share(5, 1, 2), Some(3));
        assert_eq!(share(-5, 1, 2), Some(-3));
        assert_eq!(share(16_600, 200_000, 1_000_000), Some(3_320));
        assert_eq!(share(1, 1, 0), None);
        assert_eq!(share(i64::MAX, 2, 1), None);
    }

    #[test]
    fn currencies_are_three_letters() {
        assert_eq!(Currency::parse(" eur ").unwrap(), Currency::EUR);
        assert!(Currency::parse("$US").is_err());
        assert!(Currency::parse("EURO").is_err());
        assert_eq!(serde_json::to_string(&Currency::EUR).unwrap(), "\"EUR\"");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(micros in 0..i64::MAX) {
            prop_assert_eq!(parse_decimal(&decimal(micros, 2)), Ok(micros));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panicking(text in ".*") {
            let _ = parse_decimal(&text);
        }
    }
}
