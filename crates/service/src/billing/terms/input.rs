//! What somebody says about an account, read from a form.

use domain::{
    billing::{Day, Partner, Zone},
    money::{self, BadDecimal, Currency},
    time::Millis,
};

use crate::{
    billing::{calendar, world::shipped},
    error::{FieldError, Problem, ServiceError, ServiceResult},
};

/// The word for a partner that is none of those the program has figures for.
pub const OWN: &str = "own";
/// Most characters of a partner's word.
const WORD_MAX: usize = 40;

/// Terms as somebody enters them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermsInput {
    /// IANA name of the time zone: `Europe/Madrid`.
    pub time_zone: String,
    /// The word for a partner whose fees are known (`gupshup`, `twilio` …),
    /// [`OWN`] or another name with figures of one's own, or `meta` or nothing
    /// for none.
    pub partner: String,
    /// A mark-up on Meta's price in percent; empty for none. Figures take the
    /// place of those that the program knows.
    pub markup_percent: String,
    /// A fee for each message; empty for none.
    pub per_message: String,
    /// The currency of that fee; empty takes the account's.
    pub fee_currency: String,
    /// First day of the partner, `2026-11-01`; today when nothing is said.
    pub from: String,
}

/// The words of [`TermsInput::partner`] that the program has figures for.
#[must_use]
pub fn partners() -> Vec<Partner> {
    shipped().partners().to_vec()
}

/// What was entered, understood.
pub(super) struct Wanted {
    pub(super) zone: Zone,
    pub(super) from: Day,
    pub(super) partner: Option<Partner>,
}

/// Understands what was entered, or says what is wrong with each field.
pub(super) fn read(input: &TermsInput, now: Millis) -> ServiceResult<Wanted> {
    let mut errors = Vec::new();
    let name = input.time_zone.trim();
    let zone = calendar::zone(name);
    if zone.is_none() {
        let problem = if name.is_empty() {
            Problem::Required
        } else {
            Problem::NotATimeZone
        };
        errors.push(FieldError {
            field: "time_zone",
            problem,
        });
    }
    let partner = partner(input).unwrap_or_else(|wrong| {
        errors.push(wrong);
        None
    });
    let from = input.from.trim();
    let day = Day::parse(from).ok();
    if day.is_none() && !from.is_empty() {
        errors.push(FieldError {
            field: "from",
            problem: Problem::NotADay,
        });
    }
    match zone {
        Some(zone) if errors.is_empty() => Ok(Wanted {
            from: day.unwrap_or_else(|| zone.day(now)),
            zone,
            partner,
        }),
        _ => Err(ServiceError::Invalid(errors)),
    }
}

fn partner(input: &TermsInput) -> Result<Option<Partner>, FieldError> {
    let wrong = |field, problem| Err(FieldError { field, problem });
    let word = input.partner.trim().to_lowercase();
    let figures = !(input.markup_percent.trim().is_empty() && input.per_message.trim().is_empty());
    let figure = if input.per_message.trim().is_empty() {
        "markup_percent"
    } else {
        "per_message"
    };
    match word.as_str() {
        // What a partner is known to take, or Meta not to take, is not to be written beside it.
        "" | "meta" if figures => return wrong(figure, Problem::NotForThis),
        _ if figures && partners().iter().any(|partner| partner.id == word) => {
            return wrong(figure, Problem::NotForThis);
        }
        "" | "meta" => return Ok(None),
        OWN if !figures => return wrong("per_message", Problem::Required),
        _ if word.len() > WORD_MAX => return wrong("partner", Problem::NotAChoice),
        _ if !figures => {
            let known = partners().into_iter().rev().find(|partner| partner.id == word);
            return match known {
                Some(partner) => Ok(Some(partner)),
                None => wrong("partner", Problem::NotAChoice),
            };
        }
        _ => {}
    }
    let amount = |field, text: &str| match text.trim() {
        "" => Ok(0),
        text => typed(text).map_err(|_| FieldError {
            field,
            problem: Problem::NotAnAmount,
        }),
    };
    let currency = match input.fee_currency.trim() {
        "" => None,
        code => match Currency::parse(code) {
            Ok(currency) => Some(currency),
            Err(_) => return wrong("fee_currency", Problem::NotACurrency),
        },
    };
    Ok(Some(Partner {
        currency,
        per_message_micros: amount("per_message", &input.per_message)?,
        // 20 % is 20,000,000 millionths of a percent, and 200,000 of the whole.
        markup_ppm: amount("markup_percent", &input.markup_percent)? / 100,
        ..Partner::free(&word, "entered by a person")
    }))
}

/// An amount as people type it. Fees have more decimals than prices, and a comma
/// after a nought separates nothing but decimals: `0,005`.
fn typed(text: &str) -> Result<i64, BadDecimal> {
    match text.split_once(',') {
        Some(("" | "0", decimals)) => money::parse_decimal(&format!("0.{decimals}")),
        _ => money::parse_typed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_are_read_as_people_write_them_in_both_languages() {
        assert_eq!(typed("0.005"), Ok(5_000));
        assert_eq!(typed("0,005"), Ok(5_000));
        assert_eq!(typed("2,5"), Ok(2_500_000));
        for bad in ["-1", "1,500", "0,0,5", "much"] {
            assert!(typed(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_of_each_field() {
        let input = TermsInput {
            time_zone: "Europe/Getxo".to_owned(),
            partner: OWN.to_owned(),
            per_message: "much".to_owned(),
            from: "soon".to_owned(),
            ..TermsInput::default()
        };
        let fields = |input: &TermsInput| -> Vec<&'static str> {
            match read(input, Millis(0)) {
                Err(ServiceError::Invalid(errors)) => errors.iter().map(|error| error.field).collect(),
                _ => Vec::new(),
            }
        };
        assert_eq!(fields(&input), ["time_zone", "per_message", "from"]);
        // Figures beside somebody who has their own, and a partner without any.
        let nobody = TermsInput {
            time_zone: "Europe/Madrid".to_owned(),
            partner: "meta".to_owned(),
            markup_percent: "20".to_owned(),
            ..TermsInput::default()
        };
        assert_eq!(fields(&nobody), ["markup_percent"]);
        let gupshup = TermsInput {
            partner: "gupshup".to_owned(),
            per_message: "0.002".to_owned(),
            ..nobody.clone()
        };
        assert_eq!(fields(&gupshup), ["per_message"]);
        let nothing = TermsInput {
            partner: OWN.to_owned(),
            markup_percent: String::new(),
            ..nobody
        };
        assert_eq!(fields(&nothing), ["per_message"]);
    }

    #[test]
    fn a_partner_is_chosen_or_entered() {
        let known = TermsInput {
            partner: "Gupshup".to_owned(),
            ..TermsInput::default()
        };
        assert_eq!(partner(&known).unwrap().unwrap().per_message_micros, 1_000);
        let own = TermsInput {
            partner: "reseller".to_owned(),
            markup_percent: "20".to_owned(),
            per_message: "0.002".to_owned(),
            fee_currency: "EUR".to_owned(),
            ..TermsInput::default()
        };
        let fees = partner(&own).unwrap().unwrap();
        assert_eq!((fees.markup_ppm, fees.per_message_micros), (200_000, 2_000));
        assert_eq!(partner(&TermsInput::default()).unwrap(), None);
        let nobody = TermsInput {
            partner: "nobody".to_owned(),
            ..TermsInput::default()
        };
        assert!(partner(&nobody).is_err());
    }
}
