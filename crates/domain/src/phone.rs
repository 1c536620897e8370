//! Phone numbers: reading what people and Meta write, and hiding them again.

mod in_text;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::in_text::mask_in_text;

/// A phone number in E.164: `+`, then 7 to 15 digits that do not start with 0.
///
/// Meta writes `+34 612 345 678` in its API and `34612345678` in webhooks
/// (sources §1.3), so every comparison goes through this type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct E164(String);

/// Text that is not a phone number with a country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPhone {
    /// A character that does not belong into a phone number.
    #[error("a phone number has digits, spaces, dots, dashes and brackets only")]
    Character,
    /// Fewer than 7 or more than 15 digits.
    #[error("a phone number with its country code has 7 to 15 digits; this one has {0}")]
    Length(usize),
    /// A leading zero after the plus sign.
    #[error("a country code does not start with 0")]
    LeadingZero,
    /// So short, and without `+`, that it is rather a national number.
    #[error("write the number with its country code, for example +34 612 345 678")]
    NoCountryCode,
}

/// Digits from which on a number without `+` is taken to begin with its country
/// code: national numbers of nine digits, as in Spain, would be dialled abroad.
const WITH_COUNTRY_CODE: usize = 10;

impl E164 {
    /// Reads a number that a person or a program wrote: with `+` or `00` in
    /// front, or so long that it cannot lack its country code.
    pub fn from_person(text: &str) -> Result<Self, BadPhone> {
        let number = Self::parse(text)?;
        let written = text.trim();
        let says_so = written.starts_with('+')
            || written
                .chars()
                .filter(char::is_ascii_digit)
                .take(2)
                .eq("00".chars());
        if says_so || number.digits().len() >= WITH_COUNTRY_CODE {
            Ok(number)
        } else {
            Err(BadPhone::NoCountryCode)
        }
    }

    /// Reads a number that includes its country code, with or without `+` or
    /// `00` in front and with the usual separators. For what Meta writes and
    /// what is stored; [`Self::from_person`] is for everybody else.
    pub fn parse(text: &str) -> Result<Self, BadPhone> {
        let text = text.trim();
        let mut digits = String::with_capacity(15);
        for (i, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if i == 0 => {}
                ' ' | '\u{a0}' | '-' | '.' | '(' | ')' => {}
                _ => return Err(BadPhone::Character),
            }
        }
        if let Some(rest) = digits.strip_prefix("00") {
            digits = rest.to_owned();
        }
        if !(7..=15).contains(&digits.len()) {
            return Err(BadPhone::Length(digits.len()));
        }
        if digits.starts_with('0') {
            return Err(BadPhone::LeadingZero);
        }
        Ok(Self(format!("+{digits}")))
    }

    /// `+34612345678`
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `34612345678`, the form used in webhooks and in `wa.me` links.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// For people: `+34 612 345 678`. Other countries are grouped by threes
    /// after the first two digits, which is readable even when not local custom.
    #[must_use]
    pub fn spaced(&self) -> String {
        let digits = self.digits();
        let code = if digits.starts_with('1') || digits.starts_with('7') {
            1
        } else {
            2
        };
        let (code, rest) = digits.split_at(code);
        let mut out = format!("+{code}");
        let mut rest = rest;
        while !rest.is_empty() {
            // A last group of one digit would look like a typing error.
            let take = if rest.len() == 4 { 4 } else { rest.len().min(3) };
            let (group, tail) = rest.split_at(take);
            out.push(' ');
            out.push_str(group);
            rest = tail;
        }
        out
    }

    /// For people who may not see it all: `+34 6•• ••• 678`. The country code,
    /// the first and the last three digits stay, so that support can still ask
    /// "does it end in 678?".
    #[must_use]
    pub fn masked(&self) -> String {
        let spaced = self.spaced();
        let total = spaced.chars().filter(char::is_ascii_digit).count();
        let code = spaced.split(' ').next().map_or(0, |code| code.len() - 1);
        let mut seen = 0;
        spaced
            .chars()
            .map(|c| {
                if !c.is_ascii_digit() {
                    return c;
                }
                seen += 1;
                if seen <= code + 1 || seen + 3 > total {
                    c
                } else {
                    '•'
                }
            })
            .collect()
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for E164 {
    type Error = BadPhone;
    fn try_from(text: String) -> Result<Self, BadPhone> {
        Self::parse(&text)
    }
}

impl From<E164> for String {
    fn from(number: E164) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn metas_two_spellings_are_the_same_number() {
        let api = E164::parse("+34 612 345 678").unwrap();
        let webhook = E164::parse("34612345678").unwrap();
        assert_eq!(api, webhook);
        assert_eq!(api.spaced(), "+34 612 345 678");
        assert_eq!(api.masked(), "+34 6•• ••• 678");
        assert_eq!(E164::parse("0034 (612) 345-678").unwrap(), api);
    }

    #[test]
    fn what_is_not_a_number_says_why() {
        assert_eq!(E164::parse("612 345"), Err(BadPhone::Length(6)));
        assert_eq!(E164::parse("call me"), Err(BadPhone::Character));
        assert_eq!(E164::parse("+0612345678"), Err(BadPhone::LeadingZero));
        assert_eq!(E164::parse(""), Err(BadPhone::Length(0)));
    }

    #[test]
    fn a_national_number_is_not_taken_for_a_foreign_one() {
        for national in ["612 345 678", "612345678", "(91) 345-67-89", "1234567"] {
            assert_eq!(
                E164::from_person(national),
                Err(BadPhone::NoCountryCode),
                "{national}"
            );
            assert!(E164::parse(national).is_ok(), "Meta writes no plus sign");
        }
        for (whole, digits) in [
            ("+34 612 345 678", "34612345678"),
            (" 0034 612 345 678 ", "34612345678"),
            ("34612345678", "34612345678"),
            ("+376 312 345", "376312345"),
            ("00376 312 345", "376312345"),
        ] {
            assert_eq!(E164::from_person(whole).unwrap().digits(), digits, "{whole}");
        }
        assert_eq!(E164::from_person("pan"), Err(BadPhone::Character));
        assert_eq!(E164::from_person("612 345"), Err(BadPhone::Length(6)));
    }

    proptest! {
        #[test]
        fn what_a_person_writes_is_read_like_everything_else_or_lacks_its_country_code(
            front in "(\\+|00)?", digits in "[1-9][0-9]{0,17}"
        ) {
            let text = format!("{front}{digits}");
            let expected = match E164::parse(&text) {
                Ok(number) if front.is_empty() && number.digits().len() < WITH_COUNTRY_CODE => {
                    Err(BadPhone::NoCountryCode)
                }
                other => other,
            };
            prop_assert_eq!(E164::from_person(&text), expected);
        }

        #[test]
        fn spacing_never_changes_the_number(digits in "[1-9][0-9]{6,14}") {
            let number = E164::parse(&digits).unwrap();
            prop_assert_eq!(E164::parse(&number.spaced()).unwrap(), number);
        }

        #[test]
        fn a_mask_keeps_at_most_the_code_the_first_and_the_last_three(digits in "[1-9][0-9]{8,14}") {
            let masked = E164::parse(&digits).unwrap().masked();
            let shown = masked.chars().filter(char::is_ascii_digit).count();
            prop_assert!(shown <= 6);
            prop_assert!(masked.ends_with(&digits[digits.len() - 1..]));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panicking(text in ".*") {
            let _ = E164::parse(&text);
        }
    }
}
