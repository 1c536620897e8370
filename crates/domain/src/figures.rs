//! Figures as people write them: `2.000`, `111,34 €`, `€111.34`; prices of one
//! message with all their decimals.

use crate::{
    amounts::Amounts,
    lang::Lang,
    money::{Currency, Money},
};

/// Micro-units of a hundredth.
const CENT: i64 = 10_000;

/// A count with its thousands apart: `2.000` or `2,000`.
#[must_use]
pub fn count(lang: Lang, n: u64) -> String {
    let separator = match lang {
        Lang::Es => '.',
        Lang::En => ',',
    };
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// An amount, rounded to hundredths; less than one is shown with four decimals
/// so that it does not read as nothing.
#[must_use]
pub fn money(lang: Lang, money: Money) -> String {
    let small = money.micros != 0 && money.micros.abs() < CENT;
    let (unit, decimals) = if small { (100, 4) } else { (CENT, 2) };
    written(lang, money, unit, decimals)
}

/// The price of one message: at least four decimals, never rounded.
#[must_use]
pub fn rate(lang: Lang, money: Money) -> String {
    let decimals = if money.micros % 100 == 0 { 4 } else { 6 };
    let unit = if decimals == 4 { 100 } else { 1 };
    written(lang, money, unit, decimals)
}

/// As [`money`], with its sign in front even when it is positive.
#[must_use]
pub fn signed(lang: Lang, amount: Money) -> String {
    if amount.micros > 0 {
        format!("+{}", money(lang, amount))
    } else {
        money(lang, amount)
    }
}

/// Amounts of several currencies; a zero of the fallback when there are none.
#[must_use]
pub fn amounts(lang: Lang, all: &Amounts, fallback: Currency) -> String {
    let texts: Vec<String> = all.all().map(|one| money(lang, one)).collect();
    if texts.is_empty() {
        money(lang, Money::zero(fallback))
    } else {
        texts.join(" + ")
    }
}

/// What the rounding of lines leaves between their sum and their total as both
/// are written; nothing when what is written adds up.
#[must_use]
pub fn rounding<'a>(lines: impl IntoIterator<Item = &'a Amounts>, total: &Amounts) -> Vec<Money> {
    let mut left = Amounts::default();
    for one in total.all() {
        left.add(as_written(one.micros), one.currency);
    }
    for one in lines.into_iter().flat_map(Amounts::all) {
        left.add(-as_written(one.micros), one.currency);
    }
    left.all().filter(|left| left.micros != 0).collect()
}

/// The micro-units that somebody reads who reads [`money`].
const fn as_written(micros: i64) -> i64 {
    let unit = if micros.abs() < CENT { 100 } else { CENT };
    let rounded = (micros.abs() + unit / 2) / unit * unit;
    if micros < 0 { -rounded } else { rounded }
}

fn written(lang: Lang, money: Money, unit: i64, decimals: usize) -> String {
    let units = money.micros.unsigned_abs();
    let unit = unit.unsigned_abs();
    let rounded = (units + unit / 2) / unit;
    let scale = 10_u64.pow(u32::try_from(decimals).unwrap_or(0));
    let (whole, rest) = (count(lang, rounded / scale), rounded % scale);
    let minus = if money.micros < 0 && rounded > 0 {
        "−"
    } else {
        ""
    };
    let symbol = symbol(money.currency);
    match lang {
        Lang::Es => format!("{minus}{whole},{rest:0decimals$}\u{a0}{symbol}"),
        Lang::En if symbol.len() > 2 && symbol.is_ascii() => {
            format!("{minus}{symbol}\u{a0}{whole}.{rest:0decimals$}")
        }
        Lang::En => format!("{minus}{symbol}{whole}.{rest:0decimals$}"),
    }
}

fn symbol(currency: Currency) -> String {
    match currency.as_str() {
        "EUR" => "€".to_owned(),
        "USD" => "$".to_owned(),
        "GBP" => "£".to_owned(),
        "BRL" => "R$".to_owned(),
        "INR" => "₹".to_owned(),
        code => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn eur(micros: i64) -> Money {
        Money::of(micros, Currency::EUR)
    }

    #[test]
    fn what_rounding_leaves_is_told_and_then_everything_written_adds_up() {
        let sum = |micros: &[i64]| {
            let mut all = Amounts::default();
            for one in micros {
                all.add(*one, eur(0).currency);
            }
            all
        };
        // 4.21 + 1.40 + 0.38 beside a total of 6.00.
        let lines = [4_213_400, 1_404_000, 378_100];
        let each = lines.map(|one| sum(&[one]));
        assert_eq!(rounding(&each, &sum(&lines)), [eur(10_000)]);
        // Less than a cent is written with four decimals.
        let lines = [1_000_000, 2_950];
        let each = lines.map(|one| sum(&[one]));
        assert_eq!(rounding(&each, &sum(&lines)), [eur(-3_000)]);
        let each = [1_000_000, 250_000].map(|one| sum(&[one]));
        assert_eq!(rounding(&each, &sum(&[1_250_000])), []);
        assert_eq!(rounding(&[], &Amounts::default()), []);
    }

    #[test]
    fn amounts_are_written_as_each_language_does() {
        assert_eq!(money(Lang::Es, eur(1_234_565_000)), "1.234,57\u{a0}€");
        assert_eq!(money(Lang::En, eur(1_234_565_000)), "€1,234.57");
        assert_eq!(money(Lang::En, eur(-5_184_000)), "−€5.18");
        assert_eq!(signed(Lang::En, eur(31_260_000)), "+€31.26");
        assert_eq!(money(Lang::En, eur(0)), "€0.00");
    }

    #[test]
    fn a_fraction_of_a_cent_is_not_nothing() {
        assert_eq!(money(Lang::En, eur(1_400)), "€0.0014");
        assert_eq!(rate(Lang::Es, eur(16_600)), "0,0166\u{a0}€");
        assert_eq!(rate(Lang::En, eur(16_650)), "€0.016650");
    }

    #[test]
    fn a_currency_without_a_sign_keeps_its_code() {
        let clp = Money::of(2_500_000, Currency::parse("CLP").unwrap());
        assert_eq!(money(Lang::En, clp), "CLP\u{a0}2.50");
        assert_eq!(money(Lang::Es, clp), "2,50\u{a0}CLP");
    }

    #[test]
    fn currencies_are_not_added_up() {
        let mut both = Amounts::of(eur(10_000_000));
        both.add(2_000_000, Currency::USD);
        assert_eq!(amounts(Lang::En, &both, Currency::EUR), "€10.00 + $2.00");
        assert_eq!(amounts(Lang::En, &Amounts::default(), Currency::EUR), "€0.00");
    }

    #[test]
    fn thousands_are_kept_apart() {
        assert_eq!(count(Lang::Es, 1_234_567), "1.234.567");
        assert_eq!(count(Lang::En, 1_312), "1,312");
        assert_eq!(count(Lang::En, 0), "0");
    }
}
